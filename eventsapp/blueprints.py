"""Every blueprint of the product, in one list."""

from flask import Flask

from eventsapp import operations
from eventsapp.accounts import account_routes, public_recovery_routes
from eventsapp.accounts import public_routes as accounts_public
from eventsapp.catalogue import pages_routes as catalogue_pages
from eventsapp.catalogue import public_routes as catalogue_public
from eventsapp.checkin import device_routes as checkin_device
from eventsapp.checkin import organiser_routes as checkin_organiser
from eventsapp.checkin import pairing_routes as checkin_staff
from eventsapp.events import organiser_routes as events_organiser
from eventsapp.events import settings_routes as events_settings
from eventsapp.jobdating.after import (
    candidate_follow_up_routes,
    organiser_answers_routes,
    recruiter_answers_routes,
    recruiter_outcomes_routes,
)
from eventsapp.jobdating.day import (
    organiser_board_routes,
    organiser_recompute_routes,
    recruiter_day_routes,
    screen_routes,
)
from eventsapp.jobdating.plans import organiser_grid_routes, organiser_plan_routes
from eventsapp.jobdating.report import organiser_report_routes
from eventsapp.jobdating.schedules import candidate_schedule_routes, feed_routes, organiser_voice_routes
from eventsapp.jobdating.settings import organiser_settings_routes
from eventsapp.jobdating.stands import (
    organiser_stand_routes,
    organiser_stands_routes,
    public_logo_routes,
    recruiter_code_routes,
    recruiter_stand_routes,
)
from eventsapp.jobdating.teams import organiser_teams_routes
from eventsapp.jobdating.wishes import (
    candidate_consent_routes,
    candidate_wishes_routes,
    organiser_without_routes,
    recruiter_candidates_routes,
)
from eventsapp.messages import public_routes as messages_public
from eventsapp.organisations import organiser_routes as organisations_organiser
from eventsapp.organisations import organiser_team_routes, platform_routes
from eventsapp.organisations import public_routes as organisations_public
from eventsapp.registrations import candidate_routes as registrations_candidate
from eventsapp.registrations import managing_routes, my_registrations_routes, ticket_routes
from eventsapp.workspace import organiser_routes as workspace_organiser

# Some features spread the views of one blueprint over several modules: all of them are imported here.
assert public_recovery_routes and organiser_team_routes and events_settings and candidate_consent_routes
assert recruiter_answers_routes and organiser_recompute_routes
assert organiser_settings_routes and organiser_stand_routes and recruiter_code_routes
ALL = (
    operations.blueprint,
    accounts_public.blueprint,
    account_routes.blueprint,
    organisations_organiser.blueprint,
    organisations_public.blueprint,
    platform_routes.blueprint,
    catalogue_public.blueprint,
    catalogue_pages.blueprint,
    messages_public.blueprint,
    checkin_device.blueprint,
    checkin_organiser.blueprint,
    checkin_staff.blueprint,
    events_organiser.blueprint,
    workspace_organiser.blueprint,
    registrations_candidate.blueprint,
    managing_routes.blueprint,
    ticket_routes.blueprint,
    organiser_teams_routes.blueprint,
    organiser_stands_routes.blueprint,
    recruiter_stand_routes.blueprint,
    public_logo_routes.blueprint,
    candidate_wishes_routes.blueprint,
    recruiter_candidates_routes.blueprint,
    organiser_without_routes.blueprint,
    my_registrations_routes.blueprint,
    recruiter_outcomes_routes.blueprint,
    candidate_follow_up_routes.blueprint,
    organiser_answers_routes.blueprint,
    organiser_report_routes.blueprint,
    organiser_board_routes.blueprint,
    recruiter_day_routes.blueprint,
    screen_routes.blueprint,
    organiser_plan_routes.blueprint,
    organiser_grid_routes.blueprint,
    candidate_schedule_routes.blueprint,
    organiser_voice_routes.blueprint,
    feed_routes.candidate_blueprint,
    feed_routes.recruiter_blueprint,
    feed_routes.organiser_blueprint,
)


def register(app: Flask) -> None:
    """Register them, in the order of the list."""
    for blueprint in ALL:
        app.register_blueprint(blueprint)
