"""Numbers in addresses."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST_ID = 2**31 - 1


class RowId(IntegerConverter):
    """A number that a database key can hold: a larger one is no page, rather than an error of PostgreSQL."""

    def __init__(self, *given: Any, **options: Any) -> None:
        options.setdefault("max", LARGEST_ID)
        super().__init__(*given, **options)


def init_app(app: Flask) -> None:
    """Every `<int:…>` is one of these."""
    app.url_map.converters["int"] = RowId
