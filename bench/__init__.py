"""Measures the bot against what one could have instead; nothing here is part of the product."""
