"""/history: how balances got where they are, as a picture and as a list."""
