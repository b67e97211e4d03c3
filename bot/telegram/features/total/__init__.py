"""/total: one exact sum per currency, and what it is made of."""
