"""The workspace, gathered: each module below adds its pages to the one blueprint."""

from eventsapp.workspace import (
    organiser_event_routes,
    organiser_home_routes,
    organiser_list_routes,
    organiser_message_routes,
    organiser_person_routes,
)
from eventsapp.workspace.blueprint import blueprint

__all__ = [
    "blueprint",
    "organiser_event_routes",
    "organiser_home_routes",
    "organiser_list_routes",
    "organiser_message_routes",
    "organiser_person_routes",
]
