"""Numbers and words in addresses."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, UnicodeConverter

LARGEST_ID = 2**31 - 1


class RowId(IntegerConverter):
    """A number that a database key can hold: a larger one is no page, rather than an error of PostgreSQL."""

    def __init__(self, *given: Any, **options: Any) -> None:
        options.setdefault("max", LARGEST_ID)
        super().__init__(*given, **options)


class Word(UnicodeConverter):
    """A word without control characters: nothing of ours has any, and PostgreSQL answers NUL by an error."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.regex = self.regex.replace("[^/]", r"[^/\x00-\x1f\x7f]")


def init_app(app: Flask) -> None:
    """Every `<int:…>` and every `<…>` is one of these."""
    app.url_map.converters.update({"int": RowId, "default": Word, "string": Word})
