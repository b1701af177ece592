"""What job dating keeps about one person: given to them (GDPR article 15), and forgotten when they are."""

import base64
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload, selectinload

from eventsapp.extensions import db
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.wishes import cv_files
from eventsapp.jobdating.wishes.models import Consent, Profile, Wish
from eventsapp.registrations.contact_details import email_key
from eventsapp.registrations.models import Registration

_BY_HAND = {"synchronize_session": False}


def export_profiles(email: str) -> list[dict[str, Any]]:
    """Per registration of this address: profile, CV, wishes, consents, and when they meet whom.

    What came of the interviews is in outcome_exports.py.
    """
    key = email_key(email.strip())
    found = select(Registration).where(Registration.email_key == key).options(selectinload(Registration.profile))
    return [_exported(one) for one in db.session.scalars(found.order_by(Registration.id))]


def files_of_person(email: str) -> list[str]:
    """The CV files of this address: to be deleted once forgetting is committed."""
    found = select(Profile.cv_file).join(Registration, Registration.id == Profile.registration_id)
    mine = found.where(Registration.email_key == email_key(email.strip()), Profile.cv_file != "")
    return list(db.session.scalars(mine))


def forget_consents_of_nobody() -> int:
    """Delete the consents of registrations that are nobody's any more: what was agreed to names employers.

    Called after registrations/purging.py, which empties profiles, outcomes and wishes. What counts stays for the
    figures: who wished for whom, and the occupation. Returns how many consents.
    """
    nobodys = select(Registration.id).where(Registration.anonymised_at.is_not(None))
    gone = delete(Consent).where(Consent.registration_id.in_(nobodys))
    return int(db.session.execute(gone, execution_options=_BY_HAND).rowcount)  # type: ignore[attr-defined]


def _exported(registration: Registration) -> dict[str, Any]:
    wishes = select(Wish).where(Wish.registration_id == registration.id).options(joinedload(Wish.stand))
    consents = select(Consent).where(Consent.registration_id == registration.id).order_by(Consent.id)
    interviews = select(Interview).where(
        Interview.registration_id == registration.id, Interview.plan_id.is_(None)
    ).options(joinedload(Interview.stand))  # fmt: skip
    return {
        "event_id": registration.event_id,
        "profile": _profile(registration.profile),
        "wishes": [
            {"employer": each.stand.name, "rank": each.rank, "shared_at": _moment(each.shared_at),
             "answer": each.answer, "reason": each.answer_reason}
            for each in db.session.scalars(wishes.order_by(Wish.rank))
        ],
        "consents": [
            {"kind": each.kind, "wording": each.wording, "given_at": _moment(each.given_at),
             "withdrawn_at": _moment(each.withdrawn_at)}
            for each in db.session.scalars(consents)
        ],
        "interviews": [
            {"employer": each.stand.name, "starts_at": _moment(each.starts_at), "state": each.state}
            for each in db.session.scalars(interviews.order_by(Interview.starts_at))
        ],
    }  # fmt: skip


def _profile(profile: Profile | None) -> dict[str, Any] | None:
    if profile is None:
        return None
    path = cv_files.folder() / profile.cv_file
    content = path.read_bytes() if profile.cv_file and path.is_file() else b""
    return {
        **{name: getattr(profile, name) for name in ("occupation", "pitch", "available_from", "available_until")},
        "open_to_others_at": _moment(profile.open_to_others_at),
        "cv": {"name": profile.cv_name, "base64": base64.b64encode(content).decode()} if content else None,
    }


def _moment(value: Any) -> str | None:
    return value.isoformat() if value is not None else None
