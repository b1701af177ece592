"""Spreadsheet rows as text: RFC 4180, the `;` that French spreadsheets expect, and no cell that starts a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

import phonenumbers

BYTE_ORDER_MARK = "\ufeff"
# What Excel, LibreOffice and Google Sheets read as the start of a formula, full-width twins included
# (https://owasp.org/www-community/attacks/CSV_Injection).
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_FORMULA = re.compile(rf"[\s\x00]*[\t\r\n{_SIGNS}]")
# A spreadsheet set to another separator would cut the cell here and read what follows as a cell of its own.
_HIDDEN_FORMULA = re.compile(rf"([,;|\t\r\n][\s\"']*)([{_SIGNS}])")


def safe_cell(value: object) -> str:
    """`value` as text that no spreadsheet takes for a formula: an apostrophe goes before what could start one."""
    text = "" if value is None else str(value)
    text = _HIDDEN_FORMULA.sub(r"\1'\2", text)
    return f"'{text}" if _FORMULA.match(text) else text


def readable_phone(number: str) -> str:
    """`+33639980001` as «06 39 98 00 01», a foreign number as dialled from France: neither starts with a sign."""
    if not number:
        return ""
    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_out_of_country_calling_number(parsed, "FR")


def csv_text(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The file in pieces, one per row; the first begins with the byte order mark that makes Excel read UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    buffer.write(BYTE_ORDER_MARK)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
