"""The secret addresses of job dating: an employer's page, the hall screen, a follow-up question.

Each is HMAC-SHA256 of what it opens and a version under a key of its own, as the secrets of a registration are
(registrations/tickets.py): shown again without being stored, made void by counting the version up.
"""

import base64
import hmac
import re

from flask import current_app

RECRUITER, RECRUITER_FEED, SCREEN, FOLLOW_UP, POOL = "recruiter", "recruiter feed", "screen", "follow-up", "pool"
_SECRET_BYTES = 20
_TOKEN = re.compile(r"([1-9][0-9]{0,9})-([a-z2-7]{32})")
_LARGEST_ID = 2**31 - 1


def token(purpose: str, number: int, version: int = 1) -> str:
    """`<id>-<32 letters of base 32>`: 160 bits."""
    key = hmac.digest(str(current_app.config["TICKET_KEY"]).encode(), f"job dating {purpose}".encode(), "sha256")
    digest = hmac.digest(key, f"{number}:{version}".encode(), "sha256")[:_SECRET_BYTES]
    return f"{number}-{base64.b32encode(digest).decode().lower()}"


def id_in(text: str) -> int | None:
    """What a well-formed token names; it proves nothing yet."""
    found = _TOKEN.fullmatch(text)
    number = int(found[1]) if found else _LARGEST_ID + 1
    return number if number <= _LARGEST_ID else None


def is_token_of(text: str, purpose: str, number: int, version: int = 1) -> bool:
    """True when `text` is the present secret; takes the same time however wrong it is."""
    return hmac.compare_digest(token(purpose, number, version).encode(), text.encode("utf-8", "replace"))


def recruiter_path(stand: object, act: str = "") -> str:
    """The employer's page, or one act of it (`stand`, `candidats`, `suites`, `agenda.ics` …)."""
    opened = token(RECRUITER, stand.id, stand.token_version)  # type: ignore[attr-defined]
    return f"/recruteur/{opened}" + (f"/{act}" if act else "")


def screen_path(job_dating: object) -> str:
    """The hall screen."""
    return f"/ecran/{token(SCREEN, job_dating.event_id, job_dating.screen_version)}"  # type: ignore[attr-defined]
