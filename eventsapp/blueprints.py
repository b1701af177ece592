"""Every blueprint of the product, in one list."""

from flask import Flask

from eventsapp import operations
from eventsapp.messages import public_routes as messages_public

ALL = (operations.blueprint, messages_public.blueprint,)


def register(app: Flask) -> None:
    """Register them, in the order of the list."""
    for blueprint in ALL:
        app.register_blueprint(blueprint)
