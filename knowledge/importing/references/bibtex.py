"""BibTeX: @type{key, name = value, ...}. Values stand in braces, in quotation marks, or are numbers and macros, joined
by #. A new @type{ at the beginning of a line ends whatever was left open, so that one broken entry costs one entry.
"""

import re
from collections.abc import Iterator
from typing import IO, Any

from references import latex
from references.lines import LONGEST_ENTRY, counted, lines

# No run of blanks can be read in two ways: a file of nothing else would take for ever.
_BEGINS = re.compile(r"@\s*+([A-Za-z]++)\s*+[{(]")
_NAME = re.compile(r"\s*([A-Za-z][\w:.+/-]*)\s*=\s*")
_BARE = re.compile(r"[^\s,#{}\"=()]+")
_KEY = re.compile(r"\s*+([^,{}\"\s]*+)\s*+,")
_MONTHS = {name: name.capitalize() for name in "jan feb mar apr may jun jul aug sep oct nov dec".split()}
DEEPEST = 50  # braces within braces


class Broken(Exception):
    """Where the entry cannot be read on, in characters from its beginning."""

    def __init__(self, code: str, place: int) -> None:
        super().__init__(code)
        self.code, self.place = code, place


def read(stream: IO[bytes]) -> Iterator[object]:
    """Every entry with the line it begins at."""
    return counted(_entries(stream))


def _entries(stream: IO[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    macros = dict(_MONTHS)
    for line, first, rest in _blocks(stream):
        begins, kind, text = line, first, rest
        while kind:
            if kind in ("comment", "preamble"):
                break
            if len(text) > LONGEST_ENTRY:
                yield begins, {"broken": "long", "most": LONGEST_ENTRY}
                break
            reader = _Reader(text, macros)
            try:
                fields = reader.fields(has_key=kind != "string")
            except Broken as error:
                yield begins, {"broken": error.code, "at": begins + text.count("\n", 0, error.place)}
                break
            if kind == "string":
                macros |= {name: values[0] for name, values in fields.items()}
            else:
                tags = {name: [latex.plain(value) for value in values] for name, values in fields.items()}
                yield begins, {"type": kind, "tags": tags}
            # Most files begin each entry on a line of its own; some have them all on one.
            found = _BEGINS.search(text, reader.place)
            kind = found[1].lower() if found else ""
            if found:
                begins, text = begins + text.count("\n", 0, found.end()), text[found.end() :]


def _blocks(stream: IO[bytes]) -> Iterator[tuple[int, str, str]]:
    """(line, type in small letters, all that follows its opening brace up to the next entry), cut where nobody reads on."""
    begins, kind, parts, size = 0, "", [""], 0
    for number, line in lines(stream):
        found = _BEGINS.match(line, len(line) - len(line.lstrip()))
        if found:
            if kind:
                yield begins, kind, "\n".join(parts)
            begins, kind, size = number, found[1].lower(), 0
            parts, line = [], line[found.end() :]
        if size <= LONGEST_ENTRY:
            parts.append(line)
            size += len(line) + 1
    if kind:
        yield begins, kind, "\n".join(parts)


class _Reader:
    """Walks through one entry; no call within a call, however deep its braces are."""

    def __init__(self, text: str, macros: dict[str, str]) -> None:
        self.text, self.macros, self.place = text, macros, 0

    def fields(self, *, has_key: bool) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        if has_key:
            key = _KEY.match(self.text)
            if not key:
                raise Broken("no_key", 0)
            self.place = key.end()
            found["key"] = [key[1]]
        while not self._ends():
            name = _NAME.match(self.text, self.place)
            if not name:
                raise Broken("no_field", self._here())
            self.place = name.end()
            found.setdefault(name[1].lower(), []).append(self._value())
            self._blank()
            if self.text[self.place : self.place + 1] == ",":
                self.place += 1
            elif not self._ends():
                raise Broken("no_comma", self._here())
        return found

    def _ends(self) -> bool:
        self._blank()
        if self.place >= len(self.text):
            raise Broken("open_brace", 0)
        return self.text[self.place] in "})"

    def _blank(self) -> None:
        while self.text[self.place : self.place + 1].isspace():
            self.place += 1

    def _here(self) -> int:
        return min(self.place, max(len(self.text) - 1, 0))

    def _value(self) -> str:
        parts = [self._part()]
        self._blank()
        while self.text[self.place : self.place + 1] == "#":
            self.place += 1
            self._blank()
            parts.append(self._part())
            self._blank()
        return "".join(parts)

    def _part(self) -> str:
        sign = self.text[self.place : self.place + 1]
        if sign in ("{", '"') and sign:
            return self._enclosed("}" if sign == "{" else '"')
        bare = _BARE.match(self.text, self.place)
        if not bare:
            raise Broken("no_value", self._here())
        self.place = bare.end()
        return self.macros.get(bare[0].lower(), bare[0])

    def _enclosed(self, closing: str) -> str:
        """What stands between braces or quotation marks, the braces inside balanced."""
        start, depth = self.place, 0
        for place in range(start + 1, len(self.text)):
            sign = self.text[place]
            if self.text[place - 1] == "\\" and sign in '{}"':
                continue
            if sign == closing and not depth:
                self.place = place + 1
                return self.text[start + 1 : place]
            depth += (sign == "{") - (sign == "}")
            if depth > DEEPEST:
                raise Broken("deep", place)
            if depth < 0:
                raise Broken("open_quote", start)
        raise Broken("open_brace" if closing == "}" else "open_quote", start)
