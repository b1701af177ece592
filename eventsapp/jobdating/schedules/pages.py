"""A person's interviews as their ticket and their managing page show them, and the address of their private feed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from eventsapp.jobdating import secret_links
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview, InterviewState
from eventsapp.messages.facts import interviews_of
from eventsapp.registrations.models import Registration
from eventsapp.templating import absolute

CANDIDATE_FEED = "candidate feed"
STATE_WORDS: dict[str, LazyString | str] = {
    InterviewState.SCHEDULED: "",
    InterviewState.CALLED: _l("on vous attend à la table"),
    InterviewState.IN_PROGRESS: _l("en cours"),
    InterviewState.DONE: _l("terminé"),
}


@dataclass(frozen=True, slots=True)
class Appointment:
    """One interview of the person who reads; `late` is how many minutes the table runs late."""

    id: int
    starts_at: datetime
    ends_at: datetime
    employer: str
    table: int
    state: str
    words: LazyString | str
    late: int
    may_give_up: bool


def _appointment(interview: Interview, now: datetime) -> Appointment:
    ahead = interview.is_pending and interview.starts_at > now
    return Appointment(
        interview.id, interview.starts_at, interview.ends_at, interview.stand.name, interview.table.number,
        interview.state, STATE_WORDS[InterviewState(interview.state)],
        interview.table.delay_minutes if interview.is_pending else 0, ahead,
    )  # fmt: skip


def schedule_of(registration: Registration, now: datetime) -> dict[str, Any]:
    """`schedule` (in order) and `feed`, the address of the private feed; none without interviews."""
    schedule = [_appointment(interview, now) for interview in interviews_of(registration)]
    return {"schedule": schedule, "feed": absolute(feed_path(registration)) if schedule else None}


def employer_feed_path(stand: Stand) -> str:
    """An employer's feed: another secret than its page's, because calendars are shared and kept by others."""
    return f"/recruteur/{secret_links.token(secret_links.RECRUITER_FEED, stand.id, stand.token_version)}/agenda.ics"


def feed_path(registration: Registration) -> str:
    """The private feed: a secret of its own, which opens neither the ticket nor the managing page. It is renewed
    with the managing link."""
    return f"/agenda/{secret_links.token(CANDIDATE_FEED, registration.id, registration.manage_version)}.ics"
