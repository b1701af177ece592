"""Every kind of mail, and what it does to the person's calendar (docs/calendar.md)."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What a mail does to the invitation's SEQUENCE."""

    NONE = ""  # no calendar part at all
    SAME = "same"  # the invitation again: a newer DTSTAMP, the same SEQUENCE
    NEXT = "next"  # SEQUENCE + 1, or 0 when none was ever sent


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mail: its name, its METHOD (empty: no calendar part), its step of SEQUENCE."""

    name: str
    method: str = ""
    step: Step = Step.NONE


_ALL = (
    Kind("registration_confirmed", "REQUEST", Step.NEXT),
    Kind("registration_changed", "REQUEST", Step.NEXT),
    Kind("registration_corrected", "REQUEST", Step.SAME),
    Kind("registration_resent", "REQUEST", Step.SAME),
    Kind("registration_taken_back", "REQUEST", Step.NEXT),
    Kind("waitlist_promoted", "REQUEST", Step.NEXT),
    Kind("event_moved", "REQUEST", Step.NEXT),
    Kind("event_updated", "REQUEST", Step.SAME),
    Kind("schedule_published", "REQUEST", Step.NEXT),
    Kind("schedule_changed", "REQUEST", Step.NEXT),
    Kind("interview_called_up", "REQUEST", Step.NEXT),
    Kind("interviews_collide", "REQUEST", Step.SAME),
    Kind("cancelled_by_candidate", "CANCEL", Step.NEXT),
    Kind("cancelled_by_organiser", "CANCEL", Step.NEXT),
    Kind("event_cancelled", "CANCEL", Step.NEXT),
    Kind("waitlist_joined"),
    Kind("waitlist_left"),
    Kind("declined_by_reply"),
    Kind("reminder"),
    Kind("announcement"),
    Kind("no_interview"),
    Kind("my_registrations_link"),
    Kind("confirm_email"),
    Kind("account_exists"),
    Kind("password_reset"),
    Kind("password_changed"),
    Kind("email_change_confirm"),
    Kind("email_changed_notice"),
    Kind("team_invitation"),
    Kind("organisation_approved"),
    Kind("organisation_suspended"),
    Kind("incoming_forwarded"),
    Kind("employer_invited"),
    Kind("employer_reminded"),
    Kind("employer_confirmed"),
    Kind("employer_link"),
    Kind("employer_removed"),
    Kind("employer_event_moved"),
    Kind("employer_event_cancelled"),
    Kind("candidate_answer"),
    Kind("follow_up"),
    Kind("outcomes_wanted"),
    Kind("mail_test"),
)
KINDS = {kind.name: kind for kind in _ALL}
