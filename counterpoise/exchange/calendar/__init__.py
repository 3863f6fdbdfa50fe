"""Moments for the diary as a calendar (iCalendar, RFC 5545). Whoever carries it reads it: it names nothing."""
