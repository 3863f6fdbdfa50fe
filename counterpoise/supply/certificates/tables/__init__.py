"""Rows of results: in tables with headings, in lists without, in boxes."""
