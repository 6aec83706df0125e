"""Files as they come: encodings, separators, spreadsheets, and everything that is not what it claims: one sentence, no trace.

Every file here is read by the real child process, which has its limits of memory and time.
"""

import datetime
import io
import json
import random
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.importing import Unreadable, opened
from projects.importing.child import limits, sheets
from projects.importing.reading import _CHILD
from tests.machinery.amount import some
from tests.projects.sheets import parts, xlsx

TABLE = "Ref,Title\nX,One\n"


def read(content, name):
    with opened(io.BytesIO(content), name) as sheet:
        return sheet.header, list(sheet.rows)


def refusal(content, name):
    with pytest.raises(Unreadable) as refused:
        read(content, name)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04rest", "is XLSX inside"),
        (b'<?xml version="1.0"?><iati-activities/>', "is XML inside"),
        (b"%PDF-1.7", "is PDF inside"),
        (b"\x7fELF\x02", "is a program inside"),
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"just one line of text", "Only one column"),
        (b"a,b\n1,2,3", "Row 2 has more cells"),
        (b"a,a\n1,2", "Two columns are called “a”"),
        (b'a,b\n"open,2', "quotation mark is not closed"),
        (b'a,b\n1,2\n"' + b"x\n" * 60_000, "Row 3: a cell of more than 20000 characters, or a quotation mark"),
        (b"a,b\n\x00,2", "no text has"),
        (b"a,b\n" + b"x" * 9000 + b"\x00,2", "no text has"),
        (b"\xff\xfea\x00,\x00b\x00\n\x00\x00\xd8", "cannot be read"),
        (b"a" * 300 + b",b\n1,2", "does not name columns"),
        (b"a,b\n" + b"1,2\n" * (limits.MOST_ROWS + 1), "more than 20000 rows"),
    ],
    ids=range(16),
)
def test_a_csv_that_is_none_gets_one_sentence(content, sentence):
    assert sentence in refusal(content, "list.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_are_found(encoding, separator):
    text = f"Identifiant{separator}Titre\nX{separator}Cohésion à Guéckédou – l’école\n"
    header, rows = read(text.encode(encoding), "liste.csv")
    assert (header, rows) == (["Identifiant", "Titre"], [(2, ["X", "Cohésion à Guéckédou – l’école"])])


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    _header, rows = read(b'a,b\n\n1,"two\nlines"\n\n3,4\n', "list.csv")
    assert rows == [(3, ["1", "two\nlines"]), (5, ["3", "4"])]


def test_control_characters_become_what_the_code_page_means_by_them():
    _header, rows = read("a,b\nx,peace\u0092s aim \u0096 5 \u0080\u0081\n".encode(), "list.csv")
    assert rows[0][1][1] == "peace’s aim – 5 €"


def test_bytes_of_the_code_page_inside_a_text_of_utf_8_are_read_by_it_alone():
    content = "a,b\né,Guéckédou à l".encode() + b"\x92" + "école\n".encode()
    assert read(content, "list.csv")[1][0][1] == ["é", "Guéckédou à l’école"]


def test_a_spreadsheet_is_read_as_a_person_would_have_typed_it():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("Empty")
        sheet = book.add_worksheet("Projects")
        sheet.write_row(2, 0, ["Ref", "Title", "Budget", "Start", "True"])
        sheet.write_row(4, 0, [1001, "Two\nlines", 2.4e7])
        sheet.write_datetime(4, 3, datetime.date(2024, 1, 2), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_boolean(4, 4, True)
        sheet.write_row(5, 0, ["X", "", 0.5])
        sheet.write_formula(5, 3, "=1+1", None, 2)
    header, rows = read(out.getvalue(), "list.xlsx")
    assert header == ["Ref", "Title", "Budget", "Start", "True"]
    assert rows == [(5, ["1001", "Two\nlines", "24000000", "2024-01-02", "True"]), (6, ["X", "", "0.5", "2", ""])]


def cell(reference, text):
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def row_of_columns(number):
    yield b'<row r="1">'
    for place in range(number):
        yield b"<c><v>%d</v></c>" % place
    yield b"</row>"


def two_hundred_megabytes_of_nothing():
    return parts([b"<row>", b" " * (200 << 20), b"</row>"])


def entities():
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    content = parts([b'<row r="1"><c><v>1</v></c></row>'])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                data = (bomb + "]><worksheet>&j;</worksheet>").encode()
            new.writestr(part.filename, data)
    return out.getvalue()


# What may not get through, and would do harm if it did: name -> content, sentence.
HOSTILE = {
    "200,000 columns.xlsx": (lambda: parts(row_of_columns(200_000)), "more than 80 columns"),
    "200,000 columns.csv": (lambda: b"a," * 200_000 + b"\n1,2\n", "more than 80 columns"),
    "the last column.xlsx": (
        lambda: parts([f'<row r="1">{cell("A1", "a")}{cell("XFD1", "b")}</row>'.encode()]),
        "more than 80 columns",
    ),
    "5 MB cell.xlsx": (
        lambda: parts(
            [
                f'<row r="1">{cell("A1", "a")}{cell("B1", "b")}</row><row r="2">{cell("A2", "1")}'.encode(),
                b'<c r="B2" t="inlineStr"><is><t>' + _noise(5 << 20) + b"</t></is></c></row>",
            ]
        ),
        "Row 2, column “b”: more than 20000 characters",
    ),
    "5 MB cell of one letter.xlsx": (
        lambda: parts([b'<row r="1"><c t="inlineStr"><is><t>' + b"x" * (5 << 20) + b"</t></is></c></row>"]),
        "unpacks to far more",
    ),
    "5 MB cell.csv": (lambda: b"a,b\n1," + b"x" * (5 << 20) + b"\n", "more than 20000 characters"),
    "bomb.xlsx": (two_hundred_megabytes_of_nothing, "unpacks to far more"),
    "entities.xlsx": (entities, "damaged"),
    "renamed.xlsx": (lambda: b"\x7fELF\x02\x01\x01" + bytes(200), "no spreadsheet inside"),
    "renamed.xml": (lambda: b"MZ\x90\x00" + bytes(200), "no XML inside"),
    "renamed.csv": (lambda: b"MZ\x90\x00" + bytes(200), "a program inside"),
    "document.xlsx": (lambda: _archive({"word/document.xml": b"<w/>"}), "no spreadsheet inside"),
    "cut off.xlsx": (lambda: xlsx(TABLE)[:900], "no spreadsheet inside"),
    "30,000 rows.xlsx": (
        lambda: parts(b"<row><c><v>%d</v></c><c><v>1</v></c></row>" % n for n in range(30_000)),
        "rows",
    ),
    "many parts.xlsx": (
        lambda: _archive({"xl/workbook.xml": b"<w/>"} | {f"xl/{n}": b"" for n in range(1100)}),
        "unpacks to far more",
    ),
}


def _noise(size):
    return bytes(random.Random(1).choices(b"abcdefghijklmnopqrstuvwxyz", k=size))


def _archive(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_what_would_do_harm_is_refused_with_one_sentence_within_300_mb(name):
    build, sentence = HOSTILE[name]
    content = build()
    assert sentence in refusal(content, name)
    assert "\n" not in refusal(content, name)
    assert peak_of(content, name) < 300 << 10


def peak_of(content, name):
    """The most memory the child ever held, in KB, measured by a process that has no other child."""
    measure = (
        "import resource, subprocess, sys;"
        "none = subprocess.DEVNULL;"
        "subprocess.run([sys.executable, '-I', *sys.argv[1:]], stdout=none, stderr=none);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    kind = {"csv": "csv", "xml": "iati"}.get(name.rpartition(".")[2], "xlsx")
    done = subprocess.run([sys.executable, "-I", "-c", measure, str(_CHILD), kind], input=content, capture_output=True)
    return int(done.stdout)


def test_the_child_may_use_eight_seconds_of_a_processor_and_256_mb():
    assert limits.SECONDS <= 8 and limits.DATA <= 256 << 20
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import resource; from child import __main__ as m, limits;"
        "asked = (resource.RLIMIT_DATA, resource.RLIMIT_CPU);"
        "m.READERS['csv'] = lambda stream: ([resource.getrlimit(limit)] for limit in asked);"
        "m.main('csv')"
    )
    folder = str(_CHILD.parent.parent)
    done = subprocess.run([sys.executable, "-c", program, folder], input=b"", capture_output=True, check=True)
    limited = [json.loads(line) for line in done.stdout.splitlines()]
    assert limited == [[[limits.DATA] * 2], [[limits.SECONDS] * 2]]


def test_a_child_that_is_stopped_in_the_middle_is_no_short_list(monkeypatch):
    monkeypatch.setattr("projects.importing.reading.WALL", 0.0)
    content = b"a,b\n" + b"1,2\n" * 15_000
    assert "too much memory or time" in refusal(content, "list.csv")


def test_a_name_of_another_kind_is_refused_before_anything_is_read():
    assert "CSV, XLSX or IATI XML" in refusal(b"x", "list.pdf")
    assert "larger than 20 MB" in refusal(b"x" * (limits.LARGEST_FILE + 1), "list.csv")


def in_process(reader, content):
    """The reader itself, without its process: what it refuses it refuses by Refused, whatever the bytes."""
    try:
        return list(reader(io.BytesIO(content)))
    except limits.Refused as refused:
        return refused.code


@settings(max_examples=some(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=3000) | st.text(max_size=2000).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_make_the_reader_of_csv_fall(content):
    found = in_process(sheets.read_csv, content)
    if not isinstance(found, str):
        width = len(found[0]["header"])
        assert 2 <= width <= limits.MOST_COLUMNS
        assert all(len(cells) == width for _number, cells in found[1:])
        json.dumps(found)
        assert not any(
            "\x80" <= sign <= "\x9f" or sign == "\x00" for _n, cells in found[1:] for text in cells for sign in text
        )


@settings(max_examples=some(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=40))
def test_no_damage_makes_the_reader_of_spreadsheets_show_a_trace(place, damage):
    content = bytearray(BOOK)
    place %= len(content)
    content[place : place + len(damage)] = damage
    done = subprocess.run([sys.executable, "-I", str(_CHILD), "xlsx"], input=bytes(content), capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.splitlines()[-1])


BOOK = xlsx("Ref,Title\n" + "".join(f"R-{n},Title {n}\n" for n in range(50)))


def test_memory_does_not_grow_with_the_rows():
    few, many = (("a,b\n" + "x,y\n" * number).encode() for number in (200, 19_000))
    assert peak_of(many, "list.csv") < peak_of(few, "list.csv") * 1.25
