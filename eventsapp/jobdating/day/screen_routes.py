"""The hall screen: opened once by its secret address, then left alone for hours."""

from datetime import datetime
from typing import Any

from flask import render_template

from eventsapp import audiences, clock, headers
from eventsapp.jobdating.day.board_pages import ScreenPage, screen_page
from eventsapp.jobdating.day.board_queries import screen_by_token
from eventsapp.jobdating.day.polling import tag_of, whats_new

blueprint = audiences.public("screen")
blueprint.after_request(headers.secret_in_address)


def _page(token: str, at: datetime) -> ScreenPage:
    return screen_page(screen_by_token(token, at), at)


@blueprint.get("/ecran/<token>")
def screen(token: str) -> Any:
    at = clock.now()
    page = _page(token, at)
    return render_template("jobdating/day/screen.html", token=token, tag=tag_of(page.cursor), page=page, moment=at)


@blueprint.get("/ecran/<token>/etat")
def state(token: str) -> Any:
    at = clock.now()
    page = _page(token, at)
    return whats_new(page.cursor, lambda: render_template("jobdating/day/_screen_live.html", page=page, moment=at))
