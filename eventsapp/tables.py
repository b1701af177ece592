"""Every table, imported once so that names between models resolve and migrations see the whole."""

from eventsapp.accounts import models as accounts
from eventsapp.checkin import models as checkin
from eventsapp.events import models as events
from eventsapp.history import models as history
from eventsapp.jobdating import models as stands
from eventsapp.jobdating.after import models as outcomes
from eventsapp.jobdating.plans import models as plans
from eventsapp.jobdating.teams import models as teams
from eventsapp.jobdating.wishes import models as wishes
from eventsapp.messages import models as messages
from eventsapp.organisations import models as organisations
from eventsapp.registrations import models as registrations
from eventsapp.slots import models as slots

__all__ = [
    "accounts", "checkin", "events", "history", "messages", "organisations", "outcomes", "plans", "registrations",
    "slots", "stands", "teams", "wishes",
]  # fmt: skip
