"""The two blueprints that the pages of this feature join."""

from eventsapp import audiences

public = audiences.public("accounts")
account = audiences.account("accounts")
