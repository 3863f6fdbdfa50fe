"""Certificates that wait go in time and with their bag; their pages are drawn once."""

from __future__ import annotations

import os
import struct

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise.journal import models as m
from counterpoise.web.bring.holding import sweep
from counterpoise.web.products import pages
from tests.web.test_products_bags import Enter, add
from tests.web.test_products_certificate import LARKSPUR, give, waiting_files


@pytest.fixture(autouse=True)
def _nothing_waits() -> None:
    sweep(None)


@pytest.fixture
def bag(browser_of_alice: Client) -> m.Lot:
    return add(browser_of_alice)


def test_a_paper_that_waited_too_long_goes_at_the_next_visit(browser_of_alice: Client, bag: m.Lot) -> None:
    for page in ("/products/", f"/products/{bag.pk}/"):
        give(browser_of_alice, bag, LARKSPUR)
        (file,) = waiting_files()
        browser_of_alice.get(page)
        assert waiting_files() == [file]
        long_ago = timezone.now().timestamp() - 3601
        os.utime(file, (long_ago, long_ago))
        browser_of_alice.get(page)
        assert waiting_files() == []


def test_a_paper_that_waits_goes_with_its_bag_also_in_another_session(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot, enter: Enter
) -> None:
    give(enter(alice), bag, LARKSPUR)
    assert waiting_files()
    browser_of_alice.post(f"/products/{bag.pk}/erase/")
    assert waiting_files() == []


def test_each_page_is_drawn_once_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []

    def draw(_data: bytes, number: int) -> bytes:
        drawn.append(number)
        return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 800 + number, 1100) + b"\0" * 1_000_000

    monkeypatch.setattr("counterpoise.supply.certificates.picture", draw)
    pages.forget()
    data = b"a certificate of twenty pages"
    for _view in range(2):
        size = pages.sizes(data)
        assert [size(number) for number in range(1, 21)] == [(800 + n, 1100) for n in range(1, 21)]
        assert [pages.picture(data, number).status_code for number in range(1, 21)] == [200] * 20
    assert drawn == [*range(1, 21)]
    for n in range(60):
        pages.sizes(f"another {n}".encode())(1)
    assert sum(map(len, pages._kept.values())) <= pages.MOST
    pages.forget()
