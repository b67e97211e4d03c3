"""/admins: who the admins are."""
