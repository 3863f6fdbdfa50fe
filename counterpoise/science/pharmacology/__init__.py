"""What was taken, how much of it acts, and what that does."""
