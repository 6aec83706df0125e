"""A document as a tagged PDF (PDF/UA-1): words go in as JSON, never as markup; the same words give the same bytes.

Only the fonts that come with typst are used, so that a document looks alike wherever it is printed. They hold Latin,
Greek, Cyrillic and Arabic letters. A text in other letters is not printed as empty boxes: a sentence stands in its place.
"""

import functools
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("paper.typ")
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
WALL = 300  # seconds a document may take that is written apart; below the hard limit of a task
_TRIES = 8  # each finds at least one sign more that no font has


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def render(document: dict[str, Any], *, at: datetime, instead: str, template: Path = TEMPLATE) -> bytes:
    """The PDF of a document in the shape its template reads (ours: what telling.py gives), dated `at`.

    `instead` stands for a text no font can print. It is written in a process of its own, which costs 60 ms: typst keeps
    what it has set for the next document, 35 MB and more of it, and a page of a long one takes 1.4 MB.
    """
    said = {"document": document, "at": int(at.timestamp()), "instead": instead, "template": str(template)}
    asked = json.dumps(said).encode()
    done = subprocess.run([sys.executable, "-I", __file__], input=asked, capture_output=True, timeout=WALL)
    if done.returncode:
        raise RuntimeError(f"The paper was not written: the process ended with {done.returncode}.")
    return done.stdout


def _written(document: dict[str, Any], at: datetime, instead: str, template: Path) -> bytes:
    """What the process of its own does: again without each text that turned out to have signs no font has."""
    missing: set[str] = set()
    for _try in range(_TRIES):
        try:
            return _compile(_without(document, missing, instead), at, template)
        except typst.TypstError as problem:
            found = {sign for text in _MISSING.findall(problem.diagnostic) for sign in _unescaped(text)}
            if not found - missing:
                raise
            missing |= found
    return _compile(_without(document, {*missing, *_beyond(document)}, instead), at, template)


def _compile(document: dict[str, Any], at: datetime, template: Path) -> bytes:
    data = json.dumps(document, ensure_ascii=False, sort_keys=True)
    compiler = typst.Compiler(
        template.read_bytes(), root=template.parent, font_paths=_fonts(), sys_inputs={"document": data}
    )
    stamp = int(at.timestamp())
    pdf = compiler.compile(format="pdf", timestamp=stamp, pdf_tags=True, pdf_standards="ua-1")
    if not isinstance(pdf, bytes):
        raise TypeError("a document is one file")
    return pdf


def _unescaped(text: str) -> str:
    """A text as it was, from the way an error quotes it."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), text)


def _texts(thing: Any) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict | list):
        for each in thing.values() if isinstance(thing, dict) else thing:
            yield from _texts(each)


def _beyond(document: dict[str, Any]) -> set[str]:
    """Every sign outside of the scripts that the fonts are known to hold."""
    known = re.compile(r"[\x00-\u024f\u0370-\u04ff\u0600-\u06ff\u1e00-\u1eff\u2010-\u2044]")
    return {sign for text in _texts(document) for sign in text if not known.match(sign)}


def _without(thing: Any, missing: set[str], instead: str) -> Any:
    """The same document; a text that holds one of these signs gives way to the sentence, a paragraph at a time."""
    if isinstance(thing, str):
        return instead if not missing.isdisjoint(thing) else thing
    if isinstance(thing, dict):
        return {key: _without(each, missing, instead) for key, each in thing.items()}
    return [_without(each, missing, instead) for each in thing] if isinstance(thing, list) else thing


def pages(pdf: bytes) -> int:
    """How many pages it has."""
    import pypdfium2  # the process that writes does without

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


if __name__ == "__main__":
    given = json.load(sys.stdin.buffer)
    moment = datetime.fromtimestamp(given["at"], UTC)
    paper = Path(given["template"])
    sys.stdout.buffer.write(_written(given["document"], moment, given["instead"], paper))
