"""/access: which chat may see which registers."""
