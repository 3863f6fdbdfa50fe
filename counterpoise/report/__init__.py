"""What a person or a clinician reads: the sentences and the pictures, from the same values."""
