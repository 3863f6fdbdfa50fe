"""Asking how it is: what is due, the page for a tap, what is asked and when, and the ways to be called."""
