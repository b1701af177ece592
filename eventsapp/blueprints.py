"""Every blueprint of the product, in one list."""

from flask import Flask

from eventsapp import operations
from eventsapp.catalogue import pages_routes as catalogue_pages
from eventsapp.catalogue import public_routes as catalogue_public
from eventsapp.messages import public_routes as messages_public

ALL = (operations.blueprint, catalogue_public.blueprint, catalogue_pages.blueprint, messages_public.blueprint,)


def register(app: Flask) -> None:
    """Register them, in the order of the list."""
    for blueprint in ALL:
        app.register_blueprint(blueprint)
