"""What people take out of the bot as a file: pictures and tables; opens and asks nothing itself."""
