"""The secrets of a phone: the code that pairs it, typed or scanned, and the token that it keeps. Pure."""

import hashlib
import hmac
import re
import secrets

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that could be read as another
_CODE_LENGTH = 8


def new_token() -> str:
    """What a paired phone or a script shows at each request: 256 random bits."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def pairing_code(device_id: int, created: str, key: str) -> str:
    """The code of a device that waits to be paired, derived so that the organiser's page can show it again."""
    digest = hmac.digest(key.encode(), f"pairing {device_id} {created}".encode(), "sha256")
    number, letters = int.from_bytes(digest, "big"), ""
    for _position in range(_CODE_LENGTH):
        number, rest = divmod(number, len(_LETTERS))
        letters += _LETTERS[rest]
    return f"{letters[:4]}-{letters[4:]}"


def read_code(text: str) -> str:
    """A pairing code as it is kept, whatever its case, spaces and hyphens."""
    letters = re.sub(r"[^A-Z0-9]", "", text[:60].upper())
    return f"{letters[:4]}-{letters[4:]}"
