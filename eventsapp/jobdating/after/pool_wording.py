"""The third consent in full, as it is read before ticking and as it is kept."""

from flask_babel import gettext as _

POOL_MONTHS = 24


def pool_in_full(employer: str, title: str) -> str:
    """`employer` is the stand's name, `title` the event's."""
    return _(
        "J’accepte que %(employer)s, que j’ai rencontré à « %(title)s », garde mon nom, mon e-mail, mon téléphone et "
        "le métier que je cherche dans son vivier, pour me proposer des postes. Cet accord vaut 24 mois après notre "
        "dernier contact, puis ces données sont effacées. Je peux le retirer à tout moment avec ce même lien.",
        employer=employer,
        title=title,
    )
