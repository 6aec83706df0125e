"""What may go wrong goes wrong here: parses one file in a process of its own, with little memory and little time.

Run by its path, `python -I extract_child.py TASK EXTENSION`, the file as standard input: TASK `text` prints its text
(a row of cells as one line, apart by tabs), `image` the picture alone, without anything that came with it, `clean` the
document without what it says of its makers. Knows nothing of Django.
"""

import csv
import io
import os
import re
import resource
import sys
import warnings
import zipfile
from collections.abc import Iterator
from typing import IO, Any
from xml.parsers import expat

DATA, SPACE, SECONDS = 256 << 20, 1 << 30, 8  # memory it may write to, addresses in all, processor time
MOST_TEXT = 4_000_000  # characters; what comes after them is not searched
MOST_PIXELS = {"png": 24_000_000, "jpeg": 24_000_000, "webp": 12_000_000}  # what fits into DATA
MOST_PAGES = 3000
DONE, BROKEN, TOO_MUCH, ACTIVE, TOO_LARGE, TELLING = 0, 3, 4, 5, 6, 7  # how it ends

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main}"


class ActiveContent(Exception):
    """The file would do something when it is opened."""


class TooLarge(Exception):
    """The picture has more pixels than are taken."""


def decode(data: bytes) -> str:
    """Text as people's programs save it: UTF-8, UTF-16 with its mark, or the Western code page."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def pdf(stream: IO[bytes]) -> Iterator[str]:
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

    document = pypdfium2.PdfDocument(stream.read())
    if document.count_attachments() or pypdfium2.raw.FPDFDoc_GetJavaScriptActionCount(document):
        raise ActiveContent
    if not len(document):
        raise ValueError("no page")
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        text = page.get_textpage()
        yield text.get_text_bounded()
        text.close()
        page.close()


def docx(stream: IO[bytes]) -> Iterator[str]:
    with zipfile.ZipFile(stream) as parts:
        beside = sorted(name for name in parts.namelist() if re.fullmatch(r"word/(header|footer)\d*\.xml", name))
        for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", *beside):
            if name in parts.namelist():
                with parts.open(name) as part:
                    yield from Paragraphs(_WORD).read(part)


def pptx(stream: IO[bytes]) -> Iterator[str]:
    with zipfile.ZipFile(stream) as parts:
        slides = [name for name in parts.namelist() if re.fullmatch(r"ppt/(slides|notesSlides)/\w+\d+\.xml", name)]
        for name in sorted(slides, key=lambda name: (int(re.findall(r"\d+", name)[-1]), "notes" in name)):
            with parts.open(name) as part:
                yield from Paragraphs(_DRAWING).read(part)


class Paragraphs:
    """The paragraphs of an XML part, a row of a table as one line. Builds no tree: however large the part is, only the
    line that is being read is kept.
    """

    def __init__(self, space: str) -> None:
        self.space, self.cells, self.is_text = space, 0, False
        self.line: list[str] = []
        self.lines: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self.open
        self.parser.EndElementHandler = self.close
        self.parser.CharacterDataHandler = self.write
        self.parser.StartDoctypeDeclHandler = self.refuse

    def read(self, part: IO[bytes]) -> Iterator[str]:
        while block := part.read(1 << 16):
            self.parser.Parse(block, False)
            yield from self.lines
            self.lines.clear()
        self.parser.Parse(b"", True)
        yield from self.lines

    def open(self, name: str, attributes: dict[str, str]) -> None:
        if name.startswith(self.space):
            tag = name[len(self.space) :]
            self.is_text = tag == "t"
            self.cells += tag == "tc"

    def write(self, text: str) -> None:
        if self.is_text:
            self.line.append(text)

    def close(self, name: str) -> None:
        self.is_text = False
        tag = name[len(self.space) :] if name.startswith(self.space) else ""
        if tag == "tc":
            self.cells -= 1
            self.line.append("\t")
        elif tag in ("tab", "br") or (tag == "p" and self.cells):
            self.line.append(" ")
        elif tag in ("p", "tr") and self.line:
            self.lines.append("".join(self.line))
            self.line = []

    def refuse(self, *declared: Any) -> None:
        raise ValueError("a document type is declared")


def xlsx(stream: IO[bytes]) -> Iterator[str]:
    os.environ["OPENPYXL_LXML"] = "False"  # where lxml happens to be installed the other parser, which refuses entities
    import openpyxl

    book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file says of its size need not be so
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            yield "\t".join("" if value is None else str(value) for value in row).rstrip("\t")


def rows(text: str) -> Iterator[list[str]]:
    """The rows of a table, its columns apart by whichever of , ; tab | its first line has most of."""
    first = text.split("\n", 1)[0]
    return csv.reader(io.StringIO(text, newline=None), delimiter=max(",;\t|", key=first.count))


def table(stream: IO[bytes]) -> Iterator[str]:
    for row in rows(decode(stream.read())):
        yield "\t".join(row)


def plain(stream: IO[bytes]) -> Iterator[str]:
    yield from decode(stream.read()).splitlines()


def write_text(lines: Iterator[str]) -> None:
    left = MOST_TEXT
    for line in lines:
        line = re.sub(r"[^\S\t]+", " ", line.replace("\r", "\n").replace("\n", "\f")).replace("\f", "\n")
        line = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]", "", line)[:left]
        sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
        left -= len(line)
        if left <= 0:
            break


def write_image(stream: IO[bytes], extension: str) -> None:
    """The picture alone."""
    sys.stdout.buffer.write(_redrawn(stream, extension))


def _redrawn(stream: IO[bytes], extension: str) -> bytes:
    """The picture drawn anew: upright as its camera meant it, one frame, no place, no maker, no words, no trailer."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # asked right below, before anything is decoded
    picture: Any = Image.open(stream, formats=[extension.upper()])
    if picture.width * picture.height > MOST_PIXELS[extension]:
        raise TooLarge
    picture.load()
    ImageOps.exif_transpose(picture, in_place=True)
    keep = {"transparency": picture.info["transparency"]} if "transparency" in picture.info else {}
    if extension == "jpeg" and picture.mode not in ("L", "RGB"):
        picture = picture.convert("RGB")
    if extension == "webp" and picture.mode not in ("RGB", "RGBA"):
        picture = picture.convert("RGBA" if keep or "A" in picture.mode else "RGB")
    picture.info = keep if extension == "png" else {}
    options: dict[str, dict[str, Any]] = {
        "png": {"optimize": False},
        "jpeg": {"quality": 88},
        "webp": {"quality": 88, "method": 2},
    }
    out = io.BytesIO()
    picture.save(out, format=extension.upper(), exif=b"", **options[extension])
    return out.getvalue()


_EMPTY = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://'
    b'schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
# Parts that carry names or places and cannot be emptied without breaking what refers to them.
_TELLING = re.compile(r"comments|people|revisions|persons|customXml|embeddings|externalLinks", re.IGNORECASE)
_CHANGED_BY = re.compile(
    rb"<w:(?:ins|del|moveFrom|moveTo|rPrChange|pPrChange|sectPrChange|tblPrChange)\b[^>]*w:author="
)
_PICTURES = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "webp": "webp"}


class Telling(Exception):
    """The document names its makers where that cannot be taken out."""


def write_clean(stream: IO[bytes], extension: str) -> None:
    """The same document without properties, pictures in it without theirs; Telling where something is left that names."""
    if extension == "pdf":
        sys.stdout.buffer.write(_clean_pdf(stream))
    elif extension in ("docx", "xlsx", "pptx"):
        sys.stdout.buffer.write(_clean_office(stream))
    else:  # plain text has no properties, and pictures were drawn anew when they came in
        sys.stdout.buffer.write(stream.read())


def _clean_pdf(stream: IO[bytes]) -> bytes:
    """Its pages in a new document: what stands beside them (title, author, program, dates, outline) does not come along."""
    import pypdfium2

    document = pypdfium2.PdfDocument(stream.read())
    for number in range(len(document)):
        page = document[number]
        kinds = (
            pypdfium2.raw.FPDFAnnot_GetSubtype(pypdfium2.raw.FPDFPage_GetAnnot(page, place))
            for place in range(pypdfium2.raw.FPDFPage_GetAnnotCount(page))
        )
        if any(kind not in (pypdfium2.raw.FPDF_ANNOT_LINK, pypdfium2.raw.FPDF_ANNOT_WIDGET) for kind in kinds):
            raise Telling
        page.close()
    fresh, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    fresh.import_pages(document)
    fresh.save(out)
    return out.getvalue()


def _clean_office(stream: IO[bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if _TELLING.search(part.filename):
                raise Telling
            content = _EMPTY.get(part.filename) or old.read(part)
            if _CHANGED_BY.search(content):
                raise Telling
            ending = part.filename.rsplit(".", 1)[-1].lower()
            if ending in _PICTURES:
                content = _redrawn(io.BytesIO(content), _PICTURES[ending])
            new.writestr(zipfile.ZipInfo(part.filename), content, zipfile.ZIP_DEFLATED)  # no date either
    return out.getvalue()


READERS = {"pdf": pdf, "docx": docx, "pptx": pptx, "xlsx": xlsx, "csv": table, "txt": plain}


def main(task: str, extension: str) -> int:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (DATA, DATA))
    resource.setrlimit(resource.RLIMIT_AS, (SPACE, SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    warnings.simplefilter("ignore")
    try:
        if task == "image":
            write_image(sys.stdin.buffer, extension)
        elif task == "clean":
            write_clean(sys.stdin.buffer, extension)
        else:
            write_text(READERS[extension](sys.stdin.buffer))
        sys.stdout.buffer.flush()
    except ActiveContent:
        return ACTIVE
    except TooLarge:
        return TOO_LARGE
    except Telling:
        return TELLING
    except (MemoryError, RecursionError):
        return TOO_MUCH
    except Exception:  # whatever a parser can raise: the file is at fault, and nobody is there to read a traceback
        return BROKEN
    return DONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
