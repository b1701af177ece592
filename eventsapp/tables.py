"""Every table, imported once so that names between models resolve and migrations see the whole."""

from eventsapp.accounts import models as accounts
from eventsapp.checkin import models as checkin
from eventsapp.events import models as events
from eventsapp.history import models as history
from eventsapp.jobdating import models as stands
from eventsapp.jobdating import outcome_models as outcomes
from eventsapp.jobdating import plan_models as plans
from eventsapp.jobdating import team_models as teams
from eventsapp.jobdating import wish_models as wishes
from eventsapp.messages import models as messages
from eventsapp.organisations import models as organisations
from eventsapp.registrations import models as registrations
from eventsapp.slots import models as slots

__all__ = [
    "accounts", "checkin", "events", "history", "messages", "organisations", "outcomes", "plans", "registrations",
    "slots", "stands", "teams", "wishes",
]  # fmt: skip
