"""A file for someone else: one page that opens offline with a passphrase, and the signed proposal it writes back."""
