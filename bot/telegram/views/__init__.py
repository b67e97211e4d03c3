"""From what the services say to text; pure: no view asks, sends or remembers anything."""
