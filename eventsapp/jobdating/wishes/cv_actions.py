"""Joining a CV to a profile, and taking it away. The caller deletes the files returned, once it has committed."""

from datetime import datetime

from eventsapp.jobdating.wishes import cv_files
from eventsapp.jobdating.wishes.cv_checking import CheckedCv
from eventsapp.jobdating.wishes.models import Profile


def join_cv(profile: Profile, cv: CheckedCv, now: datetime) -> list[str]:
    """Keep the file and name it in the profile; returns the files that this one replaces."""
    replaced = _files(profile)
    profile.cv_file, profile.cv_name = cv_files.keep(cv.content), cv.name
    profile.cv_kind, profile.cv_size, profile.updated_at = cv.kind, len(cv.content), now
    return replaced


def take_cv_away(profile: Profile, now: datetime) -> list[str]:
    """Returns the files that nothing names any longer."""
    removed = _files(profile)
    profile.cv_file = profile.cv_name = profile.cv_kind = ""
    profile.cv_size, profile.updated_at = 0, now
    return removed


def _files(profile: Profile) -> list[str]:
    return [profile.cv_file] if profile.cv_file else []
