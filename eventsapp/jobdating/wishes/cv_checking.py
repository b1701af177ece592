"""Whether a file is a CV that may be passed on: told by its first bytes and its table of contents, never by its name.

Nothing of it is unfolded or parsed: of an archive only the list of its entries and two small ones are read.
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from eventsapp.jobdating.wishes.cv_refusals import (
    CvHoldsMacros,
    CvIsEmpty,
    CvIsLocked,
    CvIsNotWhatItSays,
    CvIsTooLarge,
    CvKindRefused,
    CvUnfoldsTooFar,
)

LARGEST = 5 * 1024 * 1024
MOST_ENTRIES = 1000
LARGEST_LIST = 256 * 1024  # bytes of an archive's table of contents: what reading it costs in memory
LARGEST_UNFOLDED = 60 * 1024 * 1024
_SMALL_ENTRY = 512 * 1024
KINDS = ("pdf", "odt", "docx")

_END = b"PK\x05\x06"  # APPNOTE 6.3.10 §4.3.16: the end of central directory record
_END_SIZE, _LONGEST_COMMENT = 22, 65535
_ZIP64_LOCATOR = b"PK\x06\x07"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # compound file: .doc, or a DOCX behind a password
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_DOCX_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, struct.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckedCv:
    """A file that may be kept. `name` is what the person called it, for their own eyes."""

    content: bytes
    kind: str
    name: str


def checked(stream: BinaryIO, name: str) -> CheckedCv:
    """Read a file sent as a CV. Raises CvRefused, always with a sentence."""
    content = stream.read(LARGEST + 1)
    if not content:
        raise CvIsEmpty
    if len(content) > LARGEST:
        raise CvIsTooLarge
    said = name.rpartition(".")[2].casefold()
    if said in ("docm", "dotm"):
        raise CvHoldsMacros
    if content.startswith(_OLD_OFFICE):
        raise CvIsLocked if said == "docx" else CvKindRefused
    if said not in KINDS:
        raise CvKindRefused
    found = kind_of(content)
    if found != said:
        raise CvIsNotWhatItSays(said)
    return CheckedCv(content, found, shown_name(name))


def kind_of(content: bytes) -> str:
    """pdf, odt, docx, or empty for anything else. Raises CvIsLocked, CvHoldsMacros, CvUnfoldsTooFar."""
    if content.startswith(b"%PDF-"):
        return "pdf" if b"%%EOF" in content else ""
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    return ""


def shown_name(name: str) -> str:
    """The file's name as the person knows it: no folders, nothing invisible, its end when it is very long."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(c for c in last if c.isprintable()).strip()[-120:]


def _kind_of_archive(content: bytes) -> str:
    _refuse_long_lists(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _kind_of_entries(archive)
    except _UNREADABLE:
        return ""


def _refuse_long_lists(content: bytes) -> None:
    """Before the list is read: what the archive declares of it, found where zipfile will look for it."""
    at = len(content) - _END_SIZE
    if not (content[at : at + 4] == _END and content[-2:] == b"\0\0"):
        at = content.rfind(_END, max(0, len(content) - _END_SIZE - _LONGEST_COMMENT))
    if at < 0 or at + _END_SIZE > len(content):
        return  # no archive: reading it will say so
    entries, size = struct.unpack_from("<H", content, at + 10)[0], struct.unpack_from("<L", content, at + 12)[0]
    if entries > MOST_ENTRIES or size > LARGEST_LIST or content[at - 20 : at - 16] == _ZIP64_LOCATOR:
        raise CvUnfoldsTooFar


def _kind_of_entries(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNFOLDED:
        raise CvUnfoldsTooFar
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise CvIsLocked
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        return ""  # no office program writes anything else
    if not names or len(set(names)) < len(names):
        return ""  # two entries of one name: programs differ in which they read
    if any(_is_macro(name) for name in names):
        raise CvHoldsMacros
    if names[0] == "mimetype":
        return _kind_of_opendocument(archive, names)
    return _kind_of_office(archive, names)


def _is_macro(name: str) -> bool:
    return name.casefold().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/"))


def _kind_of_opendocument(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "content.xml" not in names or _start_of(archive, "mimetype") != _ODT_TYPE:
        return ""
    # OpenDocument 1.3 part 2 §3.4: a password shows in the manifest only.
    if b"encryption-data" in _start_of(archive, "META-INF/manifest.xml"):
        raise CvIsLocked
    return "odt"


def _kind_of_office(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        return ""
    types = _start_of(archive, "[Content_Types].xml")
    if b"macroEnabled" in types:
        raise CvHoldsMacros
    return "docx" if _DOCX_TYPE in types else ""


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """At most so much of an entry, whatever it declares; empty when it is not there."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as entry:
        return entry.read(_SMALL_ENTRY)
