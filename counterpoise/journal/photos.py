"""The photo of a bag: one, decoded and written anew, so that nothing its camera noted stays in it."""

from __future__ import annotations

import datetime as dt
import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

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
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn_anew(data)
    except BadPhoto:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPhoto(_not_read()) from None
    except (OSError, ValueError, SyntaxError, TypeError, EOFError, IndexError, KeyError, OverflowError):
        raise BadPhoto(_not_read()) from None  # cut short, or made to break a reader


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
            raise BadPhoto(
                _("The picture has {dots} million dots; up to {limit} million can be kept.").format(
                    dots=round(given.width * given.height / 1e6), limit=MOST_PIXELS // 1_000_000
                )
            )
        given.draft("RGB", (2 * SIDE, 2 * SIDE))  # a JPEG need not be decoded larger than that
        upright = ImageOps.exif_transpose(given)
        upright.thumbnail((SIDE, SIDE))
        plain = Image.new("RGB", upright.size, "white")
        plain.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _not_read() -> str:
    return _("This is no photo that can be read; JPEG, PNG and WebP can be.")
