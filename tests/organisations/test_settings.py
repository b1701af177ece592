"""The settings of an organisation: for its responsables, and nothing typed is lost when two save."""

from collections.abc import Callable

from eventsapp.extensions import db
from eventsapp.organisations.models import Organisation
from tests.browsing import Visitor
from tests.cast import Cast

SignedIn = Callable[..., Visitor]


def page_of(cast: Cast) -> str:
    return f"/espace/structures/{cast.agency.slug}"


def saved(cast: Cast) -> Organisation:
    return db.session.get_one(Organisation, cast.agency.id)


def test_a_responsable_changes_the_page(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.odile).get(page_of(cast)).submit("Enregistrer", name="Agence du Mirail", commune="31700")
    assert (saved(cast).name, saved(cast).commune_name, saved(cast).version) == ("Agence du Mirail", "Blagnac", 2)


def test_the_second_to_save_sees_both_versions_and_loses_nothing(cast: Cast, signed_in: SignedIn) -> None:
    first, second = signed_in(cast.odile).get(page_of(cast)), signed_in(cast.odile).get(page_of(cast))
    first.submit("Enregistrer", name="Agence du Mirail")
    page = second.submit("Enregistrer", name="Agence Bagatelle", contact_phone="05 61 11 22 33")
    assert page.status == 409
    assert page.says("Agence du Mirail") and page.says("Agence Bagatelle")
    assert page.soup.find(id="name")["value"] == "Agence Bagatelle"
    assert saved(cast).name == "Agence du Mirail" and saved(cast).contact_phone == ""
    page.submit("Enregistrer")
    assert saved(cast).name == "Agence Bagatelle" and saved(cast).contact_phone == "05 61 11 22 33"


def test_the_same_form_sent_twice_is_a_success(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.odile).get(page_of(cast))
    for _ in range(2):
        assert page.submit("Enregistrer", name="Agence du Mirail").status == 200
    assert saved(cast).version == 2


def test_the_role_and_the_organisation_are_checked(cast: Cast, signed_in: SignedIn, visitor: Visitor) -> None:
    for path in (page_of(cast), f"{page_of(cast)}/equipe"):
        assert visitor.get(path).path.startswith("/connexion")
        signed_in(cast.tom).get(path, expect=403)
        signed_in(cast.ana).get(path, expect=403)
        signed_in(cast.simon).get(path, expect=404)
    values = {"name": "Volé", "kind": "ehpad", "commune": "Toulouse", "contact_email": "a@example.org", "version": "1"}
    for user, status in ((cast.tom, 403), (cast.ana, 403), (cast.simon, 404)):
        person = signed_in(user)
        token = person.csrf_token("/espace/compte")
        person.send(page_of(cast), {**values, "csrf_token": token}, expect=status)
    assert saved(cast).name == "Agence Toulouse Sud"


def test_odd_versions_are_a_conflict_or_an_error_never_a_crash(cast: Cast, signed_in: SignedIn) -> None:
    for odd in ("", "x", "-5", "9" * 30):
        page = signed_in(cast.odile).get(page_of(cast))
        assert page.submit("Enregistrer", name="Autre", version=odd).status in (409, 422), odd
    assert saved(cast).name == "Agence Toulouse Sud"
