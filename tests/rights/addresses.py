"""What the placeholders of the table stand for: ids of the agency's things, and secrets of the people concerned."""

from datetime import timedelta
from typing import Any

from flask import current_app

from eventsapp import clock
from eventsapp.accounts import links
from eventsapp.accounts.models import LinkPurpose
from eventsapp.checkin.device_actions import create_device, invite_device, pairing_code_of
from eventsapp.checkin.models import Scan
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.after.models import FollowUp, Outcome
from eventsapp.jobdating.schedules.pages import CANDIDATE_FEED
from eventsapp.jobdating.wishes.cv_actions import join_cv
from eventsapp.jobdating.wishes.cv_checking import CheckedCv
from eventsapp.jobdating.wishes.models import Profile
from eventsapp.messages.actions import queue
from eventsapp.organisations.models import Invitation, Membership
from eventsapp.registrations import tickets
from eventsapp.secret_tokens import hash_of
from tests.cast import Cast
from tests.factories import saved
from tests.jobdating import fair
from tests.jobdating.stadium import stadium

SCAN_ID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def known_addresses(cast: Cast) -> dict[str, Any]:
    """Everything of the agency that an address can name."""
    now = clock.now()
    waiting = invite_device(cast.event.id, cast.odile.id, current_app.config["SECRET_KEY"], now)
    message = queue(
        "mail_test", email="aminata@example.org", name="", locale="fr", facts={}, now=now, event_id=cast.event.id,
        registration_id=cast.aminata.id,
    )  # fmt: skip
    invitation = saved(
        Invitation(
            organisation_id=cast.agency.id,
            email="nina@example.org",
            email_key="nina@example.org",
            role="accueil",
            secret_hash=hash_of("secret-of-nina"),
            created_at=now,
            expires_at=now + timedelta(days=14),
        )
    )
    saved(
        Scan(
            event_id=cast.event.id,
            registration_id=cast.aminata.id,
            scan_id=SCAN_ID,
            fingerprint="x",
            direction="in",
            verdict="accepted",
            answer={},
            user_id=cast.ana.id,
            scanned_at=now,
            received_at=now,
        )
    )
    token = create_device(cast.event.id, "script", now)
    fair.job_dating(cast.event)
    stand, other_stand = fair.stand(cast.event, "EHPAD Les Magnolias", 2), fair.stand(cast.event, "MAS L’Horizon")
    membership = db.session.scalar(db.select(Membership).where(Membership.user_id == cast.ana.id))
    known = {
        "event": cast.event.id, "slug": cast.event.slug, "slot": cast.event.slots[0].id,
        "registration": cast.aminata.id,
        "message": message.id if message else 0, "device": waiting.id, "scan": SCAN_ID,
        "organisation": cast.agency.slug,
        "organisation_id": cast.other.id, "membership": membership.id if membership else 0, "invitation": invitation.id,
        "pairing": pairing_code_of(waiting, current_app.config["SECRET_KEY"]), "device_token": token,
        "ticket": tickets.scan_token(cast.aminata), "manage": tickets.manage_token(cast.aminata),
        "invited": "secret-of-nina", "stand": stand.id, "table": stand.tables[0].id,
        "recruiter": secret_links.token(secret_links.RECRUITER, stand.id),
        "screen": secret_links.token(secret_links.SCREEN, cast.event.id),
        "other_recruiter": secret_links.token(secret_links.RECRUITER, other_stand.id),
    }  # fmt: skip
    for purpose in LinkPurpose:
        owner = None if purpose == LinkPurpose.MY_REGISTRATIONS else cast.tom.id
        email = "aminata@example.org" if owner is None else "tom@example.org"
        known[purpose.value] = links.create(purpose, email, now, user_id=owner)
    known |= _schedule(cast, stand)
    known |= _after(cast, stand)
    join_cv(db.session.get_one(Profile, cast.aminata.id), CheckedCv(b"%PDF-1.7 %%EOF", "pdf", "cv.pdf"), now)
    known["stade"] = stadium(cast.agency).event.id
    db.session.commit()
    return known


def _schedule(cast: Cast, stand: Any) -> dict[str, Any]:
    """A published interview of Aminata's and a proposal, with the secrets of both feeds."""
    fair.wish(cast.aminata, stand)
    plan = fair.plan(cast.event)
    return {
        "interview": fair.interview(cast.aminata, stand.tables[0], 3).id,
        "plan": plan.number,
        "feed": secret_links.token(CANDIDATE_FEED, cast.aminata.id),
        "other_feed": secret_links.token(CANDIDATE_FEED, cast.bilal.id),
        "recruiter_feed": secret_links.token(secret_links.RECRUITER_FEED, stand.id),
    }


def _after(cast: Cast, stand: Any) -> dict[str, Any]:
    """An interview of Bilal's that was held, for the pool; the secrets of what he is asked, and somebody else's."""
    fair.wish(cast.bilal, stand)
    now, held = clock.now(), fair.interview(cast.bilal, stand.tables[1], 2, state="done")
    both = {"event_id": cast.event.id, "interview_id": held.id}
    saved(Outcome(**both, stand_id=stand.id, kind="pool", recorded_at=now, written_at=now))
    asked = saved(FollowUp(**both, day=30, asked_at=now))
    return {
        "held": held.id,
        "question": secret_links.token(secret_links.FOLLOW_UP, asked.id, 30),
        "other_question": secret_links.token(secret_links.FOLLOW_UP, asked.id + 1, 30),
        "pool": secret_links.token(secret_links.POOL, held.id),
        "other_pool": secret_links.token(secret_links.POOL, held.id + 1),
    }


def as_known_to(audience: str, known: dict[str, Any], cast: Cast) -> dict[str, Any]:
    """The same, but another candidate has only their own secret, put behind somebody else's number."""
    if audience != "other_candidate":
        return known
    forged = {}
    for name, token in (("ticket", tickets.scan_token(cast.bilal)), ("manage", tickets.manage_token(cast.bilal))):
        number = known[name].partition("-")[0]
        forged[name] = f"{number}-{token.partition('-')[2]}"
    for name in ("question", "pool"):
        forged[name] = f"{known[name].partition('-')[0]}-{known[f'other_{name}'].partition('-')[2]}"
    # For an employer's page, whoever holds the secret of another stand.
    forged["recruiter"] = f"{known['stand']}-{known['other_recruiter'].partition('-')[2]}"
    forged["recruiter_feed"] = forged["recruiter"]
    forged["screen"] = f"{known['event']}-{'a' * 32}"
    forged["feed"] = f"{known['feed'].partition('-')[0]}-{known['other_feed'].partition('-')[2]}"
    secrets = ("invited", "pairing", *(purpose.value for purpose in LinkPurpose))
    return {**known, **forged, **dict.fromkeys(secrets, "guessed-" + "a" * 32)}
