"""Reading a batch of scans: whatever a phone sends, each item becomes a scan or is malformed. Pure."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from flask_babel import lazy_gettext as _l

from eventsapp.checkin.models import Direction, Method
from eventsapp.errors import Refused

MOST_ITEMS = 5_000
LONGEST_TICKET = 2_000
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
# RFC 3339 §5.6; Python would also accept week dates and other forms of ISO 8601.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_YEARS = range(1900, 3000)  # a phone's clock may be wrong by years; both databases keep these


class NotABatch(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "not_a_batch"
    sentence = _l("Envoyez un objet JSON dont « scans » est une liste de passages.")


class TooManyItems(Refused):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "too_many_items"
    sentence = _l("Un envoi contient au plus 5 000 passages : envoyez-les en plusieurs fois.")


@dataclass(frozen=True, slots=True)
class ScanItem:
    """One scan as a phone tells it. `registration_id` instead of a ticket when staff chose the person in a list."""

    scan_id: str
    ticket: str
    scanned_at: datetime
    direction: str = Direction.IN
    registration_id: int | None = None
    method: str = Method.QR
    admitted_anyway: bool = False
    reason: str = ""

    @property
    def fingerprint(self) -> str:
        """Tells a repetition from other content under the same scan_id."""
        told = f"{self.ticket.strip()}\n{self.registration_id}\n{self.scanned_at.astimezone(UTC).isoformat()}"
        return hashlib.sha256(f"{told}\n{self.direction}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Malformed:
    """Something that is no scan. Its id is given back when it has one that can be."""

    scan_id: str | None


Item = ScanItem | Malformed


def read_batch(body: Any) -> list[Item]:
    """The items of a request's JSON. Raises NotABatch, TooManyItems."""
    scans = body.get("scans") if isinstance(body, dict) else None
    if not isinstance(scans, list):
        raise NotABatch
    if len(scans) > MOST_ITEMS:
        raise TooManyItems
    return [_item(scan) for scan in scans]


def firsts(items: Iterable[Item]) -> dict[str, ScanItem]:
    """The first scan under each id: what comes again in one batch is judged against it."""
    found: dict[str, ScanItem] = {}
    for item in items:
        if isinstance(item, ScanItem):
            found.setdefault(item.scan_id, item)
    return found


def _item(scan: Any) -> Item:
    if not isinstance(scan, dict):
        return Malformed(None)
    given = scan.get("scan_id")
    if not isinstance(given, str) or not _UUID.fullmatch(given):
        return Malformed(given if isinstance(given, str) and len(given) <= 64 and given.isprintable() else None)
    ticket, moment, direction = scan.get("ticket"), _moment(scan.get("scanned_at")), scan.get("direction", "in")
    if not isinstance(ticket, str) or not ticket.strip() or len(ticket) > LONGEST_TICKET or moment is None:
        return Malformed(given)
    if direction not in (Direction.IN.value, Direction.OUT.value):
        return Malformed(given)
    return ScanItem(given, ticket, moment, direction)


def _moment(text: Any) -> datetime | None:
    if not isinstance(text, str) or len(text) > 40 or not _MOMENT.fullmatch(text.upper()):
        return None
    try:
        moment = datetime.fromisoformat(text.upper())
        return moment.astimezone(UTC) if moment.year in _YEARS else None
    except (ValueError, OverflowError):
        return None
