"""How much one certificate may cost to read: everything beyond is refused. The one place for these numbers."""

MOST_BYTES = 20 * 1024 * 1024
"""A certificate is some hundred kilobytes; one with photographs a few million."""
MOST_PAGES = 20
MOST_OBJECTS = 5_000
MOST_MARKS = 20_000
"""Letters on one page; a page of small print holds some 8,000."""
MOST_RULES = 5_000
"""Lines and boxes on one page."""
MOST_PAGE_POINTS = 4_000.0
"""Longest side of a page in points: 1.4 metres."""
READY = b">"
"""What the process says when it may be handed the file."""
SECONDS = 20.0
"""By the clock, from when the file is handed over to the end: a net below the one of the processor, wide enough for a
machine that is busy with other things. A page takes a tenth of a second."""
START_SECONDS = 20.0
"""By the clock, for the process to load its programs, before it is handed anything: long only on a busy machine."""
PROCESSOR_SECONDS = 4
"""Of the processor, the start included: what counts where the machine is not busy."""
MEMORY_BYTES = 230 * 1024 * 1024
"""What the process may hold beside the programs it is made of; with them it stays under 300 MB."""
ADDRESS_BYTES = 1024 * 1024 * 1024
"""Room of addresses, which programs mapped from disk need too."""
MOST_WRITTEN = 1024 * 1024
MOST_FILES = 64
MOST_ANSWER = 8 * 1024 * 1024
"""Bytes that the process may answer: a picture is the largest."""
PICTURE_POINTS = 1600
"""Longest side of a page's picture, in dots."""

SCAN_SECONDS = 90.0
SCAN_PAGES = 8
SCAN_DOTS = 2600
"""Longest side of a page's picture for the recognition of letters: some 220 dots an inch."""
