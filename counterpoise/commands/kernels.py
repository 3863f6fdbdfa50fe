"""Where the compiled parts of the science are kept between two commands."""

from __future__ import annotations

import contextlib
import os

from counterpoise import place


def keep_kernels() -> None:
    """What is compiled is kept for the next time, where the data folder can be written to; before numba is imported."""
    if "NUMBA_CACHE_DIR" not in os.environ:
        with contextlib.suppress(OSError):
            place.make_data_folder()
            os.environ["NUMBA_CACHE_DIR"] = str(place.kernel_cache())
