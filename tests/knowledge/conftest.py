"""The packs, in a folder where they can be broken."""

import shutil
from pathlib import Path

import pytest

from counterpoise.knowledge import load as shipped


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    shutil.copytree(Path(shipped.__file__).parent, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return folder
