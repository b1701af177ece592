"""Secrets, typed codes and the QR: any phone's camera opens the ticket, and nobody guesses one."""

import io
import re
from types import SimpleNamespace

import pytest
import zxingcpp
from flask import Flask
from PIL import Image, ImageDraw

from eventsapp.extensions import db
from eventsapp.registrations import tickets
from eventsapp.registrations.models import Registration
from tests.browsing import Visitor
from tests.cast import Cast

SOMEONE = SimpleNamespace(id=4711, scan_version=1, manage_version=1)


def read(picture: Image.Image) -> str | None:
    found = zxingcpp.read_barcode(picture)
    return found.text if found else None


def drawn(svg: str, scale: int = 6) -> Image.Image:
    """The SVG's path of whole modules, drawn."""
    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    picture = Image.new("L", (size * scale, size * scale), 255)
    draw = ImageDraw.Draw(picture)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h", svg):
        left, top = int(x) * scale, int(y) * scale
        draw.rectangle((left, top, left + int(width) * scale - 1, top + scale - 1), fill=0)
    return picture


def test_secrets_are_apart_stable_and_rotate(app: Flask) -> None:
    scan, manage = tickets.scan_token(SOMEONE), tickets.manage_token(SOMEONE)
    assert scan == tickets.scan_token(SOMEONE) and scan.split("-")[1] != manage.split("-")[1]
    later = SimpleNamespace(id=4711, scan_version=2, manage_version=1)
    assert tickets.scan_token(later) != scan and tickets.manage_token(later) == manage
    assert not tickets.is_token_of(later, scan, tickets.SCAN) and not tickets.is_token_of(SOMEONE, manage, tickets.SCAN)


def test_a_secret_holds_at_least_128_bits_and_survives_any_address_bar(app: Flask) -> None:
    number, secret = tickets.scan_token(SOMEONE).split("-")
    assert len(secret) * 5 >= 128 and re.fullmatch(r"[a-z2-7]+", secret) and int(number, 36) == 4711


def test_another_key_makes_other_secrets(app: Flask) -> None:
    before, key = tickets.scan_token(SOMEONE), app.config["TICKET_KEY"]
    app.config["TICKET_KEY"] = key + "x"
    try:
        assert tickets.scan_token(SOMEONE) != before
    finally:
        app.config["TICKET_KEY"] = key


def test_a_camera_and_a_paste_give_the_same_token(app: Flask) -> None:
    token = tickets.scan_token(SOMEONE)
    address = f"https://rencontres.test/billet/{token}"
    for text in (token, address, f" {address}\n", address.upper(), f"{address}.png", f"{address}?utm=1", address + "/"):
        assert tickets.token_in(text) == token, text
    for text in ("", "RS-7KQ4-M2XD", f"https://x.test/{token}", f"{token}x", "9" * 5000, f"javascript:{token}"):
        assert tickets.token_in(text) is None, text


@pytest.mark.parametrize("typed", ["rs7kq4m2xd", " RS 7KQ4 M2XD", "7kq4-m2xd", "RS–7KQ4–M2XD", "R57KQ4M2XD"])
def test_a_typed_code_is_read_however_it_is_typed(typed: str) -> None:
    assert tickets.short_code_in(typed) == "RS-7KQ4-M2XD"


def test_misread_letters_are_put_right() -> None:
    assert tickets.short_code_in("rs-oil0-1abc") == "RS-0110-1ABC"
    assert tickets.short_code_in("RS-7KQ4") is None and tickets.short_code_in("x" * 1000) is None
    assert not set("ILOU") & set("".join(tickets.new_short_code()[3:] for _ in range(200)))


def test_the_qr_of_the_page_is_read_by_another_decoder(app: Flask) -> None:
    address = tickets.ticket_address(SOMEONE)
    svg = tickets.qr_svg(address)
    assert "style" not in svg and read(drawn(svg)) == address


def test_the_picture_is_read_small_turned_and_blurred(app: Flask) -> None:
    address = tickets.ticket_address(SOMEONE)
    whole = Image.open(io.BytesIO(tickets.qr_png(address))).convert("L")
    assert read(whole) == address
    assert read(whole.resize((150, 150), Image.Resampling.BILINEAR)) == address
    for angle in (7, 90, 180, 201):
        assert read(whole.rotate(angle, expand=True, fillcolor=255).resize((300, 300))) == address


def test_the_quiet_zone_is_four_modules_on_every_side(app: Flask) -> None:
    matrix = tickets.qr_matrix(tickets.ticket_address(SOMEONE))
    for row in (*matrix[:4], *matrix[-4:]):
        assert not any(row)
    assert all(not any(row[:4]) and not any(row[-4:]) for row in matrix)


def test_the_ticket_opened_by_its_qr_only_shows(cast: Cast, visitor: Visitor) -> None:
    aminata = db.session.get(Registration, cast.aminata.id)
    page = visitor.get(tickets.ticket_path(aminata))
    assert page.says("Aminata Diallo") and page.says(aminata.short_code) and page.says("Job dating · mardi 1er déc.")
    assert page.says("Espace Job, 12 rue des Arts, Toulouse") and not page.soup.find_all("form")
    assert tickets.manage_token(aminata) not in page.html and aminata.email not in page.html
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.response.headers["X-Robots-Tag"]
    svg = str(page.soup.select_one(".qr__picture svg"))
    assert read(drawn(svg.replace("viewbox", "viewBox"))) == tickets.ticket_address(aminata)


def test_the_picture_and_the_calendar_are_beside_the_page(cast: Cast, visitor: Visitor) -> None:
    aminata = db.session.get(Registration, cast.aminata.id)
    aminata.calendar_sequence = 3
    db.session.commit()
    picture = visitor.get(tickets.ticket_path(aminata) + ".png").response
    assert picture.mimetype == "image/png" and read(Image.open(io.BytesIO(picture.data))) == tickets.ticket_address(
        aminata
    )
    ics = visitor.get(tickets.ticket_path(aminata) + ".ics").response
    text = ics.get_data(as_text=True)
    assert ics.mimetype == "text/calendar" and "METHOD:PUBLISH" in text and "SEQUENCE:3" in text
    assert f"UID:{aminata.calendar_uid}" in text and "ATTENDEE" not in text and "/billet/" not in text


@pytest.mark.parametrize("paper", ["a4", "a6", "poster"])
def test_the_ticket_prints(cast: Cast, visitor: Visitor, paper: str) -> None:
    aminata = db.session.get(Registration, cast.aminata.id)
    page = visitor.get(f"{tickets.ticket_path(aminata)}/imprimer?papier={paper}")
    assert page.says(aminata.short_code) and f"paper--{paper if paper != 'poster' else 'a4'}" in page.html


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": "cancelled_by_candidate"}, "Ce billet est annulé."),
        ({"state": "waitlisted"}, "Sur la liste d’attente, au rang"),
    ],
)
def test_a_ticket_that_opens_no_door_has_no_code(cast: Cast, visitor: Visitor, values: dict, words: str) -> None:
    aminata = db.session.get(Registration, cast.aminata.id)
    for name, value in values.items():
        setattr(aminata, name, value)
    db.session.commit()
    page = visitor.get(tickets.ticket_path(aminata))
    assert page.says(words) and page.soup.select_one(".qr") is None
    visitor.get(tickets.ticket_path(aminata) + ".png", expect=404)


def test_the_joining_link_is_for_those_who_hold_a_place(cast: Cast, visitor: Visitor) -> None:
    aminata = db.session.get(Registration, cast.aminata.id)
    aminata.event.mode, aminata.event.online_url = "online", "https://visio.example.org/salle"
    db.session.commit()
    assert visitor.get(tickets.ticket_path(aminata)).link("Rejoindre la rencontre") == "https://visio.example.org/salle"
    aminata = db.session.get(Registration, cast.aminata.id)
    aminata.state = "cancelled_by_organiser"
    db.session.commit()
    assert "visio.example.org" not in visitor.get(tickets.ticket_path(aminata)).html


def test_guessed_cut_and_foreign_tokens_are_all_the_same_404(cast: Cast, visitor: Visitor) -> None:
    mine, other = tickets.scan_token(cast.aminata), tickets.scan_token(cast.bilal)
    number, secret = mine.split("-")
    last = "b" if secret[-1] == "a" else "a"
    guesses = [
        f"{number}-{secret[:-1]}{last}", f"{number}-{other.split('-')[1]}", f"{other.split('-')[0]}-{secret}",
        f"zzzzzz-{secret}", f"{'z' * 7}-{secret}", f"{'z' * 30}-{secret}", f"0{number}-{secret}", mine[:-1], "x", "é",
        tickets.manage_token(cast.aminata),
    ]  # fmt: skip
    for guess in guesses:
        page = visitor.get(f"/billet/{guess}", expect=404)
        assert page.says("Ce lien ne fonctionne plus") and page.link("Renvoyer mon billet"), guess
        visitor.get(f"/inscription/{guess}", expect=404 if guess != guesses[-1] else 200)
    for guess in ("%00", f"{mine}%0A"):
        visitor.get(f"/billet/{guess}", expect=404)
        visitor.get(f"/inscription/{guess}", expect=404)
