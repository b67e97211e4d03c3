"""A chat asks for access, and admins answer."""
