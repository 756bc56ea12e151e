"""A table in a file, as spreadsheets and trackers write it: with any delimiter, encoding and repeated header."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.errors import Invalid
from integrations.json_files import MOST_BYTES, grouped

MOST_ROWS = 20_000
DELIMITERS = ",;\t|"
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
OTHER_FILES = {
    b"PK\x03\x04": noop("The file is a workbook or an archive; save it as CSV first."),
    b"\xd0\xcf\x11\xe0": noop("The file is an old workbook; save it as CSV first."),
    b"%PDF": noop("The file is a PDF, not a table."),
}
# Beside these a text holds no control characters.
LAYOUT = frozenset("\t\n\r\f\x0b\x1a\x1e\x1f")

csv.field_size_limit(MOST_BYTES)


class BadTable(Invalid):
    """The file is no table of cards."""

    code = "bad_export"
    title = noop("Not a table of cards")


@dataclass(frozen=True)
class Row:
    """`number` counts as a spreadsheet does: the header is row 1."""

    number: int
    cells: list[str]

    def cell(self, index: int) -> str:
        """Empty where the row is too short."""
        return self.cells[index].strip() if index < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    head: list[str]
    rows: list[Row]
    blank: int
    is_utf: bool

    def columns(self, names: Mapping[str, str]) -> Columns:
        """The columns by our words; `names` says our word for a `plain` header."""
        found: dict[str, list[int]] = {}
        for index, header in enumerate(self.head):
            word = names.get(plain(header))
            if word is not None:
                found.setdefault(word, []).append(index)
        return Columns(found)


class Columns:
    """Reads cells by our words; a word may stand for several columns, and for none."""

    def __init__(self, found: Mapping[str, list[int]]) -> None:
        self._found = found

    def __contains__(self, word: str) -> bool:
        return word in self._found

    def words(self) -> list[str]:
        return list(self._found)

    def indexes(self, word: str) -> list[int]:
        return list(self._found.get(word, ()))

    def all(self, row: Row, word: str) -> list[str]:
        """Every filled cell of this word, from left to right."""
        return [cell for index in self._found.get(word, ()) if (cell := row.cell(index))]

    def first(self, row: Row, word: str) -> str:
        return next(iter(self.all(row, word)), "")


def plain(header: str) -> str:
    """A header as it is compared: small letters, single spaces, no underscores."""
    return " ".join(unicodedata.normalize("NFC", header).replace("_", " ").casefold().split())


def by_header(names: Mapping[str, str]) -> dict[str, str]:
    """Our word by each header: `names` lists the headers of a word, with commas between them."""
    return {plain(header): word for word, headers in names.items() for header in headers.split(",")}


def read_table(content: bytes, refusal: type[Invalid] = BadTable, hint: str = "") -> Table:
    """The rows under the header. `refusal` is raised for anything else.

    `hint` says where a good file comes from; it is marked with `noop`.
    """
    if len(content) > MOST_BYTES:
        raise refusal(_("The file is larger than %(n)s MB.") % {"n": MOST_BYTES // 1_000_000})
    text, is_utf = _decoded(content, refusal)
    if not text.strip():
        raise refusal(_("The file is empty."))
    if text.lstrip()[:1] in ("{", "[", "<"):
        sentence = _("The file is no table of values between delimiters.")
        raise refusal(f"{sentence} {_(hint)}" if hint else sentence)
    delimiter, text = _delimiter(text)
    records = _records(text, delimiter, refusal)
    return _table(records, is_utf, refusal)


def head_of(head: bytes) -> list[str]:
    """The header that a file beginning like this has, or nothing where it is no table."""
    try:
        text, _is_utf = _decoded(head, BadTable)
        if text.lstrip()[:1] in ("{", "[", "<"):
            return []
        delimiter, text = _delimiter(text)
        return next((cells for cells in csv.reader(StringIO(text), delimiter=delimiter) if any(cells)), [])
    except (BadTable, csv.Error):
        return []


def _decoded(content: bytes, refusal: type[Invalid]) -> tuple[str, bool]:
    """The text, and whether it was Unicode. What is not is read as Windows-1252, which holds Latin-1."""
    for start, sentence in OTHER_FILES.items():
        if content.startswith(start):
            raise refusal(_(sentence))
    mark = next((name for start, name in BYTE_ORDER_MARKS.items() if content.startswith(start)), "utf-8")
    text, is_utf = content.decode(mark, "replace"), True
    if "\ufffd" in text.rstrip("\ufffd") and mark == "utf-8":
        text, is_utf = content.decode("cp1252", "replace").replace("\ufffd", ""), False
    if any(ord(each) < 32 and each not in LAYOUT for each in text):
        raise refusal(_("The file is no text."))
    return text, is_utf


def _delimiter(text: str) -> tuple[str, str]:
    """The delimiter and the text below a line `sep=;`, by which Excel is told; else what cuts the header most."""
    first, _end, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first.strip()[-1], rest
    return max(DELIMITERS, key=lambda each: _width(text, each)), text


def _width(text: str, delimiter: str) -> int:
    try:
        return next((len(cells) for cells in csv.reader(StringIO(text), delimiter=delimiter) if any(cells)), 0)
    except csv.Error:
        return 0


def _records(text: str, delimiter: str, refusal: type[Invalid]) -> Iterable[list[str]]:
    """Every record; stray quotes are forgiven, but not one that swallows the rest of the file."""
    strict = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(strict)
    except csv.Error as error:
        if "end of data" in str(error):
            sentence = _("The file ends within quotes, at line %(line)s: a part of it is missing.")
            raise refusal(sentence % {"line": grouped(strict.line_num)}) from None
    return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))


def _table(records: Iterable[list[str]], is_utf: bool, refusal: type[Invalid]) -> Table:
    head: list[str] = []
    rows: list[Row] = []
    blank = 0
    for number, cells in enumerate(records, 1):
        filled = any(cell.strip() for cell in cells)
        if not head and filled:
            head = [" ".join(cell.split()) for cell in cells]
        elif filled:
            rows.append(Row(number, cells))
        elif head:
            blank += 1
    if len(rows) > MOST_ROWS:
        counts = {"n": grouped(len(rows)), "most": grouped(MOST_ROWS)}
        raise refusal(_("The file has %(n)s rows; up to %(most)s can be imported at once.") % counts)
    return Table(head, rows, blank, is_utf)
