"""CV files that nobody's profile names any more: forgotten registrations, and uploads that came to nothing."""

from datetime import datetime, timedelta

from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.jobdating.wishes import cv_files
from eventsapp.jobdating.wishes.models import Profile
from eventsapp.registrations.models import Registration

SPARED = timedelta(days=1)
"""A younger file may belong to a request that has not committed yet."""


def purge_files(now: datetime) -> int:
    """Delete the files of anonymised registrations, and those older than a day that no profile names.

    Profiles of anonymised registrations are gone by then (registrations/purging.py): should one have stayed, its
    file goes all the same. Returns how many files.
    """
    folder = cv_files.folder()
    if not folder.is_dir():
        return 0
    kept = select(Profile.cv_file).join(Registration, Registration.id == Profile.registration_id)
    named = set(db.session.scalars(kept.where(Profile.cv_file != "", Registration.anonymised_at.is_(None))))
    old = (now - SPARED).timestamp()
    lost = [file.name for file in folder.iterdir() if file.name not in named and file.stat().st_mtime < old]
    return cv_files.remove(lost)
