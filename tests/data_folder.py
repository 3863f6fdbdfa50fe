"""The tests' own data folder. Loaded by pytest before Django's settings are read (`-p` in pyproject.toml), so that no
test ever sees the journal of whoever runs it."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

_data = tempfile.mkdtemp(prefix="counterpoise-test-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["COUNTERPOISE_DATA"] = _data
os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(sys.prefix) / "kernels"))
