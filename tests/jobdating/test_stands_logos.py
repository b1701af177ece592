"""Logos: read by their content, redrawn small, never served as they came."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from eventsapp.extensions import db
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.jobdating.stands.logos import folder, redrawn
from eventsapp.jobdating.stands.refusals import BadPicture
from tests.browsing import Visitor
from tests.jobdating.fair import Fair


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 200), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(out, kind, **options)
    return out.getvalue()


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def sent(visitor: Visitor, stand: Stand, content: bytes, name: str = "logo.png", expect: int = 200):
    path = recruiter_path(stand, "logo")
    values = {"csrf_token": visitor.csrf_token(path), "logo": (io.BytesIO(content), name)}
    return visitor.send(path, values, expect=expect, content_type="multipart/form-data")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_redrawn_and_served_for_a_year(kind: str, fair: Fair, visitor: Visitor) -> None:
    comment = {"exif": b"Exif\0\0secret-place"} if kind == "JPEG" else {}
    sent(visitor, fair.clinique, picture(kind, **comment), name="../../etc/passwd")
    shown = visitor.get(f"/evenements/{fair.event.slug}").soup.find("img", class_="stand-mark")
    answer = visitor._send(shown["src"], method="GET")
    assert answer.mimetype == "image/webp" and "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and b"secret-place" not in answer.data
    with Image.open(io.BytesIO(answer.data)) as kept:
        assert kept.format == "WEBP" and kept.size == (128, 64)
    assert all(len(path.name) == 37 for path in Path(folder()).iterdir())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "n’est pas une image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "n’est pas une image"),
        (picture("GIF"), "n’est pas une image"),
        (picture("BMP"), "n’est pas une image"),
        (picture()[:200], "n’est pas une image"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "n’est pas une image"),
        (claiming(50_000, 50_000), "trop grande"),
        (claiming(3_000, 2_001), "trop grande"),
        (b"\xff\xd8\xff" + b"A" * 1024 * 1024, "plus de 1 Mo"),
    ],
)  # fmt: skip
def test_what_is_no_small_picture_is_refused_in_words(content: bytes, words: str, fair: Fair, visitor: Visitor) -> None:
    assert sent(visitor, fair.clinique, content, expect=422).says(words)
    assert db.session.get_one(Stand, fair.clinique.id).logo == ""


def test_no_file_is_asked_for_and_a_logo_is_taken_away(fair: Fair, visitor: Visitor) -> None:
    path = recruiter_path(fair.clinique, "logo")
    token = visitor.csrf_token(path)
    assert visitor.send(path, {"csrf_token": token}, expect=422).says("Choisissez une image")
    sent(visitor, fair.clinique, picture())
    assert db.session.get_one(Stand, fair.clinique.id).logo
    visitor.get(path).submit("Retirer le logo")
    assert db.session.get_one(Stand, fair.clinique.id, populate_existing=True).logo == ""


def test_names_that_are_not_ours_are_not_found(fair: Fair, visitor: Visitor) -> None:
    for name in ("x", "../rencontres.db", "%2e%2e%2fx.webp", "0" * 32 + ".png", "0" * 32 + ".webp"):
        visitor.get(f"/logos/{name}", expect=404)


def test_a_picture_of_many_frames_or_odd_colours_is_drawn_once() -> None:
    out = io.BytesIO()
    frames = [Image.new("P", (64, 64), n) for n in range(3)]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    for content in (out.getvalue(), picture("JPEG"), _grey()):
        with Image.open(io.BytesIO(redrawn(content))) as drawn:
            assert getattr(drawn, "n_frames", 1) == 1
    with pytest.raises(BadPicture):
        redrawn(b"RIFF\x10\0\0\0WEBPVP8 \0\0\0\0")


def _grey() -> bytes:
    out = io.BytesIO()
    Image.new("I;16", (30, 30), 40_000).save(out, "PNG")
    return out.getvalue()
