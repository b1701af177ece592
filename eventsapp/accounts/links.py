"""One-time links: mailed, opened as often as one likes, spent once by a POST.

Mail scanners open every link of a mail; opening shows a page with a button, and only the button spends the link.
"""

from datetime import datetime, timedelta
from http import HTTPStatus

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from eventsapp.accounts.models import LinkPurpose, OneTimeLink
from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.secret_tokens import hash_of, new_secret

LIFETIMES = {
    LinkPurpose.CONFIRM_EMAIL: timedelta(days=2),
    LinkPurpose.RESET_PASSWORD: timedelta(hours=1),
    LinkPurpose.CHANGE_EMAIL: timedelta(hours=24),
    LinkPurpose.MY_REGISTRATIONS: timedelta(minutes=30),
}


class LinkIsDead(Refused):
    """Unknown, used, too old or replaced: the holder of the link cannot tell which, and asks for another."""

    status = HTTPStatus.GONE
    code = "link_is_dead"
    sentence = _l("Ce lien a déjà servi, ou il est trop ancien. Demandez-en un nouveau.")


def create(purpose: LinkPurpose, email: str, now: datetime, *, user_id: int | None = None) -> str:
    """A new link for the holder of `email`. Returns its secret, which is kept nowhere."""
    secret = new_secret()
    row = OneTimeLink(
        purpose=purpose, secret_hash=hash_of(secret), user_id=user_id, email=email,
        created_at=now, expires_at=now + LIFETIMES[purpose],
    )  # fmt: skip
    db.session.add(row)
    return secret


def opened(secret: str, purpose: LinkPurpose, now: datetime) -> OneTimeLink:
    """The link, still to be spent. Raises LinkIsDead."""
    found = db.session.scalar(
        select(OneTimeLink).where(OneTimeLink.secret_hash == hash_of(secret), OneTimeLink.purpose == purpose)
    )
    if found is None or found.used_at is not None or found.expires_at <= now:
        raise LinkIsDead
    return found


def spend(secret: str, purpose: LinkPurpose, now: datetime) -> OneTimeLink:
    """The link, spent by this very call: of two at once only one gets it. Raises LinkIsDead."""
    taken = db.session.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.secret_hash == hash_of(secret),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(OneTimeLink.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if taken is None:
        raise LinkIsDead
    return db.session.get_one(OneTimeLink, taken, populate_existing=True)


def revoke_all(user_id: int, now: datetime, *purposes: LinkPurpose) -> None:
    """Make every unspent link of these purposes worthless: what they were mailed for is over."""
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.user_id == user_id, OneTimeLink.purpose.in_(purposes), OneTimeLink.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


def forget_old_links(now: datetime) -> int:
    """Delete the links that ended more than a day ago. Returns how many."""
    old = delete(OneTimeLink).where(OneTimeLink.expires_at < now - timedelta(days=1))
    return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]
