"""The report of one event."""

from eventsapp import audiences

blueprint = audiences.organiser("report")
