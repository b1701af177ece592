"""What is a CV and what only says so: told by its content."""

import io
import struct
import zipfile

import pytest

from eventsapp.jobdating.wishes import cv_refusals as refused
from eventsapp.jobdating.wishes.cv_checking import LARGEST, MOST_ENTRIES, checked, kind_of
from tests.jobdating.wishing import DOCX_TYPES, PDF, archive, docx, odt

MACRO_TYPES = b"<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def encrypted(content: bytes) -> bytes:
    """The same archive with the flag of encryption on each entry (APPNOTE §4.4.4, bit 0)."""
    made = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := made.find(signature, at + 1)) >= 0:
            made[at + offset] |= 1
    return bytes(made)


def bomb() -> bytes:
    """70 MB of nothing in 70 kB."""
    return docx(**{"word/media/image1.png": b"\0" * 70_000_000})


def liar() -> bytes:
    """An archive whose end declares more entries than there are."""
    made = bytearray(docx())
    struct.pack_into("<H", made, len(made) - 12, 65_535)
    return bytes(made)


@pytest.mark.parametrize(("content", "kind"), [(PDF, "pdf"), (odt(), "odt"), (docx(), "docx")])
def test_the_three_kinds_are_known_by_their_content(content: bytes, kind: str) -> None:
    found = checked(io.BytesIO(content), f"Mon CV.{kind.upper()}")
    assert (found.kind, found.content, found.name) == (kind, content, f"Mon CV.{kind.upper()}")


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"", "cv.pdf", refused.CvIsEmpty),
        (PDF + b"x" * LARGEST, "cv.pdf", refused.CvIsTooLarge),
        (PDF, "cv.txt", refused.CvKindRefused),
        (PDF, "cv", refused.CvKindRefused),
        (b"\x89PNG\r\n", "cv.png", refused.CvKindRefused),
        (b"MZ\x90\0", "cv.pdf.exe", refused.CvKindRefused),
        (b"MZ\x90\0", "cv.pdf", refused.CvIsNotWhatItSays),
        (b"<html>%PDF-1.4 %%EOF", "cv.pdf", refused.CvIsNotWhatItSays),
        (b"%PDF-1.4 cut off", "cv.pdf", refused.CvIsNotWhatItSays),
        (PDF, "cv.docx", refused.CvIsNotWhatItSays),
        (docx(), "cv.pdf", refused.CvIsNotWhatItSays),
        (docx(), "cv.odt", refused.CvIsNotWhatItSays),
        (odt(), "cv.docx", refused.CvIsNotWhatItSays),
        (archive({"readme.txt": b"x"}), "cv.docx", refused.CvIsNotWhatItSays),
        (archive({}), "cv.docx", refused.CvIsNotWhatItSays),
        (b"PK\x03\x04" + b"\0" * 60, "cv.docx", refused.CvIsNotWhatItSays),
        (docx()[:-40], "cv.docx", refused.CvIsNotWhatItSays),
        (archive({"mimetype": b"application/epub+zip", "content.xml": b""}), "cv.odt", refused.CvIsNotWhatItSays),
        (archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b""}), "cv.docx", refused.CvIsNotWhatItSays),
        (OLE, "cv.doc", refused.CvKindRefused),
        (OLE, "cv.docx", refused.CvIsLocked),
        (encrypted(docx()), "cv.docx", refused.CvIsLocked),
        (odt(**{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), "cv.odt", refused.CvIsLocked),
        (docx(), "cv.docm", refused.CvHoldsMacros),
        (archive({"[Content_Types].xml": MACRO_TYPES, "word/document.xml": b""}), "cv.docx", refused.CvHoldsMacros),
        (docx(**{"word/vbaProject.bin": b"x"}), "cv.docx", refused.CvHoldsMacros),
        (odt(**{"Basic/Standard/Module1.xml": b"x"}), "cv.odt", refused.CvHoldsMacros),
        (bomb(), "cv.docx", refused.CvUnfoldsTooFar),
        (liar(), "cv.docx", refused.CvUnfoldsTooFar),
        (docx(**{f"word/{n}.xml": b"" for n in range(MOST_ENTRIES)}), "cv.docx", refused.CvUnfoldsTooFar),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else (value if isinstance(value, str) else ""),
)
def test_what_is_no_cv_is_refused_with_a_sentence(
    app: object, content: bytes, name: str, refusal: type[refused.CvRefused]
) -> None:
    with pytest.raises(refusal) as said:
        checked(io.BytesIO(content), name)
    assert type(said.value) is refusal and str(said.value.sentence).endswith(".") and said.value.status == 422


def test_two_entries_of_one_name_are_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("[Content_Types].xml", DOCX_TYPES)
        file.writestr("word/document.xml", b"")
        file.writestr("[Content_Types].xml", MACRO_TYPES)
    assert kind_of(made.getvalue()) == ""


def test_a_table_of_contents_is_not_read_when_it_is_immense() -> None:
    names = {f"{'n' * 200}{n}": b"" for n in range(MOST_ENTRIES - 10)}
    names |= {f"{'m' * 60_000}{n}": b"" for n in range(5)}
    with pytest.raises(refused.CvUnfoldsTooFar):
        kind_of(archive(names))


def test_names_are_shown_without_folders_nor_invisible_signs() -> None:
    assert checked(io.BytesIO(PDF), "C:\\Users\\zoé\\Mon\u202e CV.pdf").name == "Mon CV.pdf"
    assert checked(io.BytesIO(PDF), "../../etc/" + "x" * 300 + ".pdf").name == "x" * 116 + ".pdf"
