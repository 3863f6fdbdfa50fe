"""What doses do to one person, and how sure we are: data, time and random numbers come in as arguments."""
