"""The photo of a bag: one, decoded and written anew, so that nothing its camera noted stays in it."""

from __future__ import annotations

import datetime as dt
import io

from PIL import Image, ImageOps

from counterpoise.journal import models as m
from counterpoise.text import _

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST = 15_000_000
"""Bytes of a file, at most."""
MOST_PIXELS = 40_000_000
"""Dots of a picture, at most: told before it is decoded."""
SIDE = 1600
"""The longer side of what is kept, in dots: a label can be read."""
QUALITY = 82


class BadPhoto(ValueError):
    """A file that is no photo, or too large; the message is for the person."""


def clean(data: bytes) -> bytes:
    """The picture as a new JPEG, upright, without a word of what stood beside it. Raises BadPhoto."""
    if len(data) > LARGEST:
        raise BadPhoto(_("The file is too large: up to {limit} MB can be kept.").format(limit=LARGEST // 1_000_000))
    try:
        return _drawn_anew(data)
    except BadPhoto:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPhoto(_too_many()) from None
    except (OSError, ValueError, SyntaxError, TypeError, EOFError, IndexError, KeyError, OverflowError):
        # cut short, or made to break a reader
        raise BadPhoto(_("This is no photo that can be read; JPEG, PNG and WebP can be.")) from None


def keep(lot: m.Lot, data: bytes, now: dt.datetime) -> None:
    """Keep a cleaned photo with its bag, in place of an earlier one."""
    m.BagPhoto.objects.update_or_create(lot=lot, defaults={"at": now, "data": data})


def of(lot: m.Lot) -> m.BagPhoto | None:
    """The photo of a bag."""
    return m.BagPhoto.objects.filter(lot=lot).defer("data").first()


def remove(lot: m.Lot) -> None:
    """Remove it for good."""
    m.BagPhoto.objects.filter(lot=lot).delete()


def _drawn_anew(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=FORMATS) as given:
        if given.width * given.height > MOST_PIXELS:
            raise BadPhoto(_too_many())
        given.draft("RGB", (2 * SIDE, 2 * SIDE))  # a JPEG need not be decoded larger than that
        upright = ImageOps.exif_transpose(given)
        upright.thumbnail((SIDE, SIDE))
        plain = Image.new("RGB", upright.size, "white")
        plain.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _too_many() -> str:
    text = _("The picture has too many dots: up to {limit} million can be kept.")
    return text.format(limit=MOST_PIXELS // 1_000_000)
