"""Reads of the outbox."""

from datetime import datetime

from sqlalchemy import func, select

from eventsapp.extensions import db
from eventsapp.messages.models import Message, MessageState


def oldest_undelivered() -> datetime | None:
    """When the message that has waited longest was written; None when nothing waits."""
    waiting = (MessageState.QUEUED, MessageState.SENDING)
    return db.session.scalar(select(func.min(Message.created_at)).where(Message.state.in_(waiting)))
