"""What people do with their own account. Hashes come ready made: none is computed inside a transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from eventsapp.accounts import links, proving
from eventsapp.accounts.models import LinkPurpose, OneTimeLink, User
from eventsapp.accounts.proving import Proof
from eventsapp.accounts.queries import address_key, user_by_address
from eventsapp.accounts.refusals import AddressIsTaken
from eventsapp.extensions import db
from eventsapp.messages.actions import queue
from eventsapp.templating import absolute


def sign_up(email: str, name: str, password_hash: str, *, locale: str, may_mail: bool, now: datetime) -> None:
    """Open an account that waits for its address to be confirmed; tells nothing of an account that exists.

    An unconfirmed account is taken over: nobody has proved yet that it is theirs. Confirming asks for the password,
    so a stranger who signed up with somebody's address gains nothing when its holder follows the link.
    """
    user = user_by_address(email) or _new_user(email, name, password_hash, locale, now)
    if user.email_confirmed_at is not None:
        if may_mail:
            tell_account_exists(user, now)
        return
    user.name, user.password_hash, user.locale = name, password_hash, locale
    user.session_version += 1
    if may_mail:
        ask_to_confirm(user, now)


def _new_user(email: str, name: str, password_hash: str, locale: str, now: datetime) -> User:
    """The account, or the one that another request opened at the same moment."""
    user = User(
        email=email, email_key=address_key(email), name=name, password_hash=password_hash, locale=locale, created_at=now
    )
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        return _existing(email)
    return user


def _existing(email: str) -> User:
    user = user_by_address(email)
    if user is None:
        raise AddressIsTaken
    return user


def open_confirmed(email: str, name: str, password_hash: str, *, locale: str, now: datetime) -> User:
    """An account whose address a mailed link has already proved; an unconfirmed one is taken over."""
    user = user_by_address(email) or _new_user(email, name, password_hash, locale, now)
    if user.email_confirmed_at is not None:
        raise AddressIsTaken
    user.name, user.password_hash, user.locale, user.email_confirmed_at = name, password_hash, locale, now
    user.session_version += 1
    return user


def ask_to_confirm(user: User, now: datetime) -> None:
    """Mail the link that confirms the account's address."""
    db.session.flush()
    secret = links.create(LinkPurpose.CONFIRM_EMAIL, user.email, now, user_id=user.id)
    _tell("confirm_email", user, now, link=absolute(f"/confirmer-mon-adresse/{secret}"))


def tell_account_exists(user: User, now: datetime) -> None:
    """Mail the holder that the address already has an account."""
    # A link that nobody gets: as much is written as for a new account, so that both take as long.
    links.create(LinkPurpose.CONFIRM_EMAIL, user.email, now, user_id=user.id)
    _tell("account_exists", user, now, link=absolute("/connexion"), reset_link=absolute("/mot-de-passe-oublie"))


def enter(proof: Proof, now: datetime) -> User:
    """The user whose password was proved; whether the address is confirmed is for the caller to see."""
    user = db.session.get_one(User, proof.user_id)
    if proof.new_hash is not None:
        user.password_hash = proof.new_hash
    proving.welcome(proof.account, proof.source, now)
    return user


def confirm(secret: str, proof: Proof, now: datetime) -> User:
    """Spend the link that confirms the address of the account whose password was proved. Raises LinkIsDead."""
    link = links.spend(secret, LinkPurpose.CONFIRM_EMAIL, now)
    user = _holder(link)
    if user.id != proof.user_id or user.email_key != address_key(link.email):
        raise links.LinkIsDead
    user.email_confirmed_at = user.email_confirmed_at or now
    return enter(proof, now)


def ask_to_reset(email: str, now: datetime) -> None:
    """Mail a link to choose a new password; for an unknown address as much is written and nothing is mailed."""
    user = user_by_address(email)
    secret = links.create(LinkPurpose.RESET_PASSWORD, email, now, user_id=user.id if user else None)
    if user is not None:
        _tell("password_reset", user, now, link=absolute(f"/nouveau-mot-de-passe/{secret}"))


def reset_password(secret: str, password_hash: str, *, source: str, now: datetime) -> User:
    """Spend the link and set the password. The link also proves the address. Raises LinkIsDead."""
    link = links.spend(secret, LinkPurpose.RESET_PASSWORD, now)
    user = _holder(link)
    if user.email_key != address_key(link.email):
        raise links.LinkIsDead
    user.email_confirmed_at = user.email_confirmed_at or now
    set_password(user, password_hash, now)
    proving.welcome(user.email_key, source, now)
    return user


def set_password(user: User, password_hash: str, now: datetime) -> None:
    """A new password: other sessions end, links to choose another die, and the holder is told."""
    user.password_hash = password_hash
    user.session_version += 1
    links.revoke_all(user.id, now, LinkPurpose.RESET_PASSWORD)
    _tell("password_changed", user, now)


def ask_to_change_email(user: User, email: str, now: datetime) -> None:
    """Mail a link to the new address and a notice to the old one. An address that has an account is told so."""
    holder = user_by_address(email)
    if holder is not None and holder.id != user.id:
        tell_account_exists(holder, now)
    else:
        secret = links.create(LinkPurpose.CHANGE_EMAIL, email, now, user_id=user.id)
        link = absolute(f"/nouvelle-adresse/{secret}")
        queue("email_change_confirm", email=email, name=user.name, locale=user.locale, facts={"link": link}, now=now)
    _tell("email_changed_notice", user, now)


def change_email(secret: str, now: datetime) -> User:
    """Spend the link: the account takes the new address, and links mailed to the old one die.

    Raises LinkIsDead, AddressIsTaken.
    """
    link = links.spend(secret, LinkPurpose.CHANGE_EMAIL, now)
    user = _holder(link)
    holder = user_by_address(link.email)
    if holder is not None and holder.id != user.id:
        raise AddressIsTaken
    if user.email_key != address_key(link.email):
        _tell("email_changed_notice", user, now)
    every = (LinkPurpose.CHANGE_EMAIL, LinkPurpose.RESET_PASSWORD, LinkPurpose.CONFIRM_EMAIL)
    links.revoke_all(user.id, now, *every)
    user.email, user.email_key = link.email, address_key(link.email)
    user.email_confirmed_at = now
    try:
        db.session.flush()
    except IntegrityError:
        raise AddressIsTaken from None
    return user


def _holder(link: OneTimeLink) -> User:
    user = db.session.get(User, link.user_id) if link.user_id is not None else None
    if user is None:
        raise links.LinkIsDead
    return user


def _tell(kind: str, user: User, now: datetime, **facts: Any) -> None:
    queue(kind, email=user.email, name=user.name, locale=user.locale, facts=facts, now=now)
