"""Who can sign in to the demo, and with what: the demo's loader creates them, its sign-in page shows them."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

DEMO_PASSWORD = "demonstration-soin"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """`role` is one of an organisation's roles, or `administration` for the platform's administrator."""

    email: str
    name: str
    role: str
    label: LazyString


DEMO_ACCOUNTS = (
    DemoAccount("odile@example.org", "Odile Martin", "responsable", _l("responsable d’une agence")),
    DemoAccount("tom@example.org", "Tom Petit", "organisateur", _l("organise dans la même agence")),
    DemoAccount("ana@example.org", "Ana Costa", "accueil", _l("tient l’accueil")),
    DemoAccount("simon@example.org", "Simon Roy", "responsable", _l("responsable d’une autre structure")),
    DemoAccount("admin@example.org", "Camille Faure", "administration", _l("administre la plateforme")),
)
