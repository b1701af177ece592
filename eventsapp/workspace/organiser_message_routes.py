"""The mails of one event: what left, what came back, and one free message to everyone."""

from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp.clock import now
from eventsapp.events.queries import event_for_member
from eventsapp.extensions import db
from eventsapp.organisations.models import Role
from eventsapp.workspace import actions
from eventsapp.workspace.addresses import MESSAGES
from eventsapp.workspace.announcing import audience_choices, people_of
from eventsapp.workspace.asked import one_of, page_asked
from eventsapp.workspace.blueprint import blueprint
from eventsapp.workspace.event_pages import event_page
from eventsapp.workspace.forms import AnnouncementForm
from eventsapp.workspace.message_queries import (
    STATES,
    counts_by_state,
    message_of_event,
    page_of_incoming,
    page_of_messages,
)
from eventsapp.workspace.overview_queries import replies_to_read
from eventsapp.workspace.wording import message_choices


@blueprint.get(MESSAGES)
def messages(event_id: int) -> Any:
    event, membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    group = one_of(request.args, "etat", ("all", *STATES), "all")
    counts = counts_by_state(event.id)
    return render_template(
        "workspace/messages.html",
        mails=page_of_messages(event.id, group, page_asked(request.args), counts[group]),
        group=group,
        choices=message_choices(counts),
        unread=replies_to_read(event.id),
        href_prefix="?" + urlencode({"etat": group, "page": ""}),
        **event_page(event, membership, "messages"),
    )


@blueprint.post(f"{MESSAGES}/<int:message_id>/renvoyer")
def resend_message(event_id: int, message_id: int) -> Any:
    """The person's present state, composed anew; what others wrote to them goes again as it was."""
    event, _membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    message, registration = message_of_event(event, message_id)
    again = actions.resend_message(message, registration, now(), current_user)
    db.session.commit()
    flash(_("Le message repart.") if again else _("Un message est déjà en route pour cette personne."), "ok")
    return redirect(f"/espace/evenements/{event.id}/messages?etat=failed", 303)


@blueprint.get(f"{MESSAGES}/recus")
def incoming(event_id: int) -> Any:
    event, membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    return render_template(
        "workspace/incoming.html",
        received=page_of_incoming(event.id, page_asked(request.args)),
        unread=replies_to_read(event.id),
        href_prefix="?page=",
        **event_page(event, membership, "messages"),
    )


@blueprint.post(f"{MESSAGES}/recus/lus")
def mark_read(event_id: int) -> Any:
    event, _membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    actions.mark_replies_read(event, now(), current_user)
    db.session.commit()
    return redirect(f"/espace/evenements/{event.id}/messages/recus", 303)


@blueprint.route(f"{MESSAGES}/annonce", methods=["GET", "POST"])
def announcement(event_id: int) -> Any:
    """Written, then shown with the number of people it will reach, then sent."""
    event, membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    page = event_page(event, membership, "messages")
    form = AnnouncementForm().prepare(audience_choices(event))
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("workspace/announcement.html", form=form, refusal=None, **page), status
    people = people_of(event, form.audience.data)
    reached = sum(person.email is not None for person in people)
    if not reached:
        refusal = actions.NobodyToTell.sentence
        return render_template("workspace/announcement.html", form=form, refusal=refusal, **page), 409
    if "envoyer" not in request.form:
        counts = {"reached": reached, "unreached": len(people) - reached}
        return render_template("workspace/announcement_confirm.html", form=form, **counts, **page)
    key = actions.announcement_key(form.form_key.data, form.audience.data, form.text.data)
    told = actions.announce(event, people, form.text.data, key, now(), current_user)
    db.session.commit()
    flash(_told(told), "ok")
    return redirect(f"/espace/evenements/{event.id}/messages", 303)


def _told(count: int) -> str:
    if not count:
        return _("Ce message était déjà parti : il n’est pas envoyé deux fois.")
    return ngettext("Le message part à %(num)s personne.", "Le message part à %(num)s personnes.", count)
