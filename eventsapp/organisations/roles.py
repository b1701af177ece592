"""The three roles in words."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from eventsapp.organisations.models import Role

ROLE_NAMES: dict[str, LazyString] = {
    Role.ACCUEIL: _l("Accueil"),
    Role.ORGANISATEUR: _l("Organisation"),
    Role.RESPONSABLE: _l("Responsable"),
}
ROLE_HINTS: dict[str, LazyString] = {
    Role.ACCUEIL: _l(
        "Accueille le jour même : contrôle les billets, inscrit sur place. Ne voit ni téléphone ni e-mail."
    ),
    Role.ORGANISATEUR: _l("Crée et publie les événements, suit les inscriptions, écrit aux personnes inscrites."),
    Role.RESPONSABLE: _l("Tout cela, et en plus l’équipe et la page de la structure."),
}
