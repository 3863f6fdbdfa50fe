"""What is in the bag: certificates of analysis, strength, storage, stock."""
