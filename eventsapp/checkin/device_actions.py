"""Phones and scripts that may scan one event: invited, paired, seen, revoked."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from eventsapp.checkin.device_secrets import pairing_code, read_code
from eventsapp.checkin.models import Device
from eventsapp.errors import NotFound
from eventsapp.extensions import db
from eventsapp.secret_tokens import hash_of, new_secret

PAIRING_LASTS = timedelta(minutes=15)
_SEEN_EVERY = timedelta(minutes=1)


class PairingCodeSpent(NotFound):
    code = "pairing_code_spent"
    sentence = _l("Ce code n’existe pas, a déjà servi ou date de plus de 15 minutes. Demandez-en un autre.")


def invite_device(event_id: int, user_id: int, key: str, now: datetime) -> Device:
    """A device that waits for its phone; `pairing_code_of` tells the code to show."""
    device = Device(event_id=event_id, created_by_id=user_id, created_at=now, pairing_expires_at=now + PAIRING_LASTS)
    db.session.add(device)
    db.session.flush()
    device.pairing_hash = hash_of(pairing_code_of(device, key))
    return device


def pairing_code_of(device: Device, key: str) -> str:
    """The code that pairs `device`, while it waits."""
    return pairing_code(device.id, device.created_at.isoformat(), key)


def pair_device(code: str, label: str, now: datetime) -> tuple[int, str]:
    """Spend a pairing code: returns the device's id and its token, told this once. Raises PairingCodeSpent."""
    token = new_secret()
    spend = (
        update(Device)
        .where(
            Device.pairing_hash == hash_of(read_code(code)),
            Device.pairing_expires_at > now,
            Device.token_hash.is_(None),
            Device.revoked_at.is_(None),
        )
        .values(
            pairing_hash=None, pairing_expires_at=None, token_hash=hash_of(token), label=label, paired_at=now,
            last_seen_at=now,
        )
        .returning(Device.id)
    )  # fmt: skip
    device_id = db.session.scalar(spend, execution_options={"synchronize_session": False})
    if device_id is None:
        raise PairingCodeSpent
    return device_id, token


def create_device(event_id: int, label: str, now: datetime) -> str:
    """A device for a script, paired at once; returns its token, told this once."""
    token = new_secret()
    db.session.add(
        Device(event_id=event_id, label=label, token_hash=hash_of(token), created_at=now, paired_at=now)
    )  # fmt: skip
    return token


def revoke_device(device: Device, now: datetime) -> None:
    """From now on its token opens nothing."""
    device.revoked_at = device.revoked_at or now
    device.pairing_hash = None


def mark_seen(device_id: int, last_seen_at: datetime | None, now: datetime) -> None:
    """Remember that the device works, at most once a minute: every scan would write its row otherwise."""
    if last_seen_at is None or now - last_seen_at >= _SEEN_EVERY:
        seen = update(Device).where(Device.id == device_id).values(last_seen_at=now)
        db.session.execute(seen, execution_options={"synchronize_session": False})
