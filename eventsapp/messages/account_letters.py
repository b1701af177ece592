"""The letters to people who sign in, the magic link of candidates, and the mails of the operator."""

from typing import Any

from flask_babel import gettext as _

from eventsapp.messages.letters import Button, Letter

Facts = dict[str, Any]


def _not_you() -> str:
    return _("Vous n’avez rien demandé ? Ignorez ce message : rien ne changera.")


def _warn_if_not_you() -> str:
    return _("Ce n’était pas vous ? Choisissez tout de suite un nouveau mot de passe depuis la page de connexion.")


def my_registrations_link(facts: Facts) -> Letter:
    return Letter(
        subject=_("Votre lien vers vos inscriptions"),
        title=_("Retrouvez vos inscriptions"),
        paragraphs=[
            _("Ouvrez ce lien pour voir vos inscriptions et vos billets. Il fonctionne une fois, pendant 30 minutes.")
        ],
        buttons=[Button(_("Voir mes inscriptions"), facts["link"])],
        reason=_not_you(),
    )


def confirm_email(facts: Facts) -> Letter:
    return Letter(
        subject=_("Confirmez votre adresse e-mail"),
        title=_("Confirmez votre adresse"),
        paragraphs=[_("Plus qu’un geste pour ouvrir votre espace : confirmez que cette adresse est bien la vôtre.")],
        buttons=[Button(_("Confirmer mon adresse"), facts["link"])],
        reason=_not_you(),
    )


def account_exists(facts: Facts) -> Letter:
    return Letter(
        subject=_("Vous avez déjà un compte"),
        title=_("Vous avez déjà un compte"),
        paragraphs=[
            _("Quelqu’un, sans doute vous, a voulu créer un compte avec cette adresse. Il en existe déjà un."),
            _("Connectez-vous, ou choisissez un nouveau mot de passe si vous avez oublié le vôtre."),
        ],
        buttons=[
            Button(_("Me connecter"), facts["link"]),
            Button(_("J’ai oublié mon mot de passe"), facts["reset_link"], is_main=False),
        ],
        reason=_not_you(),
    )


def password_reset(facts: Facts) -> Letter:
    return Letter(
        subject=_("Choisissez un nouveau mot de passe"),
        title=_("Nouveau mot de passe"),
        paragraphs=[
            _("Ouvrez ce lien pour choisir un nouveau mot de passe. Il fonctionne une fois, pendant une heure.")
        ],
        buttons=[Button(_("Choisir un nouveau mot de passe"), facts["link"])],
        reason=_not_you(),
    )


def password_changed(facts: Facts) -> Letter:
    return Letter(
        subject=_("Votre mot de passe a changé"),
        title=_("Votre mot de passe a changé"),
        paragraphs=[_("Le mot de passe de votre compte vient d’être changé. Les autres sessions sont fermées.")],
        after=[_warn_if_not_you()],
    )


def email_change_confirm(facts: Facts) -> Letter:
    return Letter(
        subject=_("Confirmez votre nouvelle adresse"),
        title=_("Confirmez votre nouvelle adresse"),
        paragraphs=[_("Confirmez que cette adresse doit devenir celle de votre compte.")],
        buttons=[Button(_("Confirmer cette adresse"), facts["link"])],
        reason=_not_you(),
    )


def email_changed_notice(facts: Facts) -> Letter:
    return Letter(
        subject=_("L’adresse de votre compte change"),
        title=_("L’adresse de votre compte change"),
        paragraphs=[_("Une nouvelle adresse e-mail a été demandée ou enregistrée pour votre compte.")],
        after=[_warn_if_not_you()],
    )


def team_invitation(facts: Facts) -> Letter:
    return Letter(
        subject=_("%(who)s vous invite à rejoindre son équipe", who=facts["organisation"]),
        title=_("Rejoignez l’équipe de %(who)s", who=facts["organisation"]),
        paragraphs=[
            _("%(name)s vous invite avec le rôle « %(role)s ».", name=facts["invited_by"], role=facts["role"]),
            _("Ce lien fonctionne une fois, pendant 14 jours."),
        ],
        buttons=[Button(_("Rejoindre l’équipe"), facts["link"])],
        reason=_not_you(),
    )


def organisation_approved(facts: Facts) -> Letter:
    return Letter(
        subject=_("%(who)s peut publier ses événements", who=facts["organisation"]),
        title=_("Votre structure est validée"),
        paragraphs=[_("Vous pouvez maintenant publier vos événements.")],
        buttons=[Button(_("Ouvrir mon espace"), facts["link"])],
    )


def organisation_suspended(facts: Facts) -> Letter:
    reason = facts.get("reason", "")
    return Letter(
        subject=_("%(who)s est suspendue", who=facts["organisation"]),
        title=_("Votre structure est suspendue"),
        paragraphs=[
            _("Elle ne peut plus publier d’événement pour le moment."),
            *([_("Raison donnée : %(reason)s", reason=reason)] if reason else []),
        ],
    )


def incoming_forwarded(facts: Facts) -> Letter:
    return Letter(
        subject=_("Message reçu pour « %(title)s »", title=facts["title"]),
        title=_("Quelqu’un vous a écrit"),
        paragraphs=[
            _("%(sender)s a répondu à un message de la plateforme : « %(subject)s ».", sender=facts["sender"],
              subject=facts["subject"]),
        ],
        quote=facts["text"],
        buttons=[Button(_("Voir les messages de l’événement"), facts["link"])],
        after=[_("Pour répondre, écrivez directement à cette personne : votre réponse à ce message lui parviendra.")],
        reason=_("Vous recevez ce message car vous êtes le contact de cet événement."),
    )  # fmt: skip


def mail_test(facts: Facts) -> Letter:
    return Letter(
        subject=_("Message d’essai"),
        title=_("L’envoi des messages fonctionne"),
        paragraphs=[_("Ce message d’essai a été envoyé par la commande de l’exploitant. Rien d’autre à faire.")],
    )
