"""What «live», «shared» and «changed» mean, and the arithmetic of rounds."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.locking import hold_interviews
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.queries import cursor_of, is_shared, live_interviews, stand_by_token
from eventsapp.jobdating.refusals import StandLinkNoLongerWorks
from eventsapp.jobdating.rounds import Rounds
from eventsapp.jobdating.wishes.models import Wish
from eventsapp.registrations.models import Registration
from tests.jobdating.fair import Fair, interview

NINE = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def seen_by(stand: Stand) -> set[str]:
    found = select(Registration.first_name).join(Stand, Stand.id == stand.id).where(is_shared())
    return set(db.session.scalars(found))


def test_rounds_of_twelve_minutes_fill_a_morning() -> None:
    morning = Rounds(NINE, 210, 10, 2)
    assert morning.count == 17 and morning.left_over == 8
    assert morning.starts_at(1) == NINE + timedelta(minutes=12)
    assert morning.at(NINE + timedelta(minutes=23)) == 1
    assert morning.at(NINE - timedelta(minutes=1)) is None and morning.at(NINE + timedelta(minutes=204)) is None


def test_a_table_holds_the_rounds_between_its_hours_and_outside_its_breaks() -> None:
    morning = Rounds(NINE, 60, 10, 2)
    assert morning.within(None, None) == {0, 1, 2, 3, 4}
    assert morning.within(12, 58) == {1, 2, 3, 4}
    assert morning.within(13, 57) == {2, 3}
    assert morning.within(None, None, [[22, 24]]) == {0, 1, 2, 3, 4}
    assert morning.within(None, None, [[21, 25]]) == {0, 3, 4}


def test_an_employer_sees_who_chose_it_and_agreed_and_nobody_else(fair: Fair) -> None:
    assert seen_by(fair.magnolias) == {"Aminata", "Bilal", "Chloé", "Élise"}
    assert seen_by(fair.horizon) == {"Aminata", "Driss", "Élise"}
    interview(fair.people["Chloé"], fair.horizon.tables[0], 3, wish_rank=None)
    interview(fair.people["Bilal"], fair.horizon.tables[0], 4, wish_rank=None)  # not open to others
    assert seen_by(fair.horizon) == {"Aminata", "Driss", "Élise", "Chloé"}
    for wish in db.session.scalars(select(Wish).where(Wish.registration_id == fair.people["Aminata"].id)):
        wish.shared_at = None
    fair.people["Élise"].state = "cancelled_by_candidate"
    db.session.flush()
    assert seen_by(fair.horizon) == {"Driss", "Chloé"}


def test_an_interview_counts_only_while_its_registration_is_active(fair: Fair) -> None:
    made = interview(fair.people["Bilal"], fair.tables[0], 0)
    interview(fair.people["Chloé"], fair.tables[0], 1, state="cancelled")
    kept = interview(fair.people["Chloé"], fair.tables[2], 1)
    assert {one.id for one in db.session.scalars(live_interviews(fair.event.id)) if one.state == "scheduled"} == {
        made.id, kept.id,
    }  # fmt: skip
    assert [one.id for one in fair.people["Chloé"].interviews] == [kept.id]
    fair.people["Bilal"].state = "cancelled_by_candidate"
    db.session.flush()
    assert made not in db.session.scalars(live_interviews(fair.event.id)).all()


@pytest.mark.parametrize(("who", "table", "number"), [("Bilal", 0, 0), ("Aminata", 2, 0), ("Aminata", 1, 5)])
def test_the_database_books_no_table_and_nobody_twice(fair: Fair, who: str, table: int, number: int) -> None:
    interview(fair.people["Aminata"], fair.tables[0], 0)
    with pytest.raises(IntegrityError):  # the table again, the person again, the same employer again
        interview(fair.people[who], fair.tables[table], number)


def test_the_cursor_moves_with_interviews_and_cancellations(fair: Fair) -> None:
    seen = {cursor_of(fair.event.id)}
    hold_interviews(fair.event.id)
    seen.add(cursor_of(fair.event.id))
    fair.people["Bilal"].cancelled_at = NINE
    db.session.flush()
    seen.add(cursor_of(fair.event.id))
    fair.people["Bilal"].slot.taken -= 1
    db.session.flush()
    seen.add(cursor_of(fair.event.id))
    assert len(seen) == 4 and cursor_of(fair.event.id) in seen


def test_a_stand_is_opened_by_its_own_secret_and_no_other(fair: Fair, now: datetime) -> None:
    mine = secret_links.recruiter_path(fair.magnolias).rpartition("/")[2]
    other = secret_links.recruiter_path(fair.clinique).rpartition("/")[2]
    assert stand_by_token(mine, now).id == fair.magnolias.id
    crossed = f"{fair.magnolias.id}-{other.partition('-')[2]}"
    for wrong in (crossed, mine[:-1], mine.upper(), "", "x", f"{2**31}-{mine.partition('-')[2]}"):
        with pytest.raises(StandLinkNoLongerWorks):
            stand_by_token(wrong, now)
    with pytest.raises(StandLinkNoLongerWorks):
        stand_by_token(mine, now + timedelta(days=140))
    fair.magnolias.token_version += 1
    db.session.flush()
    with pytest.raises(StandLinkNoLongerWorks):
        stand_by_token(mine, now)
