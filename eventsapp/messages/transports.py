"""Which transport MAIL_URL names."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from .mail_folder import FolderTransport, StoredMail, read_mailbox, read_stored_mail
from .mail_server import SmtpTransport
from .outcomes import MemoryTransport, PermanentFailure, TemporaryFailure, Transport

__all__ = [
    "BadMailUrl",
    "FolderTransport",
    "MemoryTransport",
    "PermanentFailure",
    "SmtpTransport",
    "StoredMail",
    "TemporaryFailure",
    "Transport",
    "read_mailbox",
    "read_stored_mail",
    "transport_for",
]

_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


class BadMailUrl(ValueError):
    """MAIL_URL names no transport."""


def transport_for(mail_url: str, mailbox_folder: str | Path) -> Transport:
    """The transport that MAIL_URL names. Raises BadMailUrl.

    `mailbox:` (also an empty value), `file:/folder`, `memory:`, `smtps://user:password@host:port`, `smtp://…`
    with `?starttls=no` or `yes`, `?timeout=seconds`, `?ca_file=path`. User and password are percent-encoded.
    """
    try:
        url = urlsplit(mail_url.strip())
        if url.scheme in ("", "mailbox") and not url.netloc and not url.path:
            return FolderTransport(mailbox_folder)
        if url.scheme == "memory":
            return MemoryTransport()
        if url.scheme == "file" and url.path.startswith("/") and url.netloc in ("", "localhost"):
            return FolderTransport(unquote(url.path))
        if url.scheme in ("smtp", "smtps") and url.hostname:
            options = {name: values[-1] for name, values in parse_qs(url.query).items()}
            return _mail_server(url.scheme, url.hostname, url.port, url.username, url.password, options)
    except ValueError as wrong:
        raise BadMailUrl(f"MAIL_URL: {wrong}") from None
    raise BadMailUrl("MAIL_URL must be smtp://…, smtps://…, file:/folder or mailbox:")


def _mail_server(
    scheme: str, host: str, port: int | None, user: str | None, password: str | None, options: dict[str, str]
) -> SmtpTransport:
    if unknown := options.keys() - {"starttls", "timeout", "ca_file"}:
        raise ValueError(f"unknown option {', '.join(sorted(unknown))}")
    if options.get("starttls", "yes") not in ("yes", "no"):
        raise ValueError("starttls is yes or no")
    is_plain = options.get("starttls", "no" if host in _LOCAL_HOSTS else "yes") == "no"
    security = "tls" if scheme == "smtps" else "plain" if is_plain else "starttls"
    return SmtpTransport(
        host,
        port or {"tls": 465, "starttls": 587, "plain": 25}[security],
        unquote(user or ""),
        unquote(password or ""),
        security,
        float(options.get("timeout", "20")),
        options.get("ca_file"),
    )
