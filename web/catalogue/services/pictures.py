"""Images that people upload: decoded, made smaller and encoded anew, so that nothing of the file itself is ever served."""

from __future__ import annotations

import hashlib
import io
import threading
import warnings

from flask_babel import gettext as _
from PIL import Image, ImageOps

from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Invalid
from web.models import Offer, Person, Picture

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
QUALITY = 82
PAPER = (255, 255, 255)
SMOOTH = ("RGB", "RGBA", "L", "LA", "CMYK", "YCbCr")
# Decoding takes up to 160 MB: pictures that come in together wait for each other.
one_at_a_time = threading.Lock()


def make_picture(content: bytes) -> Picture:
    """Make a picture of an uploaded file: upright, without what cameras note down, at most 1,600 pixels wide or high.

    Raises
    ------
    Invalid
        For the field ``picture``, where the file is no such image or has more than 40 million pixels.
    """
    image = _decode(content)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    encoded = stream.getvalue()
    return Picture(
        media_type="image/jpeg", width=image.width, height=image.height, sha256=hashlib.sha256(encoded).hexdigest(), content=encoded
    )


def _decode(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            # The size stands in the head of the file: what is too large is never decoded.
            opened: Image.Image = Image.open(io.BytesIO(content), formats=FORMATS)
        if opened.width * opened.height > MOST_PIXELS:
            raise _fault(_("This picture has more than 40 million pixels. Choose a smaller one."))
        with one_at_a_time:
            upright = ImageOps.exif_transpose(_smaller(opened)).convert("RGBA")
    except Image.DecompressionBombError:
        raise _fault(_("This picture has more than 40 million pixels. Choose a smaller one.")) from None
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise _fault(_("We cannot read this as a picture. Choose a JPEG, PNG or WebP file.")) from None
    flat = Image.new("RGB", upright.size, PAPER)
    flat.paste(upright, mask=upright.getchannel("A"))
    return flat


def _smaller(opened: Image.Image) -> Image.Image:
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at a fraction of its size from the start
    image = opened if opened.mode in SMOOTH else opened.convert("RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return image


def _fault(message: str) -> Invalid:
    return Invalid(fields={"picture": message})


def set_picture(offer: Offer, picture: Picture | None, by: Person | None) -> None:
    """Give an offer a picture in place of the one it had; None: no picture any more."""
    before = offer.picture
    offer.picture = picture
    db.session.flush()
    if before is not None:
        db.session.delete(before)
    if before is not picture:
        record("set picture of", offer, by, offer.registration.event)
    db.session.flush()
