"""What cannot be done with employers, their stands and their tables, in words for the person."""

from http import HTTPStatus
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from eventsapp.errors import NotFound, Refused


class NotYetApproved(Refused):
    """Invitations are mails to people who asked for nothing: only a structure that was looked at may send them."""

    code = "organisation_not_approved"
    sentence = _l("Votre structure n’est pas encore validée : vous pourrez inviter des employeurs dès qu’elle le sera.")


class NoDateYet(Refused):
    code = "no_date_yet"
    sentence = _l("Donnez d’abord une date à cet événement, sur la page « Modifier ».")


class EventIsFinished(Refused):
    code = "event_finished"
    sentence = _l("Cet événement est terminé : les stands ne changent plus.")


class EventIsOff(Refused):
    code = "event_cancelled"
    sentence = _l("Cet événement est annulé : les stands ne changent plus.")


class AlreadyInvited(Refused):
    code = "already_invited"

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            ngettext("%(names)s est déjà sur la liste.", "%(names)s sont déjà sur la liste.", len(names),
                     names=", ".join(names))
        )  # fmt: skip


class TooManyStands(Refused):
    code = "too_many_stands"
    sentence = _l("300 employeurs au plus par événement.")


class UnknownEmployer(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "unknown_employer"
    sentence = _l("Choisissez au moins un employeur dans la liste.")


class NameIsTaken(Refused):
    code = "name_is_taken"
    sentence = _l("Un autre stand de cet événement porte déjà ce nom : précisez le vôtre, par exemple avec la ville.")


class StandEditedMeanwhile(Refused):
    """Somebody else saved this stand first."""

    code = "stand_edited_meanwhile"
    sentence = _l(
        "Quelqu’un d’autre a enregistré ce stand pendant que vous le remplissiez. Rien n’est perdu : regardez ce qui "
        "diffère, puis enregistrez de nouveau pour garder votre version."
    )


class NumbersAreKnown(Refused):
    code = "numbers_are_known"
    sentence = _l("Un planning est publié : des personnes connaissent leur table, les numéros ne changent plus.")


class StandHasLeft(Refused):
    code = "stand_has_left"
    sentence = _l("Ce stand ne participe plus à l’événement. Écrivez à l’organisateur pour revenir.")


class NotConfirmed(Refused):
    code = "stand_not_confirmed"
    sentence = _l("Cet employeur n’a pas confirmé sa présence.")


class TableKeepsInterviews(Refused):
    """New hours or breaks would leave interviews outside. `row` is the table's place in the form."""

    code = "table_keeps_interviews"

    def __init__(self, row: int, count: int) -> None:
        super().__init__(
            ngettext(
                "%(num)s entretien est déjà prévu à cette table en dehors de ces heures : "
                "demandez d’abord à l’organisateur de le déplacer.",
                "%(num)s entretiens sont déjà prévus à cette table en dehors de ces heures : "
                "demandez d’abord à l’organisateur de les déplacer.",
                count,
            )
        )
        self.row = row


class TablesWouldBeLost(Refused):
    """Removing these tables costs interviews: the person is asked first."""

    code = "tables_would_be_lost"

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "%(num)s entretien est prévu à la table retirée.",
                "%(num)s entretiens sont prévus aux tables retirées.",
                count,
            )
        )
        self.count = count


class LastTable(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "last_table"
    sentence = _l("Un stand a au moins une table. Si vous ne venez plus, dites-le par « Nous ne viendrons pas ».")


class TooManyTables(Refused):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "too_many_tables"
    sentence = _l("20 tables au plus par stand.")


class WrittenJustNow(Refused):
    code = "written_just_now"
    sentence = _l("Un message vient de partir à cet employeur : laissez-lui quelques minutes pour arriver.")


class NothingToRemind(Refused):
    code = "nothing_to_remind"
    sentence = _l("Personne à relancer : tout le monde a répondu, ou a reçu un message depuis moins de 24 heures.")


class CodeUnknown(NotFound):
    code = "stand_code_unknown"
    sentence = _l("Ce code n’existe pas. Vérifiez les huit caractères, ou demandez-en un autre à l’organisateur.")


class CodeOfSomethingElse(NotFound):
    """A code of ours that opens another door."""

    code = "stand_code_of_something_else"


class CodeOfTicket(CodeOfSomethingElse):
    sentence = _l("C’est le code d’un billet de candidat : il n’ouvre pas une page d’employeur.")


class CodeOfPhone(CodeOfSomethingElse):
    sentence = _l("C’est le code d’un téléphone d’accueil : il n’ouvre pas une page d’employeur.")


class CodeUsed(Refused):
    status = HTTPStatus.GONE
    code = "stand_code_used"
    sentence = _l("Ce code a déjà servi : chacun ne sert qu’une fois. Demandez-en un autre à l’organisateur.")


class CodeExpired(Refused):
    status = HTTPStatus.GONE
    code = "stand_code_expired"
    sentence = _l("Ce code ne fonctionne plus : il dure 15 minutes. Demandez-en un autre à l’organisateur.")


class BadPicture(Refused):
    """`sentence` says what is wrong with the picture."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "bad_picture"


class GridHoldsInterviews(Refused):
    """The rounds cannot change under interviews that people were told of."""

    code = "grid_holds_interviews"

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "%(num)s entretien est déjà publié : les heures et les durées ne changent plus. "
                "Pour décaler toute la journée, déplacez l’événement.",
                "%(num)s entretiens sont déjà publiés : les heures et les durées ne changent plus. "
                "Pour décaler toute la journée, déplacez l’événement.",
                count,
            )
        )


class SettingsEditedMeanwhile(Refused):
    code = "settings_edited_meanwhile"
    sentence = _l(
        "Quelqu’un d’autre a enregistré ces réglages entre-temps. Ce que vous aviez saisi est encore là : "
        "comparez, puis enregistrez de nouveau pour garder votre version."
    )


def line_problem(number: int, sentence: Any) -> str:
    """A problem of one line of a list that was pasted."""
    return _("Ligne %(number)s : %(sentence)s", number=number, sentence=sentence)
