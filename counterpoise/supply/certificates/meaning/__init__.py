"""What words and numbers of a certificate mean."""
