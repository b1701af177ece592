"""The two secrets of a registration, its typed code and its QR.

Each secret is HMAC-SHA256 of the id and a version under a key of its own, so that it can be shown again without
being stored, and rotated by counting the version up. The token carries the id: the row is found by its primary
key and the secret compared in constant time.
"""

import base64
import hmac
import io
import re
import secrets
from typing import Any

import png
import qrcode
from flask import current_app
from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_M

SCAN, MANAGE = "scan", "manage"
_SECRET_BYTES = 20  # 160 bits: 32 letters of base32, and no character that a mail program cuts off a link
_TOKEN = r"(?:0|[1-9a-z][0-9a-z]{0,6})-[a-z2-7]{32}"
_BARE = re.compile(_TOKEN)
_READ = re.compile(rf"(?:https?://[^/\s]+/billet/)?({_TOKEN})(?:\.png|\.ics)?/?(?:[?#]\S*)?")
_LONGEST_READ = 400
_LARGEST_ID = 2**31 - 1  # a larger number would not fit the column, and fail there
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

# Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U, and what is misread is put right.
_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 8
_MISREAD = str.maketrans("OILU", "011V")

# Weighing the eight masks takes most of a code's time, and choosing one gains nothing that can be measured: of 160
# blurred, turned and noisy pictures zxing reads 57 with the weighed mask and 58 with this one.
_MASK = 7
QUIET_ZONE = 4  # modules: what ISO/IEC 18004 asks around a code
_PNG_SCALE = 12


def _number(value: int) -> str:
    digits = ""
    while value:
        value, digit = divmod(value, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


def _secret(purpose: str, registration_id: int, version: int) -> str:
    master = str(current_app.config["TICKET_KEY"]).encode()
    key = hmac.digest(master, f"registration {purpose}".encode(), "sha256")
    digest = hmac.digest(key, f"{registration_id}:{version}".encode(), "sha256")[:_SECRET_BYTES]
    return base64.b32encode(digest).decode().lower()


def _version(registration: Any, purpose: str) -> int:
    return int(registration.scan_version if purpose == SCAN else registration.manage_version)


def token(registration: Any, purpose: str) -> str:
    """The secret for `purpose` (SCAN or MANAGE) as it travels: `<id in base 36>-<32 letters>`."""
    return f"{_number(registration.id)}-{_secret(purpose, registration.id, _version(registration, purpose))}"


def scan_token(registration: Any) -> str:
    """What the QR holds: it opens the read-only ticket and checks its holder in."""
    return token(registration, SCAN)


def manage_token(registration: Any) -> str:
    """What only the mail holds: it changes and cancels."""
    return token(registration, MANAGE)


def id_in(text: str) -> int | None:
    """The registration that a well-formed token names; None for anything else. It proves nothing yet."""
    if not _BARE.fullmatch(text):
        return None
    number = int(text.partition("-")[0], 36)
    return number if number <= _LARGEST_ID else None


def is_token_of(registration: Any, text: str, purpose: str) -> bool:
    """True when `text` is the present secret of `registration`; takes the same time however wrong it is."""
    return hmac.compare_digest(token(registration, purpose).encode(), text.encode("utf-8", "replace"))


def token_in(text: str) -> str | None:
    """The scan token in what a camera read or someone pasted: a ticket's address, or the bare token."""
    found = _READ.fullmatch(text.strip().lower()) if len(text) <= _LONGEST_READ else None
    return found[1] if found else None


def ticket_path(registration: Any) -> str:
    """Where the ticket is shown."""
    return f"/billet/{scan_token(registration)}"


def manage_path(registration: Any, act: str = "") -> str:
    """Where the registration is managed, or one act of it (`annuler`, `reprendre`, `je-ne-viendrai-pas` …)."""
    return f"/inscription/{manage_token(registration)}" + (f"/{act}" if act else "")


def ticket_address(registration: Any) -> str:
    """What the QR says: any phone's camera opens the ticket."""
    return str(current_app.config["BASE_URL"]) + ticket_path(registration)


def new_short_code() -> str:
    """A random code for typing: `RS-7KQ4-M2XD` (40 bits; guesses are throttled where it is asked)."""
    letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    return f"RS-{letters[:4]}-{letters[4:]}"


def short_code_in(text: str) -> str | None:
    """A typed code as it is stored, whatever its case, spaces, hyphens and misread letters; None when it is none."""
    if len(text) > 60:
        return None
    letters = re.sub(r"[^A-Z0-9]", "", text.upper())
    if len(letters) == _CODE_LENGTH + 2 and letters[:2] in ("RS", "R5"):
        letters = letters[2:]
    letters = letters.translate(_MISREAD)
    if len(letters) != _CODE_LENGTH:
        return None
    return f"RS-{letters[:4]}-{letters[4:]}"


def qr_matrix(address: str) -> list[list[bool]]:
    """The dark modules of the code, quiet zone included."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, mask_pattern=_MASK)
    code.add_data(address, optimize=0)
    code.make(fit=True)
    return [[bool(dark) for dark in row] for row in code.get_matrix()]


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """(start, length) of each stretch of dark modules."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((x, 1))
    return found


def qr_svg(address: str) -> Markup:
    """The code as inline SVG: one path of whole modules, sharp at any size, black on its own white."""
    matrix = qr_matrix(address)
    size = len(matrix)
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(matrix) for x, length in _runs(row))
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" shape-rendering="crispEdges" aria-hidden="true"'
        ' focusable="false"><path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#14112b" d="{1}"/></svg>'
    ).format(size, path)


def qr_png(address: str) -> bytes:
    """The code as a one-bit PNG, its quiet zone included."""
    matrix = qr_matrix(address)
    width = len(matrix) * _PNG_SCALE
    # Rows are packed once and repeated: drawing point by point took longer than everything else in a mail.
    packed = [line for row in matrix for line in [_packed(row)] * _PNG_SCALE]
    picture = io.BytesIO()
    png.Writer(width, width, greyscale=True, bitdepth=1).write_packed(picture, packed)
    return picture.getvalue()


def _packed(row: list[bool]) -> bytes:
    """One line of points, eight to the byte, light ones set; the last byte is filled up with light."""
    bits = "".join(("0" if dark else "1") * _PNG_SCALE for dark in row)
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")
