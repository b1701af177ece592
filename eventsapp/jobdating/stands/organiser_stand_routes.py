"""One employer, for the organiser: write again, change the link, show a code, close a table, note that they leave."""

from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobDating, Stand, StandCode, Table
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.jobdating.stands import actions as stand_actions
from eventsapp.jobdating.stands import code_actions as stand_code_actions
from eventsapp.jobdating.stands.cards import wanted
from eventsapp.jobdating.stands.filling_actions import interviews_at_stake
from eventsapp.jobdating.stands.forms import AddressForm, contract_label
from eventsapp.jobdating.stands.hours import breaks_words, clock_at
from eventsapp.jobdating.stands.organiser_stands_routes import STANDS, blueprint, loaded
from eventsapp.jobdating.stands.pages import news_of, rounds_at
from eventsapp.jobdating.stands.queries import pending_interviews, stand_for_organiser, table_of_stand
from eventsapp.organisations.models import Membership
from eventsapp.registrations.tickets import qr_svg
from eventsapp.templating import absolute
from eventsapp.workspace.event_pages import event_page

STAND = f"{STANDS}/<int:stand_id>"
TABLE = f"{STAND}/tables/<int:table_id>"


def _loaded(event_id: int, stand_id: int) -> tuple[Event, Membership, JobDating | None, Stand]:
    event, membership, job_dating = loaded(event_id)
    return event, membership, job_dating, stand_for_organiser(event, stand_id)


def _here(stand: Stand) -> str:
    return f"/espace/evenements/{stand.event_id}/employeurs/{stand.id}"


def _page(event_id: int, stand_id: int, form: AddressForm | None = None, problems: Any = ()) -> str:
    event, membership, job_dating, stand = _loaded(event_id, stand_id)
    return render_template(
        "jobdating/stands/stand.html", stand=stand, here=_here(stand), job_dating=job_dating,
        form=form or AddressForm(formdata=None, data={"email": stand.email}), problems=list(problems),
        news=news_of(stand, event.timezone), rounds_at=rounds_at, clock_at=clock_at, breaks_words=breaks_words,
        wanted=wanted, contract_label=contract_label, code=_shown_code(stand),
        link=absolute(recruiter_path(stand, "stand")), **event_page(event, membership, "employers"),
    )  # fmt: skip


def _shown_code(stand: Stand) -> dict[str, Any] | None:
    """The code just made, while it waits."""
    asked = request.args.get("code", type=int)
    made = db.session.get(StandCode, asked) if asked is not None and 0 < asked < 2**31 else None
    if made is None or made.stand_id != stand.id or made.used_at is not None or made.expires_at <= now():
        return None
    typed = stand_code_actions.code_of(made, current_app.config["SECRET_KEY"])
    address = absolute(f"/recruteur/code?code={typed}")
    return {"code": typed, "svg": qr_svg(address), "until": made.expires_at}


def _act(event_id: int, stand_id: int, verb: Callable[[Stand], Any], done: str) -> Any:
    """One verb from a button of the stand's page; a refusal is said on that page."""
    *_others, stand = _loaded(event_id, stand_id)
    try:
        verb(stand)
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        return _page(event_id, stand_id, problems=[{"text": str(refusal.sentence)}]), int(refusal.status)
    flash(done, "ok")
    return redirect(_here(stand), 303)


@blueprint.get(STAND)
def stand(event_id: int, stand_id: int) -> Any:
    return _page(event_id, stand_id)


@blueprint.post(f"{STAND}/renvoyer")
def write_again(event_id: int, stand_id: int) -> Any:
    form = AddressForm()
    if not form.validate():
        return _page(event_id, stand_id, form), 422
    return _act(
        event_id, stand_id,
        lambda one: stand_actions.write_again(one, form.email.data, now(), actor_id=current_user.id),
        _("Le message part à %(email)s.", email=form.email.data),
    )  # fmt: skip


@blueprint.post(f"{STAND}/lien")
def rotate_link(event_id: int, stand_id: int) -> Any:
    return _act(
        event_id, stand_id, lambda one: stand_actions.rotate_link(one, now(), actor_id=current_user.id),
        _("Le lien a changé : le nouveau part par e-mail, l’ancien n’ouvre plus rien."),
    )  # fmt: skip


@blueprint.post(f"{STAND}/reinviter")
def invite_again(event_id: int, stand_id: int) -> Any:
    return _act(
        event_id, stand_id, lambda one: stand_actions.invite_again(one, now(), actor_id=current_user.id),
        _("L’invitation repart."),
    )  # fmt: skip


@blueprint.post(f"{STAND}/code")
def show_code(event_id: int, stand_id: int) -> Any:
    *_others, stand = _loaded(event_id, stand_id)
    made = stand_code_actions.make_code(stand, current_user.id, current_app.config["SECRET_KEY"], now())
    db.session.commit()
    return redirect(f"{_here(stand)}?code={made.id}#code", 303)


@blueprint.get(f"{STAND}/retirer")
def ask_to_remove(event_id: int, stand_id: int) -> Any:
    event, membership, _job_dating, stand = _loaded(event_id, stand_id)
    return render_template(
        "jobdating/stands/remove.html", stand=stand, here=_here(stand), cost=interviews_at_stake(stand),
        **event_page(event, membership, "employers"),
    )  # fmt: skip


@blueprint.post(f"{STAND}/retirer")
def remove(event_id: int, stand_id: int) -> Any:
    return _act(
        event_id, stand_id, lambda one: stand_actions.leave(one, now(), actor_id=current_user.id),
        _("C’est noté : cet employeur ne vient plus. Il est prévenu."),
    )  # fmt: skip


def _table(event_id: int, stand_id: int, table_id: int) -> tuple[Event, Membership, Table]:
    event, membership, _job_dating, stand = _loaded(event_id, stand_id)
    return event, membership, table_of_stand(stand, table_id)


@blueprint.get(f"{TABLE}/fermer")
def ask_to_close(event_id: int, stand_id: int, table_id: int) -> Any:
    event, membership, table = _table(event_id, stand_id, table_id)
    return render_template(
        "jobdating/stands/close_table.html", table=table, stand=table.stand, here=_here(table.stand),
        cost=len(pending_interviews(event.id, [table.id])), **event_page(event, membership, "employers"),
    )  # fmt: skip


@blueprint.post(f"{TABLE}/fermer")
def close_table(event_id: int, stand_id: int, table_id: int) -> Any:
    _event, _membership, table = _table(event_id, stand_id, table_id)
    touched = stand_actions.close_table(table, now(), actor_id=current_user.id)
    db.session.commit()
    flash(_closed_words(table.number, touched), "ok")
    return redirect(_here(table.stand), 303)


def _closed_words(number: int, touched: int) -> str:
    closed = _("La table %(number)s est fermée.", number=number)
    if not touched:
        return closed
    return f"{closed} " + ngettext(
        "%(num)s entretien est déplacé ou annulé.", "%(num)s entretiens sont déplacés ou annulés.", touched
    )


@blueprint.post(f"{TABLE}/rouvrir")
def reopen_table(event_id: int, stand_id: int, table_id: int) -> Any:
    return _act(
        event_id, stand_id,
        lambda one: stand_actions.reopen_table(table_of_stand(one, table_id), now(), actor_id=current_user.id),
        _("La table est rouverte."),
    )  # fmt: skip
