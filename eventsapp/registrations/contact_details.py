"""Names, addresses and phones as people type them: cleaned, compared, put right. Pure."""

import unicodedata
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email

MAX_NAME, MAX_NAME_KEY, MAX_EMAIL = 80, 170, 254
# Emoji and some scripts are joined by these; every other invisible sign (bidirectional overrides …) only misleads.
_JOINERS = "\u200c\u200d"

DOMAINS = (
    "gmail.com", "orange.fr", "hotmail.com", "hotmail.fr", "wanadoo.fr", "yahoo.fr", "yahoo.com", "free.fr", "sfr.fr",
    "outlook.fr", "outlook.com", "live.fr", "live.com", "laposte.net", "icloud.com", "msn.com", "neuf.fr", "me.com",
    "bbox.fr", "numericable.fr", "club-internet.fr", "aol.com", "gmx.fr", "proton.me", "protonmail.com", "ymail.com",
    "mail.com", "cegetel.net", "aliceadsl.fr", "francetravail.fr", "mac.com", "gmx.com",
)  # fmt: skip
# Too far for the distance, yet always meant as the other.
_MEANT = {"gmail.fr": "gmail.com", "orange.com": "orange.fr", "wanadoo.com": "wanadoo.fr", "laposte.fr": "laposte.net"}

_OVERSEAS = {
    "971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT", "977": "BL", "978": "MF", "986": "WF",
    "987": "PF", "988": "NC",
}  # fmt: skip
_NATIONAL = ("FR", "RE", "GP", "MQ", "GF", "YT")  # they share one way of dialling


class NotAnAddress(ValueError):
    """What was typed cannot be an e-mail address."""


class NotAPhone(ValueError):
    """What was typed cannot be a phone number."""


def clean_name(text: str) -> str:
    """A name on one line: composed letters, single spaces, nothing invisible."""
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        category = unicodedata.category(letter)
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif category[0] != "C" or letter in _JOINERS:
            kept.append(letter)
    return " ".join("".join(kept).split())


def fold_name(text: str) -> str:
    """For comparing: no accents, capitals, hyphens or apostrophes, in any script."""
    text = text.translate({0x153: "oe", 0x152: "oe", 0xE6: "ae", 0xC6: "ae"})
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    folded = "".join(c if c.isalnum() else " " for c in bare.casefold())
    return " ".join(folded.split()) or clean_name(text).casefold()


def name_key(first_name: str, last_name: str) -> str:
    """«last first», folded: the order of lists, and the one-place-per-person rule."""
    return f"{fold_name(last_name)} {fold_name(first_name)}".strip()[:MAX_NAME_KEY].strip()


def clean_email(text: str) -> str:
    """The address as it will be written to. Raises NotAnAddress. Nothing is asked of the network."""
    text = text.strip().removeprefix("mailto:")
    if len(text) > MAX_EMAIL:
        raise NotAnAddress
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise NotAnAddress from error
    address = found.ascii_email or found.normalized
    if len(address) > MAX_EMAIL:
        raise NotAnAddress
    return address


def email_key(address: str) -> str:
    """What makes two spellings one mailbox."""
    return address.casefold()


def _distance(a: str, b: str) -> int:
    """Edits between two words, two neighbours swapped counting as one (optimal string alignment)."""
    before, last = [0] * (len(b) + 1), list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        present = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, present[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            present.append(cost)
        before, last = last, present
    return last[-1]


def suggested_email(address: str) -> str | None:
    """The address that was probably meant (`…@gmial.com` → `…@gmail.com`); None when nothing looks mistyped."""
    local, _, domain = address.rpartition("@")
    domain = domain.casefold()
    if not local or domain in DOMAINS or len(domain) > 30:
        return None
    meant = _MEANT.get(domain) or _nearest_domain(domain)
    return f"{local}@{meant}" if meant else None


@lru_cache(maxsize=4096)  # people of one place share their domains, and comparing is most of a registration's thinking
def _nearest_domain(domain: str) -> str | None:
    nearest = min(DOMAINS, key=lambda known: _distance(domain, known))
    allowed = 1 if len(nearest) < 9 else 2
    return nearest if _distance(domain, nearest) <= allowed else None


def clean_phone(text: str, departement: str = "") -> str:
    """The number as E.164, dialled from the event's département; empty for nothing. Raises NotAPhone."""
    text = text.strip()
    if not text:
        return ""
    possible = None
    for region in dict.fromkeys((_OVERSEAS.get(departement, "FR"), *_NATIONAL)):
        number = _parsed(text, region)
        if number is not None and phonenumbers.is_valid_number(number):
            return _e164(number)
        if possible is None and number is not None and phonenumbers.is_possible_number(number):
            possible = number
    if possible is None:
        raise NotAPhone
    # Numbers kept for fiction, and ranges opened since the list was made, are possible without being known.
    return _e164(possible)


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text[:40], region)
    except phonenumbers.NumberParseException:
        return None
