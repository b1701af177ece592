"""Those who organise the job dating of the story: Odile at a desk, Ana at the door."""

from collections.abc import Iterable
from typing import Any

from tests.browser.job_dating_facts import Fair, Meeting, wake
from tests.browser.job_dating_people import Employer, hour, text_of


class Team:
    def __init__(self, fair: Fair) -> None:
        self.fair = fair
        self.desk = fair.page(1280, "Odile Martin")
        self.door = fair.page(390, "Ana Costa")

    def sets_the_interviews(self, *, starts: str, ends: str) -> None:
        self.desk.goto(f"{self.fair.workspace}/entretiens/reglages")
        self.desk.get_by_label("Premier entretien à").fill(starts)
        self.desk.get_by_label("Fin du dernier entretien à").fill(ends)
        self.desk.get_by_role("button", name="Enregistrer").last.click()
        self.desk.locator(".flashes").wait_for()

    def invites(self, employers: Iterable[Employer]) -> None:
        lines = [f"{one.name} ; {one.address}" for one in employers]
        self.desk.goto(f"{self.fair.workspace}/employeurs")
        self.desk.get_by_label("Employeurs à inviter").fill("\n".join(lines))
        self.desk.get_by_role("button", name="Envoyer les invitations").click()
        self.desk.locator(".table tbody tr").nth(len(lines) - 1).wait_for()

    def composes(self) -> None:
        self.desk.goto(f"{self.fair.workspace}/entretiens")
        self.desk.get_by_role("button", name="Composer un planning").click()
        self.desk.get_by_role("link", name="Voir la grille").click()

    def moves_by_keyboard(self, table: int) -> tuple[str, int]:
        """The last interview of a table goes to its first free place, or to its last. Returns whose, and its round."""
        self.desk.wait_for_selector("table[role='grid']")  # until then a place is a link
        row = self.desk.locator(f"tr[data-number='{table}']")
        chips = row.locator("[data-interview]")
        moving, name = chips.last, text_of(chips.last.locator(".chip__name"))
        columns = [one.get_attribute("data-interview") for one in row.locator("td > .chip").all()]
        at = max(number for number, found in enumerate(columns) if found)
        free = [number for number, found in enumerate(columns) if not found]
        to = 0 if 0 in free else free[-1]
        moving.focus()
        self.desk.keyboard.press("Enter")
        for _step in range(abs(to - at)):
            self.desk.keyboard.press("ArrowRight" if to > at else "ArrowLeft")
        self.desk.keyboard.press("Enter")
        row.locator("td").nth(to).locator(".chip__name", has_text=name).wait_for()
        return name, to

    def publishes(self, *, told: int) -> None:
        self.desk.get_by_role("link", name="Qualité et publication").click()
        self.desk.get_by_role("link", name="Publier…").click()
        assert f"{told} personnes seront prévenues par e-mail." in text_of(self.desk.locator("main"))
        self.desk.get_by_role("button", name="Publier et prévenir").click()
        assert f"{told} personnes sont prévenues par e-mail." in text_of(self.desk.locator("main"))

    def welcomes(self, name: str, first: Meeting) -> None:
        """At the door: who comes in hears where their first interview is."""
        self.door.goto(f"{self.fair.site}/accueil/{self.fair.slug}/recherche?q={name.split()[1]}")
        self.door.get_by_role("button", name=f"Entrée {name}").click()
        said = text_of(self.door.locator("main"))
        assert "Bienvenue" in said and name in said
        assert f"Premier entretien {hour(first.starts_at)}" in said and f"Table {first.table}" in said

    def opens_the_board(self) -> None:
        self.desk.goto(f"{self.fair.workspace}/entretiens/direct")

    def opens_the_hall_screen(self) -> Any:
        address = self.desk.get_by_label("Adresse de l’écran").input_value()
        screen = self.fair.page(1920, height=1080)
        screen.goto(address)
        return screen

    def sees_in_progress(self, name: str) -> None:
        """On the board that was left open."""
        wake(self.desk)
        self.desk.locator(".spot--now", has_text=name).get_by_text("en cours").wait_for()

    def releases(self, name: str) -> None:
        """One tap; the place goes to someone who is there."""
        wake(self.desk)
        self.desk.locator(".needs li", has_text=name).get_by_role("button", name="Libérer la place").click()
        self.desk.get_by_text("Absence notée, 1 place redonnée.").wait_for()

    def sees_everybody_answered(self, held: int) -> None:
        self.desk.goto(f"{self.fair.workspace}/entretiens/reponses")
        said = text_of(self.desk.locator("main"))
        assert "Personnes qui attendent (0)" in said and "Chaque personne a sa réponse" in said
        assert f"Entretiens tenus {held}" in said

    def reads_the_report(self, **figures: int) -> None:
        self.desk.goto(f"{self.fair.workspace}/bilan")
        lines = {
            "registered": "Personnes inscrites", "came": "Personnes venues", "met": "Personnes rencontrées",
            "followed": "Personnes avec une suite favorable", "hired": "Personnes embauchées",
        }  # fmt: skip
        card = self.desk.locator("section[aria-labelledby=bilan-funnel]")
        card.get_by_text("Voir les chiffres").click()
        rows = card.locator("tbody tr")
        shown = {text_of(row.locator("th")): int(text_of(row.locator("td"))) for row in rows.all()}
        assert shown == {lines[step]: number for step, number in figures.items()}


def sees_called(screen: Any, name: str, *, table: int) -> None:
    """On the hall screen: a first name, an initial, a table."""
    wake(screen)
    first, last = name.split()
    row = screen.locator(".hall__row--now", has_text=f"{first} {last[0]}.")
    row.wait_for()
    said = text_of(row)
    assert str(table) in said and "maintenant" in said and last not in said
