"""Any table, by a mapping of its columns.

`columns(data)` looks at a table, `propose(columns)` gives a mapping to start from, `read.read` makes it a diary.
"""

from counterpoise.exchange.csv.look import Column, Columns, columns, propose
from counterpoise.exchange.csv.mapping import Mapping

__all__ = ["Column", "Columns", "Mapping", "columns", "propose"]
