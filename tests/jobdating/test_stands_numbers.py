"""The numbers of tables: in the order of the list, until people know theirs."""

from eventsapp.extensions import db
from eventsapp.jobdating.queries import stands_of_event
from tests.jobdating.fair import Fair, interview, plan
from tests.jobdating.test_stands_inviting import fresh, page_of
from tests.jobdating.wishing import change


def numbers(event) -> dict[str, list[int]]:
    db.session.expire_all()
    return {one.name: [table.number for table in one.tables] for one in stands_of_event(event.id)}


def test_tables_are_numbered_in_the_order_of_the_list_until_people_know_them(fair: Fair, signed_in) -> None:
    tom, first, aminata = signed_in(fair.cast.tom), fair.tables[0], fair.people["Aminata"]
    assert "Numéroter" not in tom.get(page_of(fair.event)).text, "they are in order"
    page = tom.get(page_of(fair.event)).submit("Descendre EHPAD Les Magnolias")
    proposal = plan(db.session.merge(fair.event)).id
    here = interview(db.session.merge(aminata), db.session.merge(first), 3, plan_id=proposal)
    db.session.commit()
    table_id = here.table_id
    assert page.submit("Numéroter les tables dans cet ordre").says(
        "Les tables sont numérotées dans l’ordre de la liste"
    )
    assert numbers(fair.event) == {"Clinique des Pyrénées": [1], "EHPAD Les Magnolias": [2, 3], "MAS L’Horizon": [4]}
    assert fresh(here).table_id == table_id, "a proposal keeps its tables, whatever they are called"
    tom.get(page_of(fair.event)).submit("Descendre EHPAD Les Magnolias")
    late = tom.get(page_of(fair.event))
    change(fresh(here), plan_id=None)
    refused = late.submit("Numéroter les tables dans cet ordre", expect=409)
    assert refused.says("des personnes connaissent leur table") and numbers(fair.event)["MAS L’Horizon"] == [4]
    assert not refused.soup.find("form", action=f"{page_of(fair.event)}/numeros")
