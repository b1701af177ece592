"""What people typed, made fit for a mail header or a calendar line.

icalendar writes NUL, BEL and VT as they are, and mail libraries fail only when a header is sent: so
everything passes here first. Bidirectional overrides go too, because they let a name display as another name
or address.
"""

import re

import idna

_NEW_LINES = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, tab and line feed apart
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides and isolates
    "\ufeff\ufffe\uffff\ud800-\udfff]"  # byte order mark, non-characters, lone surrogates
)
_BLANKS = re.compile("[ \t\n]+")  # not \s: French no-break spaces stay
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL_PART = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


class BadAddress(ValueError):
    """An address that cannot be written to."""


def clean_text(text: str, limit: int = 20_000) -> str:
    """Several lines of text: only LF between lines, no control character, at most `limit` characters."""
    text = _NEW_LINES.sub("\n", text[: limit * 2])
    return _DROPPED.sub("", text).replace("\t", " ")[:limit].strip(" \n")


def clean_line(text: str, limit: int = 500) -> str:
    """The same on one line."""
    return _BLANKS.sub(" ", clean_text(text, limit * 2)).strip(" ")[:limit].rstrip(" ")


def ascii_address(address: str) -> str:
    """The address as it travels: international domains in their ASCII form. Raises BadAddress.

    A local part outside ASCII is refused: it needs SMTPUTF8 on every server of the way, and fails late
    without.
    """
    local, _, domain = address.strip(" ").rpartition("@")
    if not domain.isascii():
        domain = _ascii_domain(domain, address)
    if len(local) > 64 or len(local) + len(domain) > 253:
        raise BadAddress(clean_line(address, 100))
    if not _LOCAL_PART.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise BadAddress(clean_line(address, 100))
    return f"{local}@{domain}"


def _ascii_domain(domain: str, address: str) -> str:
    # idna's cost grows with the square of the length
    if len(domain) > 253:
        raise BadAddress(clean_line(address, 100))
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except UnicodeError:
        raise BadAddress(clean_line(address, 100)) from None
