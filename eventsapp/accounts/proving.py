"""Proving to be the holder of an account by its password, without becoming a way to lock its holder out.

Three counters, in fixed windows:
- **this account from this source**: 10 tries in 15 minutes. It is what stops a guesser, and it stops nobody else:
  the holder, elsewhere, has a counter of her own. The right password empties it.
- **this source**: 300 tries in 15 minutes, whatever the accounts. Sixty colleagues behind one network come through.
- **this account from sources that never entered it**: 100 tries in an hour, against a guesser with many addresses.
  Sources that entered it lately are not held up by it, and a reset link makes a source one of those: however long
  somebody else keeps guessing, the holder always has a way in.
The counters know typed addresses, not accounts: they behave the same whether the account exists or not.
"""

from dataclasses import dataclass
from datetime import datetime

from eventsapp.accounts import passwords, throttling
from eventsapp.accounts.queries import address_key, kept_password
from eventsapp.accounts.refusals import WrongPassword
from eventsapp.accounts.throttling import Try
from eventsapp.extensions import db

QUARTER, HOUR = 15 * 60, 60 * 60
TRIES_PER_PAIR, TRIES_PER_SOURCE, TRIES_PER_ACCOUNT = 10, 300, 100


@dataclass(frozen=True, slots=True)
class Proof:
    """Whose password it was. `new_hash` is to be kept when the old one was made with lesser parameters."""

    user_id: int
    account: str
    source: str
    is_confirmed: bool
    new_hash: str | None


def prove(email: str, password: str, *, source: str, now: datetime) -> Proof:
    """Compare a typed password. Raises Throttled, WrongPassword.

    Leaves no transaction open, before nor while it hashes: call it before the request's first write.
    """
    account = address_key(email)
    throttling.spend_all(_tries(account, source, now), now)
    kept = kept_password(email)
    db.session.rollback()  # the write lock is not held while argon2 works
    if not passwords.matches(kept.password_hash if kept else None, password) or kept is None:
        raise WrongPassword
    outdated = passwords.is_outdated(kept.password_hash)
    new_hash = passwords.hashed(password) if outdated else None
    return Proof(kept.user_id, account, source, kept.is_confirmed, new_hash)


def _tries(account: str, source: str, now: datetime) -> list[Try]:
    tries = [
        Try("sign_in", f"{account}|{source}", TRIES_PER_PAIR, QUARTER),
        Try("sign_in_source", source, TRIES_PER_SOURCE, QUARTER),
    ]
    if not throttling.is_known_source(account, source, now):
        tries.append(Try("sign_in_account", account, TRIES_PER_ACCOUNT, HOUR))
    return tries


def welcome(account: str, source: str, now: datetime) -> None:
    """In the request's transaction: this source is the holder's. Called once the password or a link proved it."""
    throttling.forgive("sign_in", f"{account}|{source}")
    throttling.remember_source(account, source, now)
