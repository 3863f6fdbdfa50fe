"""Spanish: the comma before a fraction, and dates with their “de”.

Templates name a date by its English pattern; Django looks for a pattern of that name here before it takes it as it is.
"""

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\N{NO-BREAK SPACE}"
NUMBER_GROUPING = 3
FIRST_DAY_OF_WEEK = 1

DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"]
"""The first is what browsers send, whatever they show."""
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%d/%m/%Y %H:%M"]

PATTERNS = {
    "j F Y": r"j \d\e F \d\e Y",
    "j F Y, H:i": r"j \d\e F \d\e Y, H:i",
    "j F": r"j \d\e F",
    "j F H:i": r"j \d\e F, H:i",
    "j F, H:i": r"j \d\e F, H:i",
    "l j F": r"l j \d\e F",
    "l j F Y": r"l j \d\e F \d\e Y",
    "j M": "j b",
    "j M H:i": "j b, H:i",
    "j M Y": "j b Y",
    "j M Y H:i": "j b Y, H:i",
    "j M Y, H:i": "j b Y, H:i",
    "D j M": "D j b",
    "D j M Y": "D j b Y",
    "D j M H:i": "D j b, H:i",
}
globals().update(PATTERNS)
