"""The names by which an event is known outside: its part of the address, and its calendar UID."""

import hashlib
import hmac
import secrets

from eventsapp.reference.folding import words

_LONGEST = 90  # the column leaves room for the suffix that tells two events of the same title apart


def slug_from(title: str, commune: str, *, apart: bool = False) -> str:
    """«Portes ouvertes !» in Toulouse gives `portes-ouvertes-toulouse`; with `apart`, a few random letters more."""
    named = words(title)
    town = [word for word in words(commune) if word not in named]
    slug = "-".join([*named, *town])[:_LONGEST].strip("-") or "evenement"
    return f"{slug}-{secrets.token_hex(3)}" if apart else slug


def calendar_uid(key: bytes, host: str, form_key: str) -> str:
    """A UID without personal data (RFC 7986 §5.3). One form makes one UID, so that sending it twice makes one event."""
    digest = hmac.new(key, b"event:" + form_key.encode(), hashlib.sha256).hexdigest()
    return f"evenement-{digest[:32]}@{host}"
