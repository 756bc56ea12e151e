"""Tables as spreadsheets and trackers write them, and files that are none."""

from __future__ import annotations

import pytest

from integrations.importers.table import BadTable, head_of, read_table
from integrations.json_files import MOST_BYTES
from tests.integrations.tickets import table

HEAD, ROW = ["Título", "Notas"], ["Größe messen", "línea; 1,5\nlínea 2"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_encodings_and_ends_of_lines_are_told_apart(delimiter: str, encoding: str, end: str) -> None:
    text = table(HEAD, ROW, delimiter=delimiter, end=end).decode()
    read = read_table(text.encode(encoding))
    assert (read.head, [row.cells for row in read.rows]) == (HEAD, [ROW])
    assert read.is_utf == encoding.startswith("utf")


def test_a_first_line_for_excel_names_the_delimiter() -> None:
    assert read_table(b"sep=;\r\na,b;c\r\n1,5;2\r\n").head == ["a,b", "c"]


def test_blank_rows_are_counted_and_rows_keep_their_numbers() -> None:
    read = read_table(table(["a", "b"], ["", " "], ["1", "2"], ["", ""]) + b",\r\n" * 737)
    assert ([row.number for row in read.rows], read.blank) == ([3], 739)


def test_every_column_of_a_repeated_header_is_read() -> None:
    read = read_table(table(["Sprint", "Key", "sprint "], ["one", "A-1", "two"], ["", "A-2", "three"], ["x"]))
    columns = read.columns({"sprint": "sprint"})
    assert [columns.all(row, "sprint") for row in read.rows] == [["one", "two"], ["three"], ["x"]]
    assert [columns.first(row, "sprint") for row in read.rows] == ["one", "three", "x"]


def test_a_stray_quote_is_forgiven() -> None:
    assert read_table(b'a,b\r\n"x"y,2\r\n').rows[0].cells == ["xy", "2"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \r\n", "The file is empty."),
        (b"PK\x03\x04\x14\x00", "a workbook or an archive; save it as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1", "an old workbook; save it as CSV"),
        (b"%PDF-1.7", "a PDF, not a table"),
        (b'{"a": 1}', "no table"),
        (b"<html>", "no table"),
        (b"a,b\r\n\x00\x01,2", "The file is no text."),
        (b'a,b\r\n"one,2\r\nthree,4\r\n', "ends within quotes, at line 3"),
        (b"a,b\n" + b"1,2\n" * 20_001, "20,001 rows; up to 20,000"),
        (b" " * (MOST_BYTES + 1), "larger than 50 MB"),
    ],
)
def test_says_in_one_sentence_what_the_file_is(content: bytes, sentence: str) -> None:
    with pytest.raises(BadTable, match=sentence):
        read_table(content)


def test_the_beginning_of_a_file_is_enough_to_tell_its_header() -> None:
    assert head_of("Größe;b\n1;é".encode()[:-1]) == ["Größe", "b"]
    assert head_of(b'{"a": [1, 2]}') == head_of(b"PK\x03\x04") == head_of(b"") == []
