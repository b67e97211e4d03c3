"""/registers: registers are added, renamed, given new secrets and removed."""
