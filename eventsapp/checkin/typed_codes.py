"""Typed codes are short: guesses are slowed down, generously for a hand that types."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from eventsapp.accounts.throttling import spend
from eventsapp.checkin.scan_items import Item, ScanItem
from eventsapp.errors import Throttled
from eventsapp.registrations import tickets

SCOPE, LIMIT, SECONDS = "typed_code", 120, 600  # tries of one phone or person in ten minutes
MOST_AT_ONCE = 50


def _typed(items: Sequence[Item]) -> int:
    return sum(
        1
        for item in items
        if isinstance(item, ScanItem)
        and item.registration_id is None
        and tickets.token_in(item.ticket) is None
        and tickets.short_code_in(item.ticket) is not None
    )


def slow_down_guesses(items: Sequence[Item], subject: str, now: datetime) -> None:
    """Count a try of `subject` when the batch holds typed codes. Raises Throttled.

    Ends the session's transaction: call it before the first write of the request.
    """
    typed = _typed(items)
    if typed > MOST_AT_ONCE:
        raise Throttled(_l("Un envoi contient au plus 50 codes tapés à la main."), retry_after=60)
    if typed:
        spend(SCOPE, subject, LIMIT, SECONDS, now)
