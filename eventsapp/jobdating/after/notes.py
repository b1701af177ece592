"""Notes of an interview, typed on several phones, some without a network: nothing is lost but by who saw it. Pure."""

from eventsapp.jobdating.after.models import mark_of


def merged(kept: str, typed: str, seen: str | None, *, is_late: bool) -> str:
    """What to keep once `typed` comes in.

    `seen` is the mark of the notes that the person had before their eyes: whoever saw what is kept may change or
    empty it. Who saw something else adds to it. Without a mark, the clock decides: later typing replaces.
    """
    if seen is not None and mark_of(typed) == seen:
        return kept  # nobody touched them there
    if seen == mark_of(kept) or (seen is None and not is_late):
        return typed
    if typed in kept:
        return kept
    if kept in typed:
        return typed
    return f"{typed}\n{kept}" if is_late else f"{kept}\n{typed}"
