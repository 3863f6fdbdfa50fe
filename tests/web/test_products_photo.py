"""The photo of a bag: written anew, shown to its owner, replaced, removed, and erased with its bag."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from counterpoise.journal import models as m
from counterpoise.journal import photos
from tests.web.test_products_bags import add

Enter = Callable[..., Client]
PLACE = "Somebody's kitchen"


def picture(kind: str = "JPEG", size: tuple[int, int] = (300, 200), mode: str = "RGB") -> bytes:
    """With a place, and turned on its side, as cameras note it."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = PLACE, 6
    written = io.BytesIO()
    Image.new(mode, size, "green").save(written, kind, exif=exif, comment=PLACE.encode())
    return written.getvalue()


def bomb() -> bytes:
    """A PNG of few bytes that says it is a hundred thousand dots wide and high."""
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    parts = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + parts


def give(browser: Client, bag: m.Lot, data: bytes) -> Any:
    return browser.post(f"/products/{bag.pk}/photo/", {"photo": SimpleUploadedFile("a.jpg", data, "image/jpeg")})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_upright_and_without_what_the_camera_noted(browser_of_alice: Client, kind: str) -> None:
    bag = add(browser_of_alice)
    given = picture(kind)
    assert PLACE.encode() in given
    assert give(browser_of_alice, bag, given).status_code == 302
    kept = browser_of_alice.get(f"/products/{bag.pk}/photo/picture/")
    assert kept["Content-Type"] == "image/jpeg"
    assert PLACE.encode() not in kept.content
    with Image.open(io.BytesIO(kept.content)) as shown:
        assert shown.size == (200, 300)
        assert not shown.getexif()
    assert f"/products/{bag.pk}/photo/picture/" in browser_of_alice.get(f"/products/{bag.pk}/").content.decode()


def test_a_large_photo_becomes_smaller_and_what_is_clear_becomes_white() -> None:
    with Image.open(io.BytesIO(photos.clean(picture(size=(4000, 1000))))) as shown:
        assert shown.size == (400, 1600)
    clear = io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(clear, "PNG")
    with Image.open(io.BytesIO(photos.clean(clear.getvalue()))) as shown:
        assert shown.convert("L").getextrema() == (255, 255)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "no photo"),
        (picture()[:200], "no photo"),
        (bomb(), "too many dots"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no photo"),
        (b"GIF89a" + b"\0" * 40, "no photo"),
        (b"x" * (photos.LARGEST + 1), "too large"),
    ],
)
def test_what_is_no_photo_or_too_large_is_refused(browser_of_alice: Client, data: bytes, said: str) -> None:
    bag = add(browser_of_alice)
    answer = give(browser_of_alice, bag, data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not m.BagPhoto.objects.exists()


def test_a_second_photo_takes_the_place_of_the_first_and_it_can_be_removed(browser_of_alice: Client) -> None:
    bag = add(browser_of_alice)
    for size in ((300, 200), (90, 60)):
        give(browser_of_alice, bag, picture(size=size))
    assert m.BagPhoto.objects.count() == 1
    browser_of_alice.post(f"/products/{bag.pk}/photo/delete/")
    assert not m.BagPhoto.objects.exists()
    assert browser_of_alice.get(f"/products/{bag.pk}/photo/picture/").status_code == 404


def test_it_goes_with_its_bag_and_is_seen_by_nobody_else(
    browser_of_alice: Client, alice: m.Person, bob: m.Person, enter: Enter
) -> None:
    bag = add(browser_of_alice)
    give(browser_of_alice, bag, picture())
    of_bob = enter(bob)
    assert of_bob.get(f"/products/{bag.pk}/photo/picture/").status_code == 404
    assert of_bob.post(f"/products/{bag.pk}/photo/delete/").status_code == 404
    browser_of_alice.post(f"/products/{bag.pk}/erase/")
    assert not m.BagPhoto.objects.exists()
