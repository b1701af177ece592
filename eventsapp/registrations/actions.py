"""The verbs of registrations, in one place for whoever calls them; each family of them has a module of its own."""

from eventsapp.registrations.changing_actions import (
    AFTER_CANCELLATION,
    APPLIED,
    IGNORED,
    STALE,
    apply_reply,
    cancel,
    change_slot,
    take_back,
    wait_elsewhere,
)
from eventsapp.registrations.correcting_actions import (
    correct_address,
    correct_name,
    correct_what_was_sent,
    rotate_secrets,
)
from eventsapp.registrations.joining_actions import (
    join_waiting_list,
    key_of_form,
    register,
    register_beyond_capacity,
    register_walk_in,
)
from eventsapp.registrations.telling import tell_again
from eventsapp.registrations.waiting_actions import promote_waiting_list

__all__ = [
    "AFTER_CANCELLATION",
    "APPLIED",
    "IGNORED",
    "STALE",
    "apply_reply",
    "cancel",
    "change_slot",
    "correct_address",
    "correct_name",
    "correct_what_was_sent",
    "join_waiting_list",
    "key_of_form",
    "promote_waiting_list",
    "register",
    "register_beyond_capacity",
    "register_walk_in",
    "rotate_secrets",
    "take_back",
    "tell_again",
    "wait_elsewhere",
]
