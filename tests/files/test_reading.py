"""Text out of every kind of file, in a child that cannot take the machine with it."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest

from pvehub import files
from pvehub.files import child, extract_child
from tests.files import build

pytestmark = pytest.mark.django_db


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Cohésion sociale", 1)
    document.add_paragraph("Mothers of Kawempe were asked first.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Indicator", "trust"
    return saved(document)


def slides() -> bytes:
    show = pptx.Presentation()
    for number in (1, 2):
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = f"Slide {number}"
        slide.notes_slide.notes_text_frame.text = f"said aloud {number}"
    return saved(show)


def sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Values"
    book.active.append(["Place", "Trust"])
    book.active.append(["Niamey", 0.61])
    return saved(book)


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.docx", word, "Cohésion sociale\nMothers of Kawempe were asked first.\nIndicator trust"),
        ("a.pptx", slides, "Slide 1\nsaid aloud 1\nSlide 2\nsaid aloud 2"),
        ("a.xlsx", sheet, "Values\nPlace Trust\nNiamey 0.61"),
        ("a.csv", lambda: "lieu;confiance\nZinder;0,5\n".encode("utf-16"), "lieu confiance\nZinder 0,5"),
        ("a.txt", lambda: "Une leçon\r\napprise".encode("cp1252"), "Une leçon\napprise"),
        ("a.pdf", lambda: build.written_pdf("Une leçon", "apprise ici"), "Une leçon apprise ici"),
    ],
    ids=["docx", "pptx", "xlsx", "csv", "txt", "pdf"],
)
def test_the_text_of_a_file_is_read(name: str, content: Any, text: str, upload: Any) -> None:
    stored = files.store(upload(name, content()), by=None)

    assert files.text_of(stored) == [text]


def test_a_long_text_comes_in_chunks_of_four_hundred_words(upload: Any) -> None:
    stored = files.store(upload("long.txt", "word " * 1000), by=None)

    assert [len(chunk.split()) for chunk in files.text_of(stored)] == [400, 400, 200]
    assert {chunk.strip() == chunk for chunk in files.text_of(stored)} == {True}


def test_a_picture_and_a_scan_have_no_text(upload: Any) -> None:
    assert files.text_of(files.store(upload("a.png", build.png()), by=None)) == []
    assert files.text_of(files.store(upload("scan.pdf", build.pdf()), by=None)) == []


def test_a_file_that_is_gone_is_unreadable(upload: Any, kept: Any) -> None:
    stored = files.store(upload("a.txt", "text"), by=None)
    kept()[0].unlink()

    with pytest.raises(files.Unreadable):
        files.text_of(stored)


FLATE = build.zeros(256)
PAGE = [*build.PAGES[:2], build.PAGES[2][:-2] + b"/Contents 4 0 R>>"]
BOMBS = {
    "inflating.pdf": lambda: build.pdf([*PAGE, build.stream(FLATE, b"/Filter/FlateDecode")]),
    "recovery.pdf": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 2_000_000,
    "wide.docx": lambda: build.docx(document=build.DOCUMENT % ("<w:p/>" * 3_000_000)),
    "endless.docx": lambda: build.docx(document=build.DOCUMENT % f"<w:p><w:t>{'x' * (200 << 20)}</w:t></w:p>"),
    "deep.docx": lambda: build.docx(document=build.DOCUMENT % ("<w:p>" * 1_000_000)),
    "nonsense.xlsx": lambda: build.archive([("xl/workbook.xml", "<x/>")]),
}


# A small process between: a child's peak of memory counts what its parent had when it was started.
LAUNCHER = """
import resource, sys, time
from pvehub.files import child
started = time.monotonic()
with open(sys.argv[1], "rb") as content:
    ended, text = child.run("text", sys.argv[2], content)
print(ended, len(text), time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_the_child_within_its_memory_and_time(name: str, tmp_path: Path) -> None:
    """Straight into the child, past the checks that would have refused most of these."""
    path = tmp_path / name
    path.write_bytes(BOMBS[name]())

    command = [sys.executable, "-c", LAUNCHER, str(path), path.suffix[1:]]
    ended, length, seconds, kilobytes = subprocess.run(command, capture_output=True, check=True).stdout.split()

    assert int(ended) in (extract_child.DONE, extract_child.BROKEN, extract_child.TOO_MUCH)
    assert int(length) <= 4 * extract_child.MOST_TEXT
    assert float(seconds) < child.WALL + 1
    assert int(kilobytes) < 300 * 1024


def test_the_child_knows_nothing_of_django() -> None:
    source = Path(extract_child.__file__).read_text()

    assert "django" not in source.replace("Django", "") and "from pvehub" not in source
