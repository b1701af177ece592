"""Who takes part in the story of a job dating, each on a phone of their own: candidates and employers."""

from datetime import datetime
from itertools import cycle
from typing import Any
from zoneinfo import ZoneInfo

from eventsapp.registrations.contact_details import fold_name
from tests.browser.job_dating_facts import Fair, Invitation, Meeting, read_invitation, wake
from tests.browser.opening import sticking_out

PARIS = ZoneInfo("Europe/Paris")
REASONS = ("Diplôme demandé", "Horaires", "Lieu")


class Candidate:
    def __init__(self, fair: Fair, name: str) -> None:
        self.fair, self.name, self.first_name, self.last_name = fair, name, *name.split()
        self.address = f"{self.last_name.lower()}@candidats.example.org"
        self.page = fair.page(has_touch=True, accept_downloads=True)

    def registers(self, wishes: list[str], *, until: str | None = None, is_open: bool = False) -> None:
        """From the event's page to «Votre billet est en route», with wishes, availability and consent on the way."""
        page = self.page
        page.goto(f"{self.fair.site}/evenements/{self.fair.slug}")
        page.get_by_role("link", name="S’inscrire gratuitement").first.click()
        page.get_by_label("Prénom").fill(self.first_name)
        page.get_by_label("Nom", exact=True).fill(self.last_name)
        page.get_by_label("Adresse e-mail").fill(self.address)
        page.get_by_role("button", name="M’inscrire").click()
        for employer in wishes:
            page.get_by_role("button", name=f"Choisir – {employer}").click()
        if until:
            page.get_by_label("Je pars à").select_option(label=until)
        page.get_by_label("Quelques mots sur vous").fill(f"{self.first_name} cherche un poste de jour.")
        page.get_by_label("J’accepte que mon profil soit transmis").check()
        if is_open:
            page.locator("input[name=consent_open]").check()
        assert sticking_out(page) == []
        page.get_by_role("button", name="Enregistrer mes vœux").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Votre billet est en route"

    def invitation(self, subject: str) -> Invitation:
        """What hangs on the mail with this subject."""
        return read_invitation(self.fair.part_of_letter(self.page, self.address, subject, "invite.ics"))

    def opens_the_ticket(self, mine: list[Meeting]) -> None:
        """From the mail with the interviews, as everybody does."""
        self.fair.opens_letter(self.page, self.address, "Vos entretiens")
        self.page.frame_locator("iframe").get_by_role("link", name="Ouvrir mon billet").click()
        self.page.wait_for_url("**/billet/**")
        shown = [text_of(one) for one in self.page.locator(".appointments__item").all()]
        assert len(shown) == len(mine)
        for line, one in zip(shown, mine, strict=True):
            assert one.stand in line and f"table {one.table}" in line and line.startswith(hour(one.starts_at))
        assert sticking_out(self.page) == []

    def reads_the_answers(self, stands: list[str]) -> None:
        for stand in stands:
            letter = self.fair.part_of_letter(self.page, self.address, f"{stand} vous répond", "text/plain")
            assert f"Bonjour {self.first_name}" in letter.decode()


class Employer:
    """`outcomes` is what this employer says of those it meets, in turn: a kind, or the reason of a «sans suite»."""

    def __init__(self, fair: Fair, name: str, outcomes: tuple[str, ...]) -> None:
        self.fair, self.name, self.outcomes, self.home = fair, name, cycle(outcomes), ""
        self.address = f"rh-{fold_name(name).split()[-1].replace('’', '-')}@employeurs.example.org"
        self.page = fair.page()

    def fills_in_the_stand(self) -> None:
        """By the link of the mail, without an account."""
        page = self.page
        self.fair.opens_letter(page, self.address, "Venez recruter")
        page.frame_locator("iframe").get_by_role("link", name="Répondre et remplir notre stand").click()
        page.wait_for_url("**/recruteur/**")
        self.home = page.url.removesuffix("/stand")
        page.get_by_label("Personne à contacter").fill("Claire Morel")
        page.get_by_label("Qui reçoit à cette table").fill("Claire M.")
        page.get_by_label("Métier").fill("Aide-soignant·e")
        page.get_by_label("Nombre de postes").fill("2")
        page.get_by_label("Diplôme demandé").fill("DEAS")
        page.get_by_role("button", name="Confirmer notre présence").click()
        page.get_by_text("Merci, votre présence est confirmée").wait_for()

    def answers(self, name: str, words: str) -> None:
        self.page.goto(f"{self.home}/candidats")
        self.page.get_by_role("button", name=f"{words} – {name}").click()
        self.page.get_by_text("Votre réponse est enregistrée.").wait_for()

    def opens_the_page(self) -> None:
        """Where the day is followed; it stays open."""
        self.page.goto(self.home)

    def finds(self, name: str) -> None:
        """This person, called to the table, on the page that was left open."""
        wake(self.page)
        self.page.locator("#now-name", has_text=name).wait_for()

    def begins(self) -> None:
        self.opens_the_page()
        self.page.get_by_role("button", name="Commencer").click()
        self.page.locator(".desk-now__timer").wait_for()

    def holds_the_interview(self) -> None:
        """Whose turn it is sits down and leaves with an outcome; who is not there gives their place away."""
        self.opens_the_page()
        here = self.page.locator(".desk-now")
        while "Maintenant" in here.inner_text():
            if here.get_by_role("button", name="Absent·e").count() and "Pas encore passé·e" in here.inner_text():
                here.get_by_role("button", name="Absent·e").click()
                self.page.get_by_text("Absence notée.").wait_for()
                continue
            if here.get_by_role("button", name="Commencer").count():
                here.get_by_role("button", name="Commencer").click()
                self.page.locator(".desk-now__timer").wait_for()
            self.notes_the_outcome()
            return

    def notes_the_outcome(self) -> None:
        """One tap, or two for «sans suite» with its reason; and «Suivant»."""
        outcome = next(self.outcomes)
        if outcome in REASONS:
            self.page.get_by_text("Sans suite… (motif)").click()
        self.page.get_by_role("button", name=outcome).click()
        self.page.locator("[data-unsent]", has_text="Tout est envoyé.").wait_for()
        before = self.page.locator("#desk-live").inner_text()
        self.page.locator("#desk-bar").get_by_role("button").click()
        self.page.wait_for_function("before => document.getElementById('desk-live').innerText !== before", arg=before)

    def replies_to(self, one: Meeting) -> None:
        """One click: the words are there already."""
        if not self.page.url.partition("#")[0].endswith("/suites"):
            self.page.goto(f"{self.home}/suites")
        self.page.get_by_role("link", name=f"Répondre à {one.name}").click()
        self.page.get_by_role("button", name="Envoyer la réponse").click()
        self.page.get_by_text(f"La réponse part à {one.name}").wait_for()


def text_of(found: Any) -> str:
    return " ".join(found.inner_text().split())


def hour(moment: datetime) -> str:
    """As pages say it, with plain spaces."""
    at = moment.astimezone(PARIS)
    return f"{at.hour} h {at.minute:02}" if at.minute else f"{at.hour} h"
