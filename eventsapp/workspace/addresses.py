"""Beginnings of this feature's addresses. Ids beyond the columns' range are no address at all, rather than an error."""

NUMBER = "int(max=2147483647)"
EVENT = f"/espace/evenements/<{NUMBER}:event_id>"
REGISTRATIONS = f"{EVENT}/inscriptions"
REGISTRATION = f"{REGISTRATIONS}/<{NUMBER}:registration_id>"
MESSAGES = f"{EVENT}/messages"
