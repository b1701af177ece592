"""Accounts by address."""

from dataclasses import dataclass

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.extensions import db


def address_key(email: str) -> str:
    """What makes two spellings of an address the same account."""
    return email.strip().casefold()


@dataclass(frozen=True, slots=True)
class Kept:
    """What is compared with a typed password."""

    user_id: int
    password_hash: str
    is_confirmed: bool


def user_by_address(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email_key == address_key(email)))


def kept_password(email: str) -> Kept | None:
    """Plain values, so that they outlive the transaction that read them."""
    columns = select(User.id, User.password_hash, User.email_confirmed_at.is_not(None))
    row = db.session.execute(columns.where(User.email_key == address_key(email))).first()
    return Kept(row[0], row[1], bool(row[2])) if row else None
