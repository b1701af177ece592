"""What cannot be done with teams and bibs, in words for the person."""

from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from eventsapp.errors import NotFound, Refused


class NotPlayedInTeams(NotFound):
    sentence = _l("Cet événement ne se joue pas en équipes.")
    code = "not_played_in_teams"


class NoSuchBib(NotFound):
    sentence = _l("Aucun dossard ne porte ce numéro.")
    code = "no_such_bib"


class TeamsRefused(Refused):
    """A draw that cannot be made as asked."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NobodyRecruits(TeamsRefused):
    sentence = _l(
        "Aucun employeur n’a encore confirmé de table : sans recruteur, il n’y a rien à mêler. "
        "Relancez les employeurs invités, puis tirez les équipes."
    )
    code = "nobody_recruits"


class NoFirstName(TeamsRefused):
    sentence = _l(
        "Aucune table n’a de prénom : sans lui, un dossard trahirait un rôle. "
        "Demandez aux employeurs le prénom de chaque personne qui reçoit, puis tirez les équipes."
    )
    code = "no_first_name"


class NobodyCame(TeamsRefused):
    sentence = _l("Personne n’est inscrit pour l’instant : attendez les premières inscriptions pour tirer les équipes.")
    code = "nobody_came"


class TooManyTeams(TeamsRefused):
    code = "too_many_teams"


class NotDrawnYet(Refused):
    sentence = _l("Les équipes ne sont pas encore tirées.")
    code = "not_drawn_yet"


class BibsArePrinted(Refused):
    sentence = _l(
        "Des dossards sont déjà imprimés : un nouveau tirage change tous les numéros. "
        "Cochez la case pour le refaire quand même."
    )
    code = "bibs_are_printed"


class TeamsChangedMeanwhile(Refused):
    sentence = _l(
        "Les équipes ont changé pendant que vous regardiez cette page : rien n’a été tiré. "
        "Les voici telles qu’elles sont."
    )
    code = "teams_changed"


class NoSuchTeam(TeamsRefused):
    sentence = _l("Cette équipe n’existe pas ou plus.")
    code = "no_such_team"


class RevealTooLate(TeamsRefused):
    code = "reveal_too_late"


class RevealTooEarly(TeamsRefused):
    code = "reveal_too_early"
