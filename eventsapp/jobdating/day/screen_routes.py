"""The hall screen: opened once by its secret address, then left alone for hours."""

from typing import Any

from flask import render_template

from eventsapp import audiences, clock, headers
from eventsapp.jobdating.day.board_pages import screen_page
from eventsapp.jobdating.day.board_queries import screen_cursor, settings_of_screen
from eventsapp.jobdating.day.polling import tag_of, whats_new

blueprint = audiences.public("screen")
blueprint.after_request(headers.secret_in_address)


@blueprint.get("/ecran/<token>")
def screen(token: str) -> Any:
    settings = settings_of_screen(token)
    tag = tag_of(screen_cursor(token, clock.now()))
    page = screen_page(settings, clock.now())
    return render_template("jobdating/day/screen.html", token=token, tag=tag, **page)


@blueprint.get("/ecran/<token>/etat")
def state(token: str) -> Any:
    cursor = screen_cursor(token, clock.now())
    return whats_new(cursor, lambda: _fragment(token))


def _fragment(token: str) -> str:
    page = screen_page(settings_of_screen(token), clock.now())
    return render_template("jobdating/day/_screen_live.html", **page)
