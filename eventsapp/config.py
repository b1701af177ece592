"""Settings, from the environment only. docs/configuration.md lists every one of them (a test compares)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("production", "demo", "development", "test")

DEFAULTS: dict[str, str] = {
    "APP_ENV": "production",
    "SECRET_KEY": "",
    "TICKET_KEY": "",
    "BASE_URL": "",
    "HOST": "127.0.0.1",
    "PORT": "5000",
    "WEB_PROCESSES": "2",
    "WEB_THREADS": "4",
    "TRUSTED_PROXIES": "0",
    "DATABASE_URL": "",
    "DATA_FOLDER": "var",
    "UPLOAD_FOLDER": "",
    "MAILBOX_FOLDER": "",
    "MAIL_URL": "",
    "MAIL_REPLY_ADDRESS": "",
    "MAIL_IMAP_URL": "",
    "BRAND_NAME": "Rencontres Soin",
    "ORGANISATION_APPROVAL": "manual",
    "RETENTION_MONTHS": "3",
    "MESSAGE_BODY_DAYS": "30",
    "MAILS_PER_ADDRESS_PER_HOUR": "12",
    "REGISTRATIONS_PER_SOURCE_PER_HOUR": "600",
    "LEGAL_NAME": "",
    "LEGAL_ADDRESS": "",
    "LEGAL_PUBLISHER": "",
    "LEGAL_HOSTING": "",
    "LEGAL_CONTACT": "",
    "DPO_CONTACT": "",
    "SOURCE_CODE_URL": "",
    "LOG_LEVEL": "info",
    "LOG_FORMAT": "json",
}


class ConfigurationError(SystemExit):
    """A setting that production cannot do without, or that means nothing: said in words, then the end."""


def settings(environ: Mapping[str, str]) -> dict[str, Any]:
    """Flask's configuration, read from `environ`.

    Raises ConfigurationError (an exit with a sentence) when a setting is missing or impossible.
    """
    values = {name: environ.get(name, "").strip() or default for name, default in DEFAULTS.items()}
    if values["APP_ENV"] not in ENVIRONMENTS:
        raise ConfigurationError(f"APP_ENV must be one of {', '.join(ENVIRONMENTS)}, not {values['APP_ENV']!r}.")
    _fill_what_is_not_for_production(values)
    _refuse_what_production_cannot_run_with(values)
    return {**values, **_numbers(values), **_derived(values)}


def as_environment(config: Mapping[str, Any]) -> dict[str, str]:
    """The same settings for a process of our own that is started from here."""
    return {name: str(config[name]) for name in DEFAULTS}


def _fill_what_is_not_for_production(values: dict[str, str]) -> None:
    data = Path(values["DATA_FOLDER"])
    data = data if data.is_absolute() else ROOT / data
    values["DATA_FOLDER"] = str(data)
    values["UPLOAD_FOLDER"] = values["UPLOAD_FOLDER"] or str(data / "uploads")
    values["MAILBOX_FOLDER"] = values["MAILBOX_FOLDER"] or str(data / "mailbox")
    values["DATABASE_URL"] = values["DATABASE_URL"] or f"sqlite:///{data / 'rencontres.db'}"
    if values["APP_ENV"] != "production":
        values["SECRET_KEY"] = values["SECRET_KEY"] or "only-for-trying-out-never-for-real-people"
        values["BASE_URL"] = values["BASE_URL"] or f"http://127.0.0.1:{values['PORT']}"
        values["MAIL_URL"] = values["MAIL_URL"] or "mailbox:"
        values["MAIL_REPLY_ADDRESS"] = values["MAIL_REPLY_ADDRESS"] or "reponses@rencontres-soin.example"


def _refuse_what_production_cannot_run_with(values: dict[str, str]) -> None:
    if values["APP_ENV"] == "production":
        for name, why in (
            ("SECRET_KEY", "it signs sessions, tickets and links"),
            ("BASE_URL", "links in mails start with it"),
            ("MAIL_URL", "tickets travel by mail"),
            ("MAIL_REPLY_ADDRESS", "calendars answer to it"),
        ):
            if not values[name]:
                raise ConfigurationError(f"{name} is not set: {why}. See docs/configuration.md.")
        if len(values["SECRET_KEY"]) < 32:
            raise ConfigurationError("SECRET_KEY is too short: give at least 32 random characters.")
        if values["MAIL_URL"].startswith("mailbox"):
            raise ConfigurationError("MAIL_URL=mailbox: shows everybody's mail: it is refused in production.")
    base = urlsplit(values["BASE_URL"])
    if base.scheme not in ("http", "https") or not base.hostname or base.path.strip("/"):
        raise ConfigurationError("BASE_URL must look like https://rencontres.example.org, without a path.")


def _numbers(values: Mapping[str, str]) -> dict[str, int]:
    found = {}
    for name, default in DEFAULTS.items():
        if default.isdigit():
            if not values[name].isdigit():
                raise ConfigurationError(f"{name} must be a whole number, not {values[name]!r}.")
            found[name] = int(values[name])
    return found


def _derived(values: Mapping[str, str]) -> dict[str, Any]:
    base = urlsplit(values["BASE_URL"])
    trusted = [base.hostname]
    if values["APP_ENV"] != "production":
        trusted += ["127.0.0.1", "localhost"]
    return {
        "BASE_URL": f"{base.scheme}://{base.netloc}",
        "TICKET_KEY": values["TICKET_KEY"] or values["SECRET_KEY"],
        "SQLALCHEMY_DATABASE_URI": values["DATABASE_URL"],
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": False, "pool_size": 10, "max_overflow": 20},
        "DEMO_MODE": values["APP_ENV"] == "demo",
        "MAILBOX_IS_OPEN": values["MAIL_URL"].startswith("mailbox"),
        "TRUSTED_HOSTS": trusted,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "SESSION_COOKIE_NAME": "session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": base.scheme == "https",
        "PERMANENT_SESSION_LIFETIME": 60 * 60 * 24 * 14,
        "WTF_CSRF_TIME_LIMIT": None,
        # Behind a proxy the Referer may be absent: the token and SameSite are the protection.
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": "fr",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Paris",
    }
