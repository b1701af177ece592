"""How often one source may register, and one address be written to. Counted before the request's own transaction."""

from datetime import datetime

from flask import current_app, request

from eventsapp.accounts.throttling import Try, mailbox_of, source_of, spend_all

_HOUR = 3600


def count_mail_to(address: str, now: datetime) -> None:
    """One more mail asked for by this source, to this address. Raises Throttled; ends the session's transaction.

    The source's share is generous: sixty people of one agency share one network.
    """
    settings = current_app.config
    source = source_of(request.remote_addr)
    spend_all(
        [
            Try("registrations_from", source, settings["REGISTRATIONS_PER_SOURCE_PER_HOUR"], _HOUR),
            Try("mails_to", mailbox_of(address), settings["MAILS_PER_ADDRESS_PER_HOUR"], _HOUR),
        ],
        now,
    )
