"""The consents in full, as they are read before ticking and as they are kept.

One place makes both, so that the row of a consent holds the very words that were on the page.
"""

from collections.abc import Iterable

from flask_babel import gettext as _


def chosen_before() -> str:
    """What stands before the list of establishments."""
    return _("J’accepte que mon profil soit transmis à ces établissements, que j’ai choisis :")


def chosen_after(title: str) -> str:
    """What stands behind it. `title` is the event's."""
    return _(
        "Mon profil : prénom, nom, métier recherché, disponibilités, présentation, CV et rang de mon vœu. Ils s’en "
        "servent pour préparer et mener les entretiens de « %(title)s » et pour me répondre, à rien d’autre. "
        "Je peux retirer cet accord à tout moment avec le lien reçu par e-mail.",
        title=title,
    )


def chosen_in_full(title: str, names: Iterable[str]) -> str:
    """«J’accepte … : EHPAD Les Magnolias, Clinique des Pyrénées. Mon profil : …»."""
    return f"{chosen_before()} {', '.join(names)}. {chosen_after(title)}"


def open_in_full(title: str) -> str:
    """The other consent: whoever else recruits there, if a table frees up."""
    return _(
        "Je suis ouvert·e à d’autres employeurs : si une table se libère pendant « %(title)s », l’organisateur peut "
        "m’y proposer un entretien, et l’employeur concerné reçoit alors mon profil. "
        "Je peux retirer cet accord à tout moment avec le lien reçu par e-mail.",
        title=title,
    )
