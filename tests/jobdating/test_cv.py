"""CVs by the pages: sent, kept outside what is served, given to those who may, forgotten."""

import os
import stat
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventsapp import worker
from eventsapp.extensions import db
from eventsapp.jobdating import secret_links
from eventsapp.jobdating.models import Table
from eventsapp.jobdating.wishes import cv_files
from eventsapp.jobdating.wishes.cv_checking import LARGEST
from eventsapp.jobdating.wishes.cv_purging import purge_files
from eventsapp.jobdating.wishes.models import Profile
from eventsapp.registrations import tickets
from eventsapp.registrations.models import Registration
from tests.browsing import Visitor
from tests.jobdating.fair import Fair, interview
from tests.jobdating.wishing import PDF, change, docx, odt, save, wishes_page


@pytest.fixture(autouse=True)
def own_folder(app: Flask, tmp_path: Any) -> Any:
    before = app.config["UPLOAD_FOLDER"]
    app.config["UPLOAD_FOLDER"] = str(tmp_path)
    yield tmp_path
    app.config["UPLOAD_FOLDER"] = before


def sent(content: bytes = PDF, name: str = "Mon CV.pdf") -> tuple[BytesIO, str]:
    return BytesIO(content), name


def kept() -> list[str]:
    folder = cv_files.folder()
    return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []


def profile_of(fair: Fair, name: str) -> Profile:
    return db.session.get_one(Profile, fair.people[name].id)


def seen_by(fair: Fair, stand: Any, name: str) -> str:
    return secret_links.recruiter_path(stand, f"candidats/{fair.people[name].id}/cv")


def own(fair: Fair, name: str, act: str = "cv") -> str:
    return tickets.manage_path(fair.people[name], act)


def test_a_cv_is_kept_under_a_random_name_that_only_the_program_reads(fair: Fair, visitor: Visitor, own_folder) -> None:
    save(visitor, fair.people["Zoé"], fair.magnolias, cv=sent())
    profile = profile_of(fair, "Zoé")
    assert kept() == [profile.cv_file] and len(profile.cv_file) == 40 and "." not in profile.cv_file
    path = own_folder / "cv" / profile.cv_file
    assert path.read_bytes() == PDF and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert wishes_page(visitor, fair.people["Zoé"]).says("Mon CV.pdf (PDF,")


@pytest.mark.parametrize(("content", "kind"), [(PDF, "pdf"), (odt(), "odt"), (docx(), "docx")])
def test_it_is_given_as_an_attachment_that_no_browser_opens(
    fair: Fair, visitor: Visitor, content: bytes, kind: str
) -> None:
    change(fair.people["Zoé"], first_name="Zoé", last_name='D’Été "; rm')
    save(visitor, fair.people["Zoé"], fair.magnolias, cv=sent(content, f"../../x.{kind}"))
    for path in (own(fair, "Zoé"), seen_by(fair, fair.magnolias, "Zoé")):
        answer = visitor.get(path).response
        assert answer.data == content and answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=CV-Zoe-D-Ete-rm." + kind)
        assert f"CV-Zo%C3%A9-D-%C3%89t%C3%A9-rm.{kind}" in answer.headers["Content-Disposition"]
        assert (
            answer.headers["Cache-Control"] == "private, no-store"
            and "sandbox" in answer.headers["Content-Security-Policy"]
        )
        assert answer.headers["Referrer-Policy"] == "no-referrer" and "html" not in answer.mimetype


def test_only_the_person_and_employers_that_may_see_them_get_it(fair: Fair, visitor: Visitor) -> None:
    save(visitor, fair.people["Zoé"], fair.magnolias, consent_open="y", cv=sent())
    visitor.get(seen_by(fair, fair.magnolias, "Zoé"))
    visitor.get(seen_by(fair, fair.clinique, "Zoé"), expect=404)  # open to others, but no interview there
    table = db.session.scalars(select(Table).where(Table.stand_id == fair.clinique.id)).one()
    interview(db.session.get_one(Registration, fair.people["Zoé"].id), table, 4, wish_rank=None)
    db.session.commit()
    visitor.get(seen_by(fair, fair.clinique, "Zoé"))
    visitor.get(seen_by(fair, fair.horizon, "Zoé"), expect=404)
    mine = tickets.manage_token(fair.people["Bilal"])
    forged = f"{tickets.manage_token(fair.people['Zoé']).partition('-')[0]}-{mine.partition('-')[2]}"
    visitor.get(f"/inscription/{forged}/cv", expect=404)
    visitor.get(f"/static/{profile_of(fair, 'Zoé').cv_file}", expect=404)
    for number in (fair.people["Bilal"].id, 0, 2**31, 10**12):
        visitor.get(secret_links.recruiter_path(fair.magnolias, f"candidats/{number}/cv"), expect=404)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ not a pdf", "cv.pdf", "Ce fichier se dit PDF, mais son contenu ne l’est pas."),
        (PDF, "cv.exe", "Votre CV doit être un fichier PDF, ODT ou DOCX."),
        (docx(**{"word/vbaProject.bin": b"x"}), "cv.docx", "contient des macros"),
        (PDF + b" " * LARGEST, "cv.pdf", "dépasse 5 Mo"),
    ],
)
def test_what_is_no_cv_is_said_at_the_field_and_nothing_is_kept(
    fair: Fair, visitor: Visitor, content: bytes, name: str, words: str
) -> None:
    page = save(visitor, fair.people["Zoé"], fair.magnolias, expect=422, cv=sent(content, name), pitch="Mes mots")
    assert page.says(words) and page.soup.find(id="cv")["aria-invalid"] == "true"
    assert page.soup.find("textarea").get_text(strip=True) == "Mes mots" and kept() == []
    assert db.session.get(Profile, fair.people["Zoé"].id) is None


def test_what_is_larger_than_any_cv_gets_the_page_that_says_so(fair: Fair, visitor: Visitor) -> None:
    page = save(visitor, fair.people["Zoé"], fair.magnolias, expect=413, cv=sent(PDF + b" " * 9_000_000))
    assert page.says("Envoi trop volumineux") and kept() == []


def test_other_pages_take_no_more_than_before(fair: Fair, visitor: Visitor) -> None:
    home = visitor.get(tickets.manage_path(fair.people["Zoé"], "nom"))
    home.submit("Enregistrer", first_name="x" * 3_000_000, expect=413)


def test_a_new_cv_replaces_the_old_and_taking_it_away_deletes_it(fair: Fair, visitor: Visitor) -> None:
    save(visitor, fair.people["Zoé"], fair.magnolias, cv=sent())
    first = kept()
    save(visitor, fair.people["Zoé"], fair.magnolias, cv=sent(odt(), "cv.odt"))
    assert len(kept()) == 1 and kept() != first
    save(visitor, fair.people["Zoé"], fair.clinique)
    assert len(kept()) == 1  # a page sent without a file changes none
    assert wishes_page(visitor, fair.people["Zoé"]).submit("Supprimer mon CV").says("Votre CV est supprimé.")
    assert kept() == [] and profile_of(fair, "Zoé").cv_name == ""
    visitor.get(own(fair, "Zoé"), expect=404)
    visitor.get(seen_by(fair, fair.clinique, "Zoé"), expect=404)


def test_a_refused_page_leaves_the_old_cv_alone(fair: Fair, visitor: Visitor) -> None:
    save(visitor, fair.people["Zoé"], fair.magnolias, cv=sent())
    before = kept()
    save(
        visitor,
        fair.people["Zoé"],
        fair.magnolias,
        fair.clinique,
        expect=422,
        consent_chosen=None,
        cv=sent(odt(), "b.odt"),
    )
    assert kept() == before and profile_of(fair, "Zoé").cv_kind == "pdf"


def test_a_file_that_vanished_is_said_to_be_gone(fair: Fair, visitor: Visitor) -> None:
    save(visitor, fair.people["Zoé"], fair.magnolias, cv=sent())
    cv_files.remove(kept())
    assert visitor.get(seen_by(fair, fair.magnolias, "Zoé"), expect=404).says("n’est plus, disponible")


def test_the_purge_deletes_orphans_older_than_a_day_and_no_other(fair: Fair, visitor: Visitor, now: datetime) -> None:
    save(visitor, fair.people["Zoé"], fair.magnolias, cv=sent())
    mine = profile_of(fair, "Zoé").cv_file
    old, young = cv_files.keep(b"old"), cv_files.keep(b"young")
    for name, days in ((mine, 30), (old, 2), (young, 0)):
        moment = (now - timedelta(days=days)).timestamp()
        os.utime(cv_files.folder() / name, (moment, moment))
    assert purge_files(now) == 1 and kept() == sorted([mine, young])
    assert purge_files(now) == 0


def test_a_forgotten_person_s_cv_goes_with_the_daily_purge(fair: Fair, visitor: Visitor, app: Flask) -> None:
    save(visitor, fair.people["Zoé"], fair.magnolias, cv=sent())
    later = fair.event.ends_at + timedelta(days=200)
    counts = worker.purge(app, later)
    db.session.commit()
    assert counts["cvs"] == 1 and kept() == [] and profile_of(fair, "Zoé").cv_file == ""


def test_no_folder_yet_is_nothing_to_purge(app: Flask, now: datetime) -> None:
    assert purge_files(now) == 0
