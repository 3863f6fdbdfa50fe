"""The report for a visit: what a clinician needs in five minutes, from one person's own record. Pure.

A file for each section. What the person leaves out stands in its place as left out, and holds nothing.
"""

from counterpoise.report.clinician.chosen import APPENDICES, KEYS, SECTIONS, Chosen, titles
from counterpoise.report.clinician.left import written_from_the_rest
from counterpoise.report.clinician.writing import written

__all__ = ["APPENDICES", "KEYS", "SECTIONS", "Chosen", "titles", "written", "written_from_the_rest"]
