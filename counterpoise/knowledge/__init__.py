"""Facts as data, each with its source, its grade, its tag and the day it was reviewed; `load` reads them."""
