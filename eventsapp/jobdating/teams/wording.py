"""Teams, bibs and their wearers in words."""

from flask_babel import gettext as _

from eventsapp.jobdating.teams.colours import colour
from eventsapp.jobdating.teams.models import Team, TeamMember

# «Mme Morel», «C. M.» and «Cadre de santé» give no first name: on a bib they would tell who is not a candidate.
_TITLES = {"m", "mr", "mme", "mlle", "dr", "pr", "me", "madame", "monsieur", "docteur"}
_FUNCTIONS = {
    "cadre", "chargé", "chargée", "directeur", "directrice", "direction", "équipe", "la", "le", "les", "recruteur",
    "recruteuse", "recrutement", "responsable", "service", "un", "une",
}  # fmt: skip
_LONGEST_INITIALS = 3


def first_name_of(interviewer: str) -> str:
    """The first word of a table's interviewer; nothing when it is a title, initials or a function, or not given."""
    first = interviewer.split()[0] if interviewer.split() else ""
    word = first.strip(".").casefold()
    return "" if word in _TITLES | _FUNCTIONS or _is_initials(first) else first


def _is_initials(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return "." in word or len(letters) < 2 or (len(letters) <= _LONGEST_INITIALS and word == word.upper())


def team_words(team: Team) -> str:
    """«3 · équipe verte»."""
    return _("%(number)s · %(name)s", number=team.number, name=colour(team.colour).name)


def bib_words(member: TeamMember) -> str:
    """«Dossard 12, équipe verte»."""
    return _("Dossard %(bib)s, %(team)s", bib=member.bib, team=colour(member.team.colour).name)
