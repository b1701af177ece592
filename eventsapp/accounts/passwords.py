"""Passwords: argon2id hashes, and an estimate of how fast one would be guessed. No composition rules.

Hashing takes tens of milliseconds: it happens before the request's transaction, never while a write lock is held.
"""

import unicodedata
from collections.abc import Iterable
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _
from zxcvbn import zxcvbn

from eventsapp.reference.folding import words

SHORTEST, LONGEST = 12, 256
ENOUGH = 3  # zxcvbn's scale: 3 is more than 10^8 guesses
# zxcvbn's time grows with the square of the length, and what makes a password strong is in its first words.
_ESTIMATED = 72
# It also tries every reading of digits and signs as letters together: six seconds for a text that holds them all,
# a tenth of a second when few signs are among them.
_READ_AS_LETTERS = str.maketrans("@({[<!|$+%", "accccilstx")
_MOST_READINGS = 4

# OWASP's Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Sixteen people who sign in at once wait for each other here, rather than taking 16 × 19 MiB.
_at_once = BoundedSemaphore(2)
# A hash of a password that nobody kept: unknown addresses are compared with it, so that they take as long.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$DI7SzBnNhniqFyQl8La2SQ$HnKi3LwIA4NIGkH0LM2+iXCNHI2DsQ1otB+pp8njjcs"

# zxcvbn knows English words and American keyboards; these are what French speakers type first.
_USUAL = (
    "motdepasse", "azerty", "azertyuiop", "qsdfgh", "bonjour", "bonsoir", "soleil", "doudou", "loulou", "chouchou",
    "jetaime", "amour", "coucou", "bienvenue", "secret", "password", "marseille", "paris", "toulouse", "lyon",
    "france", "rencontres", "soin", "rencontressoin", "infirmier", "infirmiere", "hopital", "ehpad", "creche",
    "recrutement", "emploi", "agence", "accueil", "admin", "janvier", "fevrier", "mars", "avril", "juin", "juillet",
    "aout", "septembre", "octobre", "novembre", "decembre", "printemps", "automne", "hiver",
)  # fmt: skip


def _bytes(password: str) -> bytes:
    """The same bytes from every keyboard: phones and computers compose «é» differently."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace")


def hashed(password: str) -> str:
    """An argon2id hash, to be kept."""
    with _at_once:
        return _hasher.hash(_bytes(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one of the hash `kept`; takes as long when there is no hash to compare with."""
    usable = kept if kept is not None and kept.startswith("$argon2") else None
    with _at_once:
        try:
            right = _hasher.verify(usable or NOBODY, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return right and usable is not None


def is_outdated(kept: str) -> bool:
    """True when `kept` was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def weakness(password: str, about: Iterable[str] = ()) -> str | None:
    """Why `password` is not enough, in a sentence; None when it is. `about`: what others know of the person."""
    if len(password) < SHORTEST:
        return _(
            "Choisissez au moins %(least)s caractères : quelques mots qui vont mal ensemble suffisent.", least=SHORTEST
        )
    if len(password) > LONGEST:
        return _("Choisissez au plus %(most)s caractères.", most=LONGEST)
    known = [word for text in about for word in (text, *words(text), *text.split()) if len(word) > 2]
    estimate = zxcvbn(_estimated(password), user_inputs=[*known, *_USUAL])
    if estimate["score"] < ENOUGH or _says_little_more_than(known, password):
        return _("Ce mot de passe se devine trop vite. Ajoutez un ou deux mots sans rapport avec vous ni entre eux.")
    return None


def _says_little_more_than(known: Iterable[str], password: str) -> bool:
    """True for a name and a year: zxcvbn is too kind to three known pieces side by side."""
    rest = whole = "".join(words(password[:_ESTIMATED]))
    for word in sorted({"".join(words(text)) for text in known}, key=len, reverse=True):
        rest = rest.replace(word, "") if len(word) > 2 else rest
    return rest != whole and len(rest) < 8


def _estimated(password: str) -> str:
    """The part that is looked at, with few enough ambiguous signs to answer within a tenth of a second."""
    start = password[:_ESTIMATED]
    ambiguous = {ord(letter) for letter in start} & _READ_AS_LETTERS.keys()
    return start.translate(_READ_AS_LETTERS) if len(ambiguous) > _MOST_READINGS else start
