"""Logos of employers: read by their content, redrawn small, kept under a name that is their own hash.

What a stranger sends is never served as it came: the picture is decoded and drawn again at the size that pages show.
"""

import hashlib
import io
import re
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from eventsapp.errors import NotFound
from eventsapp.jobdating.stands.refusals import BadPicture

MOST_BYTES = 1024 * 1024
_FORMATS = ("PNG", "JPEG", "WEBP")
_MOST_PIXELS = 6_000_000  # 24 MB once decoded; a picture of a few kilobytes may claim a hundred times as much
_SIDE = 128  # shown at 44 px, on screens of two or three dots a pixel
_NAME = re.compile(r"[0-9a-f]{32}\.webp")


def logo_path(name: str) -> str:
    """Its address; empty without a logo."""
    return f"/logos/{name}" if name else ""


def folder() -> Path:
    return Path(current_app.config["UPLOAD_FOLDER"]) / "logos"


def keep_logo(content: bytes) -> str:
    """Check, redraw and write a picture; returns the name under which it is kept. Raises BadPicture."""
    drawn = redrawn(content)
    name = f"{hashlib.sha256(drawn).hexdigest()[:32]}.webp"
    path = folder() / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():  # the same picture again is the same file
        part = path.with_suffix(".part")
        part.write_bytes(drawn)
        part.replace(path)
    return name


def redrawn(content: bytes) -> bytes:
    """The picture as a WebP of at most 128 pixels a side, nothing else of the file kept. Raises BadPicture."""
    if len(content) > MOST_BYTES:
        raise BadPicture(_("Cette image pèse plus de 1 Mo : choisissez-en une plus légère."))
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            width, height = picture.size
            if width * height > _MOST_PIXELS or not width or not height:
                raise BadPicture(_too_large())
            small = ImageOps.exif_transpose(picture).convert("RGBA")
            small.thumbnail((_SIDE, _SIDE))
            out = io.BytesIO()
            small.save(out, "WEBP", quality=85, method=4)
    except Image.DecompressionBombError:
        raise BadPicture(_too_large()) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise BadPicture(_("Ce fichier n’est pas une image PNG, JPEG ou WebP lisible.")) from None
    return out.getvalue()


def _too_large() -> str:
    return _("Cette image est trop grande : 6 millions de pixels au plus.")


def logo_file(name: str) -> Path:
    """The file of this name. Raises NotFound for anything that is not one of ours."""
    path = folder() / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NotFound
    return path
