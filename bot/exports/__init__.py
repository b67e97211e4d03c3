"""What leaves the bot as a file: rows of the record, and how each format writes them."""
