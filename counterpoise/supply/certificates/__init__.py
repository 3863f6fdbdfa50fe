"""Certificates of analysis: `read(data, name)`, `picture(data, page)`, `assays(sample)`; `Refused` says why not."""

from counterpoise.supply.certificates.records import Reading, Result, Sample, assays
from counterpoise.supply.certificates.sandbox import Refused, file_bytes, picture, read

__all__ = ["Reading", "Refused", "Result", "Sample", "assays", "file_bytes", "picture", "read"]
