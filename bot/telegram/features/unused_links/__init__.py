"""Invites and admin links that nobody has used yet."""
