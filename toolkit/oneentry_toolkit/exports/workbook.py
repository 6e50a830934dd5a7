"""Files of Excel's format (``.xlsx``, ISO/IEC 29500): sheets of columns as XML in a zip archive.

Cells hold values and inline text only, so no file has a formula. Rows are put together by Arrow, many at once.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Literal
from xml.sax.saxutils import escape, quoteattr

from .texts import joined, long, rows_of

_ROWS_AT_ONCE = 20_000
_NARROWEST, _WIDEST = 2, 60
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST_OWN_FORMAT = 164
_OPENING = {"n": '"><v>', "b": '" t="b"><v>', "text": '" t="inlineStr"><is><t xml:space="preserve">'}
_CLOSING = {"n": "</v></c>", "b": "</v></c>", "text": "</t></is></c>"}
_BOLD = 1
"""Place of the header's style among the cell styles; the first is that of any other cell."""


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet.

    Attributes:
        header: its first cell.
        kind: what its cells are: numbers, booleans (1 and 0) or text.
        texts: an Arrow array of long text, null for an empty cell. Text has no character that XML forbids.
        number_format: of its cells; "" is Excel's own choice.
        words: an Arrow array that says which cells of a column of numbers are text; None if none is.
        quoted: an Arrow array that says which texts stay text when the cell is edited; None if none does.
        width: in characters, without the header.
    """

    header: str
    kind: Literal["n", "b", "text"]
    texts: Any
    number_format: str = ""
    words: Any = None
    quoted: Any = None
    width: int = 0


@dataclass
class _Styles:
    """The cell styles of a workbook: a number format, and whether text begins with a (hidden) apostrophe."""

    known: dict[tuple[str, bool], int] = field(default_factory=lambda: {("", False): 0, ("bold", False): _BOLD})

    def of(self, number_format: str = "", *, quoted: bool = False) -> int:
        return self.known.setdefault((number_format, quoted), len(self.known))

    def xml(self) -> str:
        formats = list(dict.fromkeys(one for one, _ in self.known if one not in ("", "bold")))
        places = {one: _FIRST_OWN_FORMAT + place for place, one in enumerate(formats)}
        declared = "".join(f'<numFmt numFmtId="{place}" formatCode={quoteattr(one)}/>' for one, place in places.items())
        cells = "".join(
            f'<xf numFmtId="{places.get(one, 0)}" fontId="{int(one == "bold")}" fillId="0" borderId="0" xfId="0"'
            + (' applyNumberFormat="1"' if one in places else "")
            + (' quotePrefix="1"' if quoted else "")
            + "/>"
            for one, quoted in self.known
        )
        font = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
        return (
            f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
            + (f'<numFmts count="{len(places)}">{declared}</numFmts>' if places else "")
            + f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill></fills>'
            '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(self.known)}">{cells}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )


def write_workbook(file: IO[bytes], sheets: Sequence[tuple[str, Sequence[SheetColumn]]]) -> None:
    """Writes sheets by name; each has a bold header that stays in view, and a filter."""
    styles = _Styles()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for number, (_, columns) in enumerate(sheets, start=1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                _write_sheet(part, columns, styles)
        for name, xml in _frame(sheets).items():
            archive.writestr(name, xml)
        archive.writestr("xl/styles.xml", styles.xml())


def letters(number: int) -> str:
    """Returns the name of a column, from 1: A, B, ... Z, AA, ..."""
    found = ""
    while number:
        number, place = divmod(number - 1, 26)
        found = chr(ord("A") + place) + found
    return found


def _write_sheet(part: IO[bytes], columns: Sequence[SheetColumn], styles: _Styles) -> None:
    import pyarrow as pa

    opening, closing = f'" s="{_BOLD}{_OPENING["text"]}', _CLOSING["text"]
    head = "".join(
        f'<c r="{letters(place)}1{opening}{escape(one.header)}{closing}' for place, one in enumerate(columns, start=1)
    )
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{_width(one)}" customWidth="1"/>'
        for place, one in enumerate(columns, start=1)
    )
    part.write(
        (
            f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
            + (f"<cols>{widths}</cols>" if columns else "")
            + "<sheetData>"
            + (f'<row r="1">{head}</row>' if columns else "")
        ).encode()
    )
    count = len(columns[0].texts) if columns else 0
    for start in range(0, count, _ROWS_AT_ONCE):
        numbers = pa.array(range(start + 2, min(start + _ROWS_AT_ONCE, count) + 2)).cast(pa.large_string())
        cells = [
            _cells(column, letters(place), numbers, start, styles) for place, column in enumerate(columns, start=1)
        ]
        part.write(rows_of(joined('<row r="', numbers, '">', *cells, "</row>")))
    reach = f"A1:{letters(len(columns))}{count + 1}"
    ending = f'<autoFilter ref="{reach}"/>' if count else ""
    part.write(f"</sheetData>{ending}</worksheet>".encode())


def _cells(column: SheetColumn, letter: str, numbers: Any, start: int, styles: _Styles) -> Any:
    """Returns the XML of the cells of some rows, "" where there is no cell."""
    import pyarrow.compute as pc

    texts = column.texts[start : start + len(numbers)]
    style = styles.of(column.number_format)
    begin: Any = f'" s="{style}' if style else ""
    if column.quoted is not None:
        quoted = f'" s="{styles.of(quoted=True)}'
        begin = pc.if_else(column.quoted[start : start + len(numbers)], long(quoted), long(begin))
    opening: Any = _OPENING[column.kind]
    closing: Any = _CLOSING[column.kind]
    if column.words is not None:
        words = column.words[start : start + len(numbers)]
        opening = pc.if_else(words, long(_OPENING["text"]), long(opening))
        closing = pc.if_else(words, long(_CLOSING["text"]), long(closing))
    if column.kind == "text":
        for plain, escaped in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
            texts = pc.replace_substring(texts, plain, escaped)
    return pc.fill_null(joined(f'<c r="{letter}', numbers, begin, opening, texts, closing), long(""))


def _width(column: SheetColumn) -> int:
    return min(_WIDEST, max(len(column.header) + _NARROWEST, column.width) + _NARROWEST)


def _frame(sheets: Sequence[tuple[str, Sequence[SheetColumn]]]) -> dict[str, str]:
    """Returns the parts of the archive that name the others."""
    names = [name for name, _ in sheets]
    numbers = range(1, len(names) + 1)
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
        f"{escape(_reference(name))}!$A$1:${letters(len(columns))}${len(columns[0].texts) + 1}</definedName>"
        for place, (name, columns) in enumerate(sheets)
        if columns and len(columns[0].texts)
    )
    declared = f"<definedNames>{filters}</definedNames>" if filters else ""
    workbook = (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><bookViews><workbookView/></bookViews><sheets>'
        + "".join(
            f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
            for name, number in zip(names, numbers, strict=True)
        )
        + f"</sheets>{declared}</workbook>"
    )
    parts = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    styles = f'<Relationship Id="rId{len(names) + 1}" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for number in numbers
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{parts}{styles}'
        "</Relationships>",
    }


def _reference(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
