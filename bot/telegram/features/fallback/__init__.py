"""What no other feature answers."""
