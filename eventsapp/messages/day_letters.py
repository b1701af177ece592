"""The letters of the day itself: one function per kind, named after it."""

from typing import Any

from flask_babel import gettext as _

from eventsapp import formatting
from eventsapp.messages.letters import Letter, read_moment
from eventsapp.messages.registration_letters import with_place

Facts = dict[str, Any]


def interview_called_up(facts: Facts) -> Letter:
    called, zone = facts["called"], facts["event"]["timezone"]
    at = formatting.clock_time(read_moment(called["starts_at"]), zone)
    return with_place(
        facts,
        _("On vous attend : table %(number)s", number=called["table"]),
        _("On vous attend à la table %(number)s", number=called["table"]),
        _("Un entretien vous attend avec %(stand)s, table %(number)s, à %(time)s.",
          stand=called["stand"], number=called["table"], time=at),
        _("Allez-y dès maintenant : si vous n’y êtes pas dans les premières minutes, la place sera redonnée."),
    )  # fmt: skip


def interviews_collide(facts: Facts) -> Letter:
    return with_place(
        facts,
        _("Deux de vos entretiens se gênent : %(title)s", title=facts["event"]["title"]),
        _("Deux de vos entretiens se gênent"),
        _("Une table a pris du retard : deux de vos entretiens sont maintenant trop proches l’un de l’autre."),
        _("Passez à l’accueil : l’équipe vous dira par lequel commencer."),
    )
