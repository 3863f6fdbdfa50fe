"""What is in the bag: certificates of analysis, potency, storage, stock."""
