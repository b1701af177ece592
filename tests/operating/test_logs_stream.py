"""Where lines of the log go."""

import io
import sys

import pytest

from eventsapp import logs


def test_a_line_goes_to_the_error_stream_of_the_moment(app: object, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", first)
    logs.configure("error", "json")
    first.close()
    monkeypatch.setattr(sys, "stderr", second)
    logs.log.error("failure", error="Trouble")
    assert "Trouble" in second.getvalue()
