"""What cannot be done with stands, wishes, plans and interviews, in words for the person."""

from flask_babel import lazy_gettext as _l

from eventsapp.errors import NotFound, Refused


class StandLinkNoLongerWorks(NotFound):
    sentence = _l("Ce lien ne fonctionne plus. Demandez-en un nouveau à l’organisateur de l’événement.")


class NoInterviewsHere(NotFound):
    sentence = _l("Cet événement n’a pas d’entretiens.")


class ChangedMeanwhile(Refused):
    """What the person saw is no longer so: nothing was changed, the page shows how things stand."""

    sentence = _l("Quelqu’un vient de modifier ce planning. Regardez ce qui a changé, puis recommencez si besoin.")
