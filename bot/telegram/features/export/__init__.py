"""/export: changes and closing balances as a file in the chat."""
