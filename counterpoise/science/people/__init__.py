"""Simulated people whose truth is known."""
