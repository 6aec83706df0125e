"""A document as a Word file, from the same shape as paper.typ reads: headings, tables with a head, a list of contents with
links, the mark in the head and foot of every page.

Written with the standard library: every word goes in escaped, nothing of it is read as markup, and nothing in the file asks
for anything outside of it. The same words give the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Signs that no XML may hold.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LEVELS = (36, 28, 24, 22, 20)  # half points
_WIDTHS = (2600, 7038)


def render(document: dict[str, Any], *, at: datetime) -> bytes:
    """The file, dated `at`; its parts carry that time too, so that nothing else of the machine is told."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}, core="docProps/core.xml"),
        "docProps/core.xml": _core(document, at),
        "word/_rels/document.xml.rels": _relations(
            {"styles": "styles.xml", "header": "header1.xml", "footer": "footer1.xml"}
        ),
        "word/styles.xml": _styles(document),
        "word/header1.xml": _margin("hdr", [document["mark"], " · ", document["issuer"]]),
        "word/footer1.xml": _margin("ftr", [document["mark"], " · ", document["foot"], " · ", None]),
        "word/document.xml": _document(document),
    }
    out, stamp = io.BytesIO(), at.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, stamp), (_HEAD + content).encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _said(text: Any) -> str:
    return escape(_NO_TEXT.sub(" ", str(text)))


def _run(text: Any, *, lang: str = "", way: str = "ltr", style: str = "") -> str:
    facts = f'<w:rStyle w:val="{style}"/>' if style else ""
    facts += "<w:rtl/>" if way == "rtl" else ""
    facts += f"<w:lang w:val={quoteattr(lang)}/>" if lang else ""
    return f'<w:r>{f"<w:rPr>{facts}</w:rPr>" if facts else ""}<w:t xml:space="preserve">{_said(text)}</w:t></w:r>'


def _paragraph(runs: str, *, style: str = "", way: str = "ltr", breaks: bool = False) -> str:
    facts = f'<w:pStyle w:val="{style}"/>' if style else ""
    facts += "<w:pageBreakBefore/>" if breaks else ""
    facts += "<w:bidi/>" if way == "rtl" else ""
    return f"<w:p>{f'<w:pPr>{facts}</w:pPr>' if facts else ''}{runs}</w:p>"


def _texts(text: dict[str, Any]) -> str:
    """A text in its own language and direction, a paragraph for each of its own."""
    if text["left_out"]:
        return _paragraph(_run(text["left_out"], style="Muted"))
    lines = text["paragraphs"] or [""]
    return "".join(_paragraph(_run(line, lang=text["lang"], way=text["dir"]), way=text["dir"]) for line in lines)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """`rows` hold whole paragraphs; the head is repeated on every page and read out as the head."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    cells = [[_paragraph(_run(word, style="Muted")) for word in head], *rows]
    lines = []
    for number, line in enumerate(cells):
        facts = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if number == 0 else ""
        said = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for width, cell in zip(_WIDTHS, line, strict=True)
        )
        lines.append(f"<w:tr>{facts}{said}</w:tr>")
    line = '<w:{0} w:val="single" w:sz="4" w:color="BFBFBF"/>'
    borders = f"<w:tblBorders>{line.format('bottom')}{line.format('insideH')}</w:tblBorders>"
    look = '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"/>'
    width = f'<w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/>'
    return (
        f"<w:tbl><w:tblPr>{width}{borders}{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl><w:p/>"
    )


def _facts(document: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    return _table(document["columns"], ([_paragraph(_run(row["label"])), _texts(row["text"])] for row in rows))


class _Headings:
    """The headings in their order, each with a mark that the contents lead to."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def add(self, level: int, text: Any, *, lang: str = "", way: str = "ltr", breaks: bool = False) -> str:
        self.found.append((level, str(text)))
        number = len(self.found)
        mark = f'<w:bookmarkStart w:id="{number}" w:name="h{number}"/>{_run(text, lang=lang, way=way)}'
        end = f'<w:bookmarkEnd w:id="{number}"/>'
        return _paragraph(mark + end, style=f"Heading{min(level, len(_LEVELS))}", way=way, breaks=breaks)

    def contents(self, deepest: int) -> Iterator[str]:
        """A line for each, as a link."""
        for number, (level, text) in enumerate(self.found, 1):
            if level <= deepest:
                link = f'<w:hyperlink w:anchor="h{number}" w:history="1">{_run(text)}</w:hyperlink>'
                yield _paragraph(link, style=f"TOC{level}")


def _entry(document: dict[str, Any], told: dict[str, Any], level: int, heads: _Headings, *, breaks: bool) -> str:
    out = [heads.add(level, told["title"], lang=told["lang"], way=told["dir"], breaks=breaks)]
    out.append(_paragraph(_run(f"{told['mark']} · {told['ref']}", style="Muted")))
    out += [_facts(document, told["facts"])] if told["facts"] else []
    out += [_paragraph(_run(note), style="Note") for note in told["notes"]]
    for section in told["sections"]:
        out.append(_paragraph(_run(section["title"]), style=f"Heading{min(level + 1, len(_LEVELS))}"))
        for field in section["fields"]:
            if "facts" in field:
                out.append(_facts(document, field["facts"]))
                continue
            if field["label"]:
                out.append(_paragraph(_run(field["label"]), style=f"Heading{min(level + 2, len(_LEVELS))}"))
            out.append(_texts(field["text"]))
    return "".join(out)


def _document(document: dict[str, Any]) -> str:
    heads, body = _Headings(), []
    for group in document["groups"]:
        body.append(heads.add(1, group["title"], breaks=True))
        for country in group["countries"]:
            body += [heads.add(2, country["title"])] if country["title"] else []
            for number, told in enumerate(country["projects"]):
                body.append(_entry(document, told, 3 if country["title"] else 2, heads, breaks=number > 0))
    front = [_paragraph(_run(document["heading"]), style="Title"), _facts(document, document["about"])]
    front += [_paragraph(_run(note), style="Note") for note in document["notes"]]
    for figures in document["figures"]:
        rows = ([_paragraph(_run(row[name])) for name in ("label", "count")] for row in figures["rows"])
        front += [_paragraph(_run(figures["title"]), style="Strong"), _table(figures["columns"], rows)]
    front.append(_paragraph(_run(document["contents_title"]), style="Strong", breaks=True))
    front += heads.contents(document.get("depth", 3))
    way = "<w:bidi/>" if document["dir"] == "rtl" else ""
    page = (
        f'<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="default" r:id="footer"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1361" w:right="1134" w:bottom="1247" w:left="1134"'
        f' w:header="567" w:footer="567" w:gutter="0"/>{way}</w:sectPr>'
    )
    return f'<w:document {_W} xmlns:r="{_REL}"><w:body>{"".join([*front, *body])}{page}</w:body></w:document>'


def _margin(tag: str, words: list[Any]) -> str:
    """The head or foot of every page; None is the number of the page."""
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    runs = "".join(number if word is None else _run(word, style="Muted") for word in words)
    return f"<w:{tag} {_W}>{_paragraph(runs)}</w:{tag}>"


def _styles(document: dict[str, Any]) -> str:
    default = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
    default += f"<w:lang w:val={quoteattr(document['language'])}/>"
    spaced = '<w:pPr><w:spacing w:after="100" w:line="264" w:lineRule="auto"/></w:pPr>'
    found = [
        f"<w:docDefaults><w:rPrDefault><w:rPr>{default}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault>{spaced}</w:pPrDefault></w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>',
        '<w:style w:type="character" w:styleId="Muted"><w:name w:val="Muted"/><w:rPr><w:color w:val="505050"/>'
        '<w:sz w:val="18"/></w:rPr></w:style>',
        _style("Title", "Title", '<w:spacing w:after="240"/>', '<w:b/><w:sz w:val="44"/>'),
        _style("Strong", "Title of a table", "<w:keepNext/>", '<w:b/><w:sz w:val="26"/>'),
        _style("Note", "Note", '<w:ind w:left="284"/>', '<w:sz w:val="19"/>'),
    ]
    for level, size in enumerate(_LEVELS, 1):
        facts = f'<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="{level - 1}"/>'
        found.append(_style(f"Heading{level}", f"heading {level}", facts, f'<w:b/><w:sz w:val="{size}"/>'))
        found.append(_style(f"TOC{level}", f"toc {level}", f'<w:ind w:left="{(level - 1) * 284}"/>', ""))
    return f"<w:styles {_W}>{''.join(found)}</w:styles>"


def _style(key: str, name: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _core(document: dict[str, Any], at: datetime) -> str:
    """Its properties name the portal and no person."""
    spaces = (
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    made = f'<dcterms:created xsi:type="dcterms:W3CDTF">{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</dcterms:created>'
    said = f"<dc:title>{_said(document['title'])}</dc:title><dc:creator>{_said(document['issuer'])}</dc:creator>"
    said += f"<dc:description>{_said(document['mark'])}</dc:description>"
    return (
        f"<cp:coreProperties {spaces}>{said}{made}<dc:language>{_said(document['language'])}</dc:language>"
        "</cp:coreProperties>"
    )


def _content_types() -> str:
    kinds = {"document": "document.main", "styles": "styles", "header1": "header", "footer1": "footer"}
    said = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{said}</Types>"
    )


def _relations(targets: dict[str, str], *, core: str = "") -> str:
    rows = [f'<Relationship Id="{kind}" Type="{_REL}/{kind}" Target="{path}"/>' for kind, path in targets.items()]
    if core:
        kind = f"{_PACKAGE}/relationships/metadata/core-properties"
        rows.append(f'<Relationship Id="core" Type="{kind}" Target="{core}"/>')
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'
