"""The forms of the teams' page."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from eventsapp.fields import LocalTimeField, WholeNumberField
from eventsapp.jobdating.teams.drawing import MAX_TEAMS, MIN_TEAMS
from eventsapp.jobdating.teams.models import Team
from eventsapp.jobdating.teams.wording import team_words

LARGEST_BIB = 9_999


class DrawForm(FlaskForm):
    """How many teams; `seen` is what the page showed when it was opened (team_queries.state_of)."""

    teams = WholeNumberField(
        _l("Nombre d’équipes"), min=MIN_TEAMS, max=MAX_TEAMS, required=_l("Dites combien d’équipes vous voulez.")
    )
    over_printed = BooleanField(_l("Refaire même si des dossards sont imprimés : ils ne vaudront plus"))
    seen = HiddenField()


class RevealForm(FlaskForm):
    hour = LocalTimeField(_l("Heure de la révélation"), required=_l("Choisissez une heure."))


def _number(typed: object) -> int:
    """0 for what is no number: no team is number 0, and the action says so."""
    text = str(typed)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


class MoveForm(FlaskForm):
    bib = WholeNumberField(
        _l("Dossard"), min=1, max=LARGEST_BIB, required=_l("Écrivez le numéro du dossard à changer d’équipe.")
    )
    team = SelectField(_l("Vers"), coerce=_number, validate_choice=False)

    def prepare(self, teams: list[Team]) -> "MoveForm":
        """With the teams that there are."""
        self.team.choices = [SelectChoice(team.number, team_words(team)) for team in teams]
        return self
