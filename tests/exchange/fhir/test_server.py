"""A real R4 server takes the bundle and gives every resource back; three clients that are not ours read it."""

from __future__ import annotations

import asyncio
import gc
import json
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.exchange.fhir import people, tools

NAMES = ("typical", "free text", "censored assays", "clock changes")
_URN = re.compile(r"urn:uuid:[0-9a-f-]{36}")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Its address."""
    process = tools.serve()
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    try:
        yield f"http://127.0.0.1:{port}/fhir"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
        process.stdout.close()


def ask(url: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/fhir+json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def sent(server: str, name: str) -> dict[str, tuple[dict[str, Any], str, str]]:
    """What was sent, by its address in the bundle, with what the server calls it, and where it can be had.

    The two are one but for a DetectedIssue: the router takes its `reference`, a link to a source, for its location.
    """
    entries = people.made(name)["entry"]
    asked = [{**entry, "request": {"method": "POST", "url": entry["resource"]["resourceType"]}} for entry in entries]
    answer = ask(server, {"resourceType": "Bundle", "type": "transaction", "entry": asked})
    assert [one["response"]["status"] for one in answer["entry"]] == ["201"] * len(entries)
    found = {}
    for entry, one in zip(entries, answer["entry"], strict=True):
        called = one["response"]["location"].split("/_history")[0]
        kept = one["resource"]
        found[entry["fullUrl"]] = (entry["resource"], called, f"{kept['resourceType']}/{kept['id']}")
        assert called == found[entry["fullUrl"]][2] or kept["resourceType"] == "DetectedIssue"
    return found


def bare(resource: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in resource.items() if key not in ("id", "meta")}


@pytest.mark.parametrize("name", NAMES)
def test_every_resource_comes_back_equal(server: str, name: str) -> None:
    all_ = sent(server, name)
    assert len(all_) > 10
    for resource, _called, place in all_.values():
        text = _URN.sub(lambda urn: all_[urn[0]][1] if urn[0] in all_ else urn[0], json.dumps(bare(resource)))
        back = ask(f"{server}/{place}")
        assert bare(back) == json.loads(text)


def test_the_server_refuses_what_is_not_valid(server: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(f"{server}/Observation", {"resourceType": "Observation", "code": {"text": "pain"}})
    assert refused.value.code == 400


def values(name: str) -> list[float]:
    ratings = people.diary(name).ratings
    return sorted(rating.value for rating in ratings if rating.measure == "pain.now")


@pytest.fixture(scope="module")
def filled() -> Iterator[str]:
    """A server with the pain of one person."""
    process = tools.serve()
    assert process.stdout is not None
    address = f"http://127.0.0.1:{process.stdout.readline().strip()}/fhir"
    sent(address, "clock changes")
    yield address
    process.terminate()
    process.wait(10)
    process.stdout.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # it leaves a socket open
def test_fhirclient_reads_it(filled: str) -> None:
    gc.disable()  # what it cleans up imports as well, and Python 3.11 loses its place in an import within an import
    try:
        from fhirclient import client
    finally:
        gc.enable()
    from fhirclient.models.observation import Observation

    smart = client.FHIRClient(settings={"app_id": "test", "api_base": filled})
    search = Observation.where({"code": "http://loinc.org|72514-3", "_count": "1000"})
    found = list(search.perform_resources_iter(smart.server))
    smart.server.session.close()
    assert sorted(one.valueQuantity.value for one in found) == values("clock changes")
    assert {one.effectiveDateTime.isostring for one in found} >= {
        "2026-11-01T01:30:00-04:00",
        "2026-11-01T01:30:00-05:00",
    }


def test_fhirpy_reads_it(filled: str) -> None:
    from fhirpy import AsyncFHIRClient

    async def look() -> list[Any]:
        search = AsyncFHIRClient(filled).resources("Observation").search(code="http://loinc.org|72514-3")
        found: list[Any] = await search.limit(1000).fetch()
        return found

    with ThreadPoolExecutor(1) as apart:  # a browser of other tests may keep a loop running in this thread
        found = apart.submit(lambda: asyncio.run(look())).result()
    assert sorted(one["valueQuantity"]["value"] for one in found) == values("clock changes")


def test_fhir_kit_client_reads_it(filled: str) -> None:
    assert sorted(json.loads(tools.node("read.mjs", filled))) == values("clock changes")
