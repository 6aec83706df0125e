"""IATI 2.0x activities as rows: read as a stream, no tree is kept, nothing is fetched, no document type is taken."""

import re
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from . import limits
from .activity import HEADER, Activity
from .limits import Refused
from .structure import ALL, Shape, fits
from .text import mended

_VERSION = re.compile(r"2\.0\d")


def read(stream: IO[bytes]) -> Iterator[Any]:
    """The header, then one row an activity."""
    head = stream.read(1 << 16)
    if not head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\x00").startswith(b"<"):
        raise Refused("not_xml")
    reader = _Reader()
    parser: Any = etree.XMLParser(
        target=reader, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True
    )
    block = head
    try:
        while block:
            parser.feed(block)
            yield from reader.taken()
            block = stream.read(1 << 16)
        parser.close()
    except etree.XMLSyntaxError as error:
        line = error.position[0] if error.position else 0
        raise Refused("not_well_formed", line=line) from None
    yield from reader.taken()


class _Element:
    """An element that is open: its shape (none: of another namespace), and how far along its sequence it is."""

    __slots__ = ("at", "attributes", "count", "name", "shape", "text")

    def __init__(self, name: str, shape: Shape | None, attributes: dict[str, str]) -> None:
        self.name, self.shape, self.attributes = name, shape, attributes
        self.at, self.count = 0, 0
        self.text: list[str] = []


class _Reader:
    """Target of the parser: holds each element against its shape and hands those of an activity on."""

    def __init__(self) -> None:
        self.open: list[_Element] = []
        self.rows: list[Any] = []
        self.activities = 0
        self.activity: Activity | None = None

    def taken(self) -> list[Any]:
        rows, self.rows = self.rows, []
        return rows

    def doctype(self, *declared: Any) -> None:
        raise Refused("doctype")

    def comment(self, text: str) -> None:
        """Comments say nothing to us."""

    def start(self, tag: str, given: Any) -> None:
        if len(self.open) >= limits.DEEPEST or len(given) > limits.MOST_ATTRIBUTES:
            raise Refused("too_deep", most=limits.DEEPEST)
        attributes = {name: mended(value) for name, value in given.items()}
        if not self.open:
            return self._root(tag, attributes)
        parent = self.open[-1]
        if parent.shape is None:
            self.open.append(_Element(tag, None, {}))
            return None
        if parent.shape.text:
            self._wrong("iati_inside", parent.name, tag)
        if tag.startswith("{"):
            self._pass(parent, len(parent.shape.children))
            self.open.append(_Element(tag, None, {}))
            return None
        shape = self._next(parent, tag)
        self._check_attributes(tag, shape, attributes)
        self.open.append(_Element(tag, shape, attributes))
        if tag == "iati-activity":
            self.activities += 1
            if self.activities > limits.MOST_ROWS:
                raise Refused("rows", most=limits.MOST_ROWS)
            self.activity = Activity(attributes)
        return None

    def _root(self, tag: str, attributes: dict[str, str]) -> None:
        if tag != "iati-activities":
            raise Refused("iati_root", name=tag.rpartition("}")[2][:60])
        version = attributes.get("version", "")
        if version[:1].isdigit() and not _VERSION.fullmatch(version):
            raise Refused("iati_version", version=version[:20])
        self._check_attributes(tag, ALL[tag], attributes)
        self.open.append(_Element(tag, ALL[tag], attributes))
        day = attributes.get("generated-datetime", "")[:10]
        self.rows.append({"header": HEADER, "told": {"day": day} if day else {}})

    def _next(self, parent: _Element, tag: str) -> Shape:
        """The shape of the next child; moves along the sequence of its parent."""
        assert parent.shape is not None
        children = parent.shape.children
        place = next((i for i in range(parent.at, len(children)) if children[i][0] == tag), -1)
        if place < 0:
            known = any(name == tag for name, _often, _shape in children)
            self._wrong("iati_order" if known else "iati_unknown", parent.name, tag)
        self._pass(parent, place)
        parent.count += 1
        if parent.count > 1 and children[place][1] in ("", "?"):
            self._wrong("iati_twice", parent.name, tag)
        return ALL[children[place][2]]

    def _pass(self, parent: _Element, place: int) -> None:
        """Go on to a place of the sequence; what is passed and must be there was there."""
        assert parent.shape is not None
        while parent.at < place:
            name, often, _shape = parent.shape.children[parent.at]
            if not parent.count and often in ("", "+"):
                self._wrong("iati_missing", parent.name, name)
            parent.at, parent.count = parent.at + 1, 0

    def _check_attributes(self, tag: str, shape: Shape, attributes: dict[str, str]) -> None:
        for name, value in attributes.items():
            if name.startswith("{"):
                continue
            if name not in shape.attributes:
                self._wrong("iati_attribute", tag, name)
            if not fits(shape.attributes[name], value):
                self._wrong("iati_value", tag, name)
        for name in shape.needed:
            if name not in attributes:
                self._wrong("iati_no_attribute", tag, name)

    def data(self, text: str) -> None:
        if not self.open or self.open[-1].shape is None:
            return
        element = self.open[-1]
        if element.shape is not None and not element.shape.text:
            if not text.isspace():
                self._wrong("iati_text", element.name, element.name)
            return
        element.text.append(text)

    def end(self, tag: str) -> None:
        element = self.open.pop()
        if element.shape is None:
            return
        self._pass(element, len(element.shape.children))
        text = mended("".join(element.text))
        if element.shape.text and not fits(element.shape.text, text):
            self._wrong("iati_value", element.name, element.name)
        if len(text) > limits.LONGEST_CELL:
            raise Refused("long_cell", row=self.activities, column=element.name, most=limits.LONGEST_CELL)
        if self.activity is None:
            return
        if tag == "iati-activity":
            self.rows.append([self.activities, self.activity.cells()])
            self.activity = None
        else:
            path = "/".join(each.name for each in self.open[2:]) or ""
            self.activity.take(f"{path}/{tag}".lstrip("/"), element.attributes, text)

    def close(self) -> None:
        """The parser is done."""

    def _wrong(self, code: str, element: str, name: str) -> None:
        raise Refused(code, row=self.activities, element=element[:60], name=name.rpartition("}")[2][:60])
