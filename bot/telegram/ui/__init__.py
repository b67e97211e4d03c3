"""What screens of every feature are made of."""
