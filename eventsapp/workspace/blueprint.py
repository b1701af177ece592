"""The one blueprint that every page of this feature joins, and the words that its templates use."""

from typing import Any

from eventsapp import audiences
from eventsapp.registrations.support import NEEDS
from eventsapp.slots.wording import slot_words
from eventsapp.workspace import wording
from eventsapp.workspace.history_words import words_for
from eventsapp.workspace.spreadsheet import readable_phone

blueprint = audiences.organiser("workspace")


@blueprint.context_processor
def words() -> dict[str, Any]:
    return {
        "state_of": wording.state_of,
        "nearness": wording.nearness,
        "when_of": wording.when_of,
        "slot_words": slot_words,
        "kind_word": wording.kind_word,
        "answer_words": wording.ANSWER_WORDS,
        "source_words": wording.SOURCE_WORDS,
        "incoming_words": wording.INCOMING_WORDS,
        "need_words": NEEDS,
        "words_for": words_for,
        "readable_phone": readable_phone,
    }
