"""SIRET numbers: nine digits for the company (SIREN), five for the establishment, the last one a key."""

from __future__ import annotations

import re

# La Poste had too many establishments for Luhn's key: there, the sum of the digits is a multiple of 5.
LA_POSTE_SIREN = "356000000"
_SEPARATORS = re.compile(r"[\s.\-]+")
_DIGITS = re.compile(r"[0-9]{14}")


def normalised_siret(text: str) -> str:
    """Without the spaces, dots and dashes people put between groups; not otherwise checked."""
    return _SEPARATORS.sub("", text)


def is_valid_siret(text: str) -> bool:
    """Whether the digits agree with their key; says nothing of the establishment's existence."""
    digits = normalised_siret(text)
    if not _DIGITS.fullmatch(digits) or not digits.strip("0"):
        return False
    if _luhn_sum(digits) % 10 == 0:
        return True
    return digits.startswith(LA_POSTE_SIREN) and sum(map(int, digits)) % 5 == 0


def displayed_siret(text: str) -> str:
    """`"35600000000048"` -> `"356 000 000 00048"`."""
    digits = normalised_siret(text)
    return f"{digits[:3]} {digits[3:6]} {digits[6:9]} {digits[9:]}"


def _luhn_sum(digits: str) -> int:
    """ISO/IEC 7812-1, annex B: every second digit from the right is doubled, then all digits are added."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value // 10 + value % 10 for value in doubled)
