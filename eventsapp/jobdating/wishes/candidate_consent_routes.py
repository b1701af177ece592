"""Behind the managing link: taking consents back, and one's own CV."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.queries import job_dating_of
from eventsapp.jobdating.wishes import actions as wish_actions
from eventsapp.jobdating.wishes import cv_files
from eventsapp.jobdating.wishes.candidate_wishes_routes import blueprint
from eventsapp.jobdating.wishes.cv_actions import take_cv_away
from eventsapp.jobdating.wishes.cv_refusals import CvIsGone
from eventsapp.jobdating.wishes.models import ConsentKind, Profile
from eventsapp.registrations import tickets
from eventsapp.registrations.models import Registration
from eventsapp.registrations.queries import registration_by_manage_token

_KINDS = {"choisis": ConsentKind.CHOSEN, "ouvert": ConsentKind.OPEN}


def _back(registration: Registration, words: str, act: str = "") -> Any:
    flash(words, "ok")
    return redirect(tickets.manage_path(registration, act), HTTPStatus.SEE_OTHER)


@blueprint.post("/inscription/<token>/accords/<any(choisis, ouvert):which>/retirer")
def withdraw(token: str, which: str) -> Any:
    registration = registration_by_manage_token(token)
    job_dating_of(registration.event_id)
    undone = wish_actions.withdraw(registration, _KINDS[which], clock.now())
    db.session.commit()
    if not undone:
        return _back(registration, _("Cet accord était déjà retiré."))
    if which == "ouvert":
        return _back(
            registration, _("Votre accord est retiré : seuls les employeurs que vous avez choisis vous voient.")
        )
    return _back(registration, _("Votre accord est retiré : ces employeurs ne voient plus votre profil."))


@blueprint.post("/inscription/<token>/accords/ouvert")
def open_to_others(token: str) -> Any:
    """The second consent alone, also once wishes are closed: tables free up until the end."""
    registration = registration_by_manage_token(token)
    job_dating_of(registration.event_id)
    if not request.form.get("consent_open"):
        return _back(registration, _("Rien n’a changé : pour donner cet accord, cochez d’abord la case."), "voeux")
    wish_actions.open_to_others(registration, clock.now())
    db.session.commit()
    return _back(registration, _("C’est noté : si une table se libère, elle peut vous être proposée."), "voeux")


def _own_profile(registration: Registration) -> Profile:
    profile = registration.profile
    if profile is None or not profile.cv_file:
        raise CvIsGone
    return profile  # type: ignore[no-any-return]


@blueprint.get("/inscription/<token>/cv")
def own_cv(token: str) -> Any:
    return cv_files.answer(_own_profile(registration_by_manage_token(token)))


@blueprint.post("/inscription/<token>/cv/retirer")
def take_own_cv_away(token: str) -> Any:
    registration = registration_by_manage_token(token)
    removed = take_cv_away(_own_profile(registration), clock.now())
    db.session.commit()
    cv_files.remove(removed)
    return _back(registration, _("Votre CV est supprimé."), "voeux")
