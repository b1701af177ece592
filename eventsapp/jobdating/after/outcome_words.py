"""What came of an interview, in words that guess nobody's gender."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from eventsapp.jobdating.after.models import FollowUpAnswer, NotRetainedReason, OutcomeKind
from eventsapp.jobdating.plans.models import InterviewState

KIND_WORDS: dict[str, LazyString] = {
    OutcomeKind.SECOND_INTERVIEW: _l("Deuxième entretien"),
    OutcomeKind.IMMERSION: _l("Immersion (PMSMP)"),
    OutcomeKind.TRAINING: _l("Formation"),
    OutcomeKind.OFFER: _l("Proposition d’embauche"),
    OutcomeKind.HIRED: _l("Embauche"),
    OutcomeKind.POOL: _l("Vivier"),
    OutcomeKind.NOT_RETAINED: _l("Sans suite"),
}
REASON_WORDS: dict[str, LazyString] = {
    NotRetainedReason.DIPLOMA: _l("Diplôme demandé pour le poste"),
    NotRetainedReason.EXPERIENCE: _l("Expérience demandée pour le poste"),
    NotRetainedReason.HOURS: _l("Horaires du poste"),
    NotRetainedReason.PLACE: _l("Lieu du poste"),
    NotRetainedReason.FILLED: _l("Postes pourvus"),
    NotRetainedReason.OTHER_PROJECT: _l("Autre projet professionnel"),
}
FOLLOW_UP_WORDS: dict[str, LazyString] = {
    FollowUpAnswer.HIRED: _l("Une embauche"),
    FollowUpAnswer.TRAINING: _l("Une formation"),
    FollowUpAnswer.IMMERSION: _l("Une immersion"),
    FollowUpAnswer.WAITING: _l("J’attends encore une réponse"),
    FollowUpAnswer.NO: _l("Rien de plus pour l’instant"),
}
NOT_HELD_WORDS: dict[str, LazyString] = {
    InterviewState.SCHEDULED: _l("Pas encore commencé"),
    InterviewState.CALLED: _l("Appelé, pas encore commencé"),
    InterviewState.NO_SHOW: _l("Absence"),
    InterviewState.CANCELLED: _l("Annulé"),
}
