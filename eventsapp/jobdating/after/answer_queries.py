"""Who waits for an employer's answer, one by one and in groups."""

from dataclasses import dataclass

from sqlalchemy import Select, func

from eventsapp.extensions import db
from eventsapp.jobdating.after.models import NotRetainedReason, Outcome, OutcomeKind
from eventsapp.jobdating.after.outcome_queries import held_interviews, is_answerable, without_outcome
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview
from eventsapp.registrations.models import Registration

NO_OUTCOME = "sans-suite-donnee"
MOST_AT_ONCE = 500
_ORDER = [kind.value for kind in OutcomeKind]


@dataclass(frozen=True, slots=True)
class Group:
    """People to whom the same answer fits: `kind` (and `reason`) of their outcome, none for those without one."""

    key: str
    kind: str | None
    reason: str | None
    people: int
    reachable: int


def group_key(kind: str | None, reason: str | None) -> str:
    if kind is None:
        return NO_OUTCOME
    return f"{kind}.{reason}" if reason else kind


def kind_and_reason(key: str) -> tuple[str | None, str | None] | None:
    """What a key stands for; None when it is none of ours."""
    if key == NO_OUTCOME:
        return None, None
    kind, _dot, reason = key.partition(".")
    if kind not in set(OutcomeKind) or (reason and reason not in set(NotRetainedReason)):
        return None
    return kind, reason or None


def groups_of(stand: Stand) -> list[Group]:
    """The groups that have somebody: those without an outcome first, then by kind."""
    waiting = held_interviews(stand).where(without_outcome() | is_answerable())
    counted = (
        waiting.with_only_columns(Outcome.kind, Outcome.reason, func.count(), func.count(Registration.email),
                                  maintain_column_froms=True)
        .order_by(None).group_by(Outcome.kind, Outcome.reason)
    )  # fmt: skip
    found = [Group(group_key(kind, why), kind, why, *counts) for kind, why, *counts in db.session.execute(counted)]
    return sorted(found, key=lambda group: (_ORDER.index(group.kind) if group.kind else -1, group.reason or ""))


def people_of_group(stand: Stand, key: str) -> list[Interview]:
    """The interviews of one group, by name; nobody for a key that is none of ours."""
    meant = kind_and_reason(key)
    if meant is None:
        return []
    found = _of_group(held_interviews(stand), *meant).order_by(None).order_by(Registration.name_key, Interview.id)
    return list(db.session.scalars(found.limit(MOST_AT_ONCE).execution_options(populate_existing=True)).unique())


def _of_group(found: Select[Interview], kind: str | None, reason: str | None) -> Select[Interview]:
    if kind is None:
        return found.where(without_outcome())
    same_reason = Outcome.reason.is_(None) if reason is None else Outcome.reason == reason
    return found.where(is_answerable(), Outcome.kind == kind, same_reason)
