"""How the tests of wishes act: files that are CVs and files that are not, and what a page of wishes sends."""

import io
import zipfile
from typing import Any

from sqlalchemy import inspect, select

from eventsapp.extensions import db
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.wishes.models import Consent, Wish
from eventsapp.registrations import tickets
from eventsapp.registrations.models import Registration
from tests.browsing import Page, Visitor

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\nstartxref\n9\n%%EOF\n"
DOCX_TYPES = (
    b'<Types><Override PartName="/word/document.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def archive(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these entries, in their order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as file:
        for name, content in entries.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else compression
            file.writestr(zipfile.ZipInfo(name), content, compress_type=kind)
    return made.getvalue()


def docx(**more: bytes) -> bytes:
    return archive({"[Content_Types].xml": DOCX_TYPES, "word/document.xml": b"<w:document/>", **more})


def odt(**more: bytes) -> bytes:
    return archive(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office:document-content/>", **more}
    )


def ranks(*stands: Stand) -> dict[str, str]:
    """What the selects send, best first."""
    return {f"rang-{stand.id}": str(rank) for rank, stand in enumerate(stands, 1)}


def agreed(*stands: Stand) -> dict[str, str]:
    """The consent ticked, with the employers that it named."""
    return {"consent_chosen": "y", "nommes": ",".join(str(stand.id) for stand in stands)}


def wanting(*stands: Stand, **more: Any) -> dict[str, Any]:
    """Wishes with the consent that covers them."""
    return {**ranks(*stands), **(agreed(*stands) if stands else {}), **more}


def wishes_of(registration: Registration) -> list[tuple[str, bool]]:
    """(employer, is shared), best first."""
    found = select(Wish).where(Wish.registration_id == registration.id).order_by(Wish.rank)
    return [(wish.stand.name, wish.shared_at is not None) for wish in db.session.scalars(found)]


def consents_of(registration: Registration) -> list[Consent]:
    return list(
        db.session.scalars(select(Consent).where(Consent.registration_id == registration.id).order_by(Consent.id))
    )


def wishes_page(visitor: Visitor, registration: Registration) -> Page:
    return visitor.get(tickets.manage_path(registration, "voeux"))


def save(visitor: Visitor, registration: Registration, *stands: Stand, expect: int | None = None, **more: Any) -> Page:
    """Through the page behind the managing link: only these employers are left chosen."""
    page = wishes_page(visitor, registration)
    none = {field["name"]: "" for field in page.soup.find_all("select") if field["name"].startswith("rang-")}
    return page.submit("Enregistrer mes vœux", expect=expect, **{**none, **wanting(*stands), **more})


def change(row: Any, **values: Any) -> None:
    """What somebody else changes meanwhile: a visit lets go of the rows that the test held."""
    now_held = db.session.get_one(type(row), inspect(row).identity)
    for name, value in values.items():
        setattr(now_held, name, value)
    db.session.commit()
