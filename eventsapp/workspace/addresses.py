"""Beginnings of this feature's addresses."""

EVENT = "/espace/evenements/<int:event_id>"
REGISTRATIONS = f"{EVENT}/inscriptions"
REGISTRATION = f"{REGISTRATIONS}/<int:registration_id>"
MESSAGES = f"{EVENT}/messages"
