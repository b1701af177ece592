"""Building the demonstration's organisations, teams and events."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from eventsapp.accounts.models import User
from eventsapp.accounts.passwords import hashed
from eventsapp.demo import texts
from eventsapp.demo.calendar_days import spans_of
from eventsapp.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from eventsapp.events.addresses import slug_from
from eventsapp.events.models import Event, EventAudience, EventFamily, EventOccupation, EventState, Partner, PartnerRole
from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.languages import french_spacing
from eventsapp.organisations.models import Membership, Organisation, OrganisationState, Role
from eventsapp.reference.event_kinds import event_kind
from eventsapp.reference.places import Commune, resolve_commune
from eventsapp.slots.models import Slot

FIRST, SECOND = "agence-toulouse-sud", "mission-locale-garonne-nord"


def _town(text: str) -> tuple[Commune, str]:
    """`"Rodez (12000)"` -> its commune and that postal code."""
    found = resolve_commune(text)
    if found is None:
        raise LookupError(text)
    return found, text.rpartition("(")[2].rstrip(")")


def organisations(now: datetime) -> dict[str, Organisation]:
    """The twelve organisations by slug, approved, each with its team."""
    made: dict[str, Organisation] = {}
    password = hashed(DEMO_PASSWORD)  # one hash for all: the password is no secret, and argon2 is slow on purpose
    for number, text in enumerate(texts.read("organisations")):
        commune, _postcode = _town(text["town"])
        organisation = Organisation(
            slug=text["slug"], name=text["name"], kind=text["kind"], commune_code=commune.code,
            commune_name=commune.name, description=french_spacing(text["description"]),
            contact_email=f"contact.{text['slug']}@example.org", contact_phone=text["phone"],
            state=OrganisationState.APPROVED, created_at=now - timedelta(days=200 - 9 * number),
        )  # fmt: skip
        for email, name, role in _team(text):
            user = _user(email, name, password, organisation.created_at)
            organisation.memberships.append(Membership(user=user, role=role, created_at=organisation.created_at))
        db.session.add(organisation)
        made[text["slug"]] = organisation
    for account in DEMO_ACCOUNTS:
        if account.role == "administration":
            administrator = _user(account.email, account.name, password, now - timedelta(days=220))
            administrator.is_platform_admin = True
            db.session.add(administrator)
    db.session.flush()
    return made


def _team(text: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(address, name, role): the accounts shown on the sign-in page work in the first two organisations."""
    shown = [(a.email, a.name, a.role) for a in DEMO_ACCOUNTS if a.role != "administration"]
    if text["slug"] == FIRST:
        return [member for member in shown if member[0] != "simon@example.org"]
    if text["slug"] == SECOND:
        return [member for member in shown if member[0] == "simon@example.org"]
    return [(email, name, Role.RESPONSABLE) for email, name in text["people"]]


def _user(email: str, name: str, password: str, at: datetime) -> User:
    return User(
        email=email, email_key=email.casefold(), name=name, password_hash=password, email_confirmed_at=at, created_at=at
    )


def events(by_slug: dict[str, Organisation], now: datetime) -> dict[str, Event]:
    """The forty events by key. The cancelled one is still published here: cancelling it is an act of its own."""
    made = {}
    for text in texts.events():
        organisation = by_slug[text["org"]]
        event = _event(text, organisation, now)
        db.session.add(event)
        db.session.flush()
        if event.published_at is not None:
            note("event.published", event.id, event.published_at, actor_id=event.created_by_id, listed=event.is_listed)
        made[text["key"]] = event
    return made


def _event(text: dict[str, Any], organisation: Organisation, now: datetime) -> Event:
    commune, postcode = _town(text["town"])
    kind = event_kind(text["kind"])
    spans = spans_of(text, commune.timezone, now)
    is_draft = text.get("state") == EventState.DRAFT
    published = None if is_draft else min(now, spans[0][0]) - timedelta(days=24, hours=text["day"] % 7)
    author = organisation.memberships[0].user
    event = Event(
        slug=slug_from(text["title"], commune.name), organisation=organisation, kind=text["kind"],
        state=EventState.DRAFT if is_draft else EventState.PUBLISHED, is_listed=text.get("listed", True),
        timezone=commune.timezone, starts_at=spans[0][0], ends_at=spans[-1][1],
        interview_minutes=kind.formula.interview_minutes if kind else None,
        turnover_minutes=kind.formula.turnover_minutes if kind else None,
        contact_name=text["contact"][0], contact_phone=text["contact"][1], contact_email=author.email,
        calendar_uid=_uid(text["key"]), created_by_id=author.id, published_at=published,
        created_at=(published or now) - timedelta(days=3), updated_at=published or now,
        **_words(text), **_place(text, commune, postcode),
    )  # fmt: skip
    event.slots = [Slot(starts_at=start, ends_at=end, capacity=capacity) for start, end, capacity in spans]
    event.families = [EventFamily(family=family) for family in text["families"]]
    event.occupations = [EventOccupation(occupation=occupation) for occupation in text["occupations"]]
    event.audiences = [EventAudience(audience=audience) for audience in text["audiences"]]
    named = [(PartnerRole.CO_ORGANISER, name) for name in text.get("co_organisers", ())]
    named += [(PartnerRole.FUNDER, name) for name in text.get("funders", ())]
    event.partners = [Partner(role=role, name=name, position=place) for place, (role, name) in enumerate(named)]
    return event


def _words(text: dict[str, Any]) -> dict[str, str]:
    return {
        "title": french_spacing(text["title"]),
        "summary": french_spacing(text["summary"]),
        "description": french_spacing("\n".join(text["description"])),
        "access": french_spacing(text["access"]),
        "accessibility": french_spacing(text["accessibility"]),
    }


def _place(text: dict[str, Any], commune: Commune, postcode: str) -> dict[str, Any]:
    if text.get("mode") == "online":
        return {"mode": "online", "online_url": text["online_url"]}
    return {
        "venue": text["venue"], "address": text["address"], "postcode": postcode, "commune_code": commune.code,
        "commune_name": commune.name, "departement_code": commune.departement, "latitude": commune.lat,
        "longitude": commune.lon,
    }  # fmt: skip


def _uid(key: str) -> str:
    """As unguessable as any other: it depends on the installation's secret."""
    secret = current_app.config["SECRET_KEY"]
    digest = hashlib.sha256(f"{secret}:demo:{key}".encode()).hexdigest()[:32]
    return f"evenement-{digest}@{current_app.config['MAIL_REPLY_ADDRESS'].rpartition('@')[2]}"
