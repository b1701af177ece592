"""The report as an XLSX file: one sheet of figures with its charts, one sheet for each wide table."""

import io
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from eventsapp.events.models import Event
from eventsapp.formatting import date_time, local
from eventsapp.jobdating.report.tables import Report, Table
from eventsapp.workspace.wording import when_of

# Whatever an employer is called, a cell of text is text: never a formula, a link or a number.
_AS_TEXT = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
_VIOLET = "#33298F"


def file_name(event: Event, now: datetime, is_to_pass_on: bool) -> str:
    kind = "bilan-a-transmettre" if is_to_pass_on else "bilan"
    return f"{kind}-{event.slug}-{local(now, event.timezone):%Y-%m-%d}.xlsx"


def workbook_of(report: Report, event: Event, now: datetime, is_to_pass_on: bool) -> bytes:
    """The whole file. Hidden figures are a word: the file holds them nowhere."""
    buffer = io.BytesIO()
    book = Workbook(buffer, _AS_TEXT)
    book.set_properties(
        {"title": _("Bilan : %(title)s", title=event.title), "author": "", "created": now.replace(tzinfo=None)}
    )
    looks = {
        "title": book.add_format({"bold": True, "font_size": 16, "font_color": _VIOLET}),
        "head": book.add_format({"bold": True, "bg_color": "#ECEAFB", "text_wrap": True, "valign": "top"}),
        "total": book.add_format({"bold": True, "top": 1}),
        "under": book.add_format({"indent": 1}),
        "quiet": book.add_format({"italic": True, "font_color": "#5B5772"}),
        "plain": book.add_format({}),
    }  # fmt: skip
    narrow = [table for table in report.tables if len(table.columns) == 1]
    first = book.add_worksheet(_("Bilan"))
    _first_sheet(book, first, report, narrow, event, now, is_to_pass_on, looks)
    for table in report.tables:
        if table not in narrow:
            sheet = book.add_worksheet(_sheet_name(str(table.title)))
            sheet.write_string(0, 0, str(table.title), looks["title"])
            _write(sheet, report, table, 2, looks)
            sheet.freeze_panes(3, 1)
            sheet.set_column(0, 0, 44)
            sheet.set_column(1, len(table.columns), 15)
    book.close()
    return buffer.getvalue()


def _first_sheet(
    book: Workbook,
    sheet: Worksheet,
    report: Report,
    tables: list[Table],
    event: Event,
    now: datetime,
    is_to_pass_on: bool,
    looks: dict[str, Any],
) -> None:
    sheet.set_column(0, 0, 52)
    sheet.set_column(1, 1, 14)
    sheet.write_string(0, 0, event.title, looks["title"])
    sheet.write_string(1, 0, f"{event.organisation.name} · {when_of(event, now)}")
    sheet.write_string(2, 0, _("Chiffres au %(when)s.", when=date_time(now, event.timezone)), looks["quiet"])
    if is_to_pass_on:
        sheet.write_string(3, 0, hiding_words(), looks["quiet"])
    line = 5
    for table in tables:
        sheet.write_string(line, 0, str(table.title), looks["title"])
        last = _write(sheet, report, table, line + 1, looks)
        if table.charted:
            _chart(book, sheet, table, line + 2, last - 1)
        # A chart is some fifteen lines high: the next table begins below it.
        line = max(last + 2, line + 17)


def _write(sheet: Worksheet, report: Report, table: Table, line: int, looks: dict[str, Any]) -> int:
    """The table from `line` on; returns the line after its last one."""
    for column, words in enumerate((table.label, *table.columns)):
        sheet.write_string(line, column, str(words), looks["head"])
    for row in table.rows:
        line += 1
        look = looks["total" if row.is_total else "under" if row.level else "plain"]
        sheet.write_string(line, 0, str(row.words), look)
        for column, cell in enumerate(row.cells, 1):
            figure = report.figure(cell)
            if figure is None:
                sheet.write_string(line, column, _("masqué"), looks["quiet"])
            else:
                sheet.write_number(line, column, figure, look)
    return line + 1


def _chart(book: Workbook, sheet: Worksheet, table: Table, first: int, last: int) -> None:
    """Bars of the lines from `first` to `last`, a closing total apart."""
    last -= sum(row.is_total for row in table.rows)
    chart = book.add_chart({"type": "bar"})
    name = sheet.get_name()
    chart.add_series({
        "categories": [name, first, 0, last, 0], "values": [name, first, 1, last, 1],
        "fill": {"color": _VIOLET}, "data_labels": {"value": True}, "gap": 60,
    })  # fmt: skip
    chart.set_title({"name": str(table.title), "overlay": False, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 620, "height": 300})
    sheet.insert_chart(first - 2, 3, chart, {"description": str(table.title)})


def _sheet_name(title: str) -> str:
    """What Excel takes for a sheet: 31 characters, none of []:*?/\\."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31]


def hiding_words() -> str:
    """Said wherever figures are hidden."""
    return _("Les effectifs de 1 à 4 sont masqués, ainsi que ceux qui permettraient de les retrouver par soustraction.")
