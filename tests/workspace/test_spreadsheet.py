"""The exported file: what spreadsheets read back, and what they must never run."""

import csv
import io

import pytest

from eventsapp.workspace.spreadsheet import csv_text, readable_phone, safe_cell

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ("", " ", "\u00a0", "\t ", "\x00"))
def test_no_cell_can_start_a_formula(start, before):
    cell = safe_cell(f"{before}{start}cmd|' /C calc'!A0")
    assert cell[0] == "'"


@pytest.mark.parametrize("separator", (",", ";", "|", "\t"))
def test_no_formula_hides_behind_another_separator(separator):
    text = "".join(csv_text([[f"Diallo{separator}=1+1", f'"{separator}"@SUM(A1)']]))
    for delimiter in (",", ";", "|", "\t"):
        for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter):
            assert not any(cell.lstrip()[:1] in STARTS for cell in row)


def test_ordinary_words_stay_as_they_are():
    for words in ("Jean-Luc d’Été", "o'neil@example.org", "9 h – 10 h", "+", ""):
        assert safe_cell(words) == ("'+" if words == "+" else words)


def test_phones_can_be_read_and_dialled():
    assert readable_phone("+33639980001") == "06 39 98 00 01"
    assert readable_phone("+442079460958").startswith("00 44 20")
    assert readable_phone("") == ""


def test_the_file_is_what_french_spreadsheets_expect():
    text = "".join(csv_text([["Nom", "Prénom"], ['D"Arc; la', "Zoé\nÉlodie"]]))
    assert text.startswith("\ufeffNom;Prénom\r\n") and text.endswith("\r\n")
    assert list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))[1] == ['D"Arc; la', "Zoé\nÉlodie"]
