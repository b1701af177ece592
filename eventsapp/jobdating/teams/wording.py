"""Teams, bibs and their wearers in words."""

from flask_babel import gettext as _

from eventsapp.jobdating.teams.colours import colour
from eventsapp.jobdating.teams.models import Team, TeamMember

# «Mme Morel» gives no first name: a bib that said «Mme» or «Morel» would tell who is not a candidate.
_TITLES = {"m", "mr", "mme", "mlle", "dr", "pr", "me", "madame", "monsieur", "docteur"}


def first_name_of(interviewer: str) -> str:
    """The first word of a table's interviewer; nothing when that is a title or when no name was given."""
    first = interviewer.split()[0] if interviewer.split() else ""
    return "" if first.strip(".").casefold() in _TITLES else first


def bib_name(first_name: str) -> str:
    """What a bib says where nobody gave a first name."""
    return first_name or _("Invité·e")


def team_words(team: Team) -> str:
    """«3 · équipe verte»."""
    return _("%(number)s · %(name)s", number=team.number, name=colour(team.colour).name)


def bib_words(member: TeamMember) -> str:
    """«Dossard 12, équipe verte»."""
    return _("Dossard %(bib)s, %(team)s", bib=member.bib, team=colour(member.team.colour).name)
