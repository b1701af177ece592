"""Single-use codes that an organiser shows, typed or scanned: to pair a phone, to open a recruiter's page. Pure."""

import hmac
import re

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that could be read as another
_CODE_LENGTH = 8


def pairing_code(row_id: int, created: str, key: str, purpose: str = "pairing") -> str:
    """The code of a row that waits for it, derived so that the organiser's page can show it again."""
    digest = hmac.digest(key.encode(), f"{purpose} {row_id} {created}".encode(), "sha256")
    number, letters = int.from_bytes(digest, "big"), ""
    for _position in range(_CODE_LENGTH):
        number, rest = divmod(number, len(_LETTERS))
        letters += _LETTERS[rest]
    return f"{letters[:4]}-{letters[4:]}"


def read_code(text: str) -> str:
    """A code as it is kept, whatever its case, spaces and hyphens."""
    letters = re.sub(r"[^A-Z0-9]", "", text[:60].upper())
    return f"{letters[:4]}-{letters[4:]}"
