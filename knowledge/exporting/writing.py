"""The formats: one reference after the other, each as soon as it was read. No value can end its own line, entry or cell."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge import citing
from knowledge.exporting.telling import Told
from projects.exporting.cells import safe
from projects.exporting.sheets import BOM, Line, fitted

#: format -> (ending of the name, media type)
FORMATS = {
    "ris": ("ris", "application/x-research-info-systems"),
    "bibtex": ("bib", "application/x-bibtex"),
    "csv": ("csv", "text/csv"),
}
COLUMNS: tuple[tuple[object, Callable[[Told], str]], ...] = (
    (gettext_lazy("Title"), lambda told: told.title),
    (gettext_lazy("Summary"), lambda told: told.summary),
    (gettext_lazy("Kind"), lambda told: told.kind_name),
    (gettext_lazy("Year"), lambda told: told.year),
    (gettext_lazy("Authors"), lambda told: "; ".join(told.authors)),
    (gettext_lazy("Office"), lambda told: told.office),
    (gettext_lazy("Countries"), lambda told: "; ".join(told.countries)),
    (gettext_lazy("Themes"), lambda told: "; ".join(told.themes)),
    (gettext_lazy("Language"), lambda told: told.language),
    (gettext_lazy("Evidence"), lambda told: told.evidence),
    (gettext_lazy("DOI"), lambda told: told.doi),
    (gettext_lazy("Address"), lambda told: told.address),
    (gettext_lazy("Published"), lambda told: told.published),
    (gettext_lazy("Confidentiality"), lambda told: told.tier_name),
)
_TEX = {
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "\\": "\\textbackslash{}",
    "{": "\\{",
    "}": "\\}",
    "~": "{\\textasciitilde}",
}
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def blocks(rows: Iterable[Told], format: str, language: str) -> Iterator[bytes]:
    """The file, piece by piece. Outside of the request the language is no longer the reader's own, so it is set anew for
    each piece."""
    lines = {"ris": _ris, "bibtex": _bibtex, "csv": _csv}[format](iter(rows))
    while True:
        with translation.override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line.encode()


def _line(text: str) -> str:
    """One line: a sign that would begin another becomes a blank."""
    return " ".join(_NO_TEXT.sub(" ", text).split())


def _restricted(told: Told) -> str:
    """What a restricted item says of itself wherever its reference lands; nothing for what all staff read."""
    return _("Confidentiality: %(who)s") % {"who": told.tier_name} if told.tier else ""


def _ris(rows: Iterator[Told]) -> Iterator[str]:
    for told in rows:
        tags = [
            ("TY", citing.RIS_OF.get(told.kind, "GEN")),
            ("TI", told.title),
            *(("AU", name) for name in told.authors or ((told.office,) if told.office else ())),
            ("PY", told.year),
            ("AB", told.summary),
            ("PB", settings.ORGANIZATION_NAMES[0]),
            ("M3", told.kind_name),
            ("LA", told.language),
            *(("KW", word) for word in (*told.themes, *told.countries)),
            ("DO", told.doi),
            ("UR", told.address),
            ("AN", told.uid),
            ("N1", _restricted(told)),
        ]
        yield "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in tags if value) + "ER  - \r\n\r\n"


def _bibtex(rows: Iterator[Told]) -> Iterator[str]:
    for told in rows:
        authors = told.authors or ((told.office,) if told.office else ())
        fields = {
            "title": f"{{{_tex(told.title)}}}",
            "author": " and ".join(f"{{{_tex(name)}}}" for name in authors),
            "year": told.year,
            "abstract": _tex(told.summary),
            "institution": _tex(settings.ORGANIZATION_NAMES[0]),
            "type": _tex(told.kind_name),
            "language": told.language,
            "keywords": ", ".join(_tex(word) for word in (*told.themes, *told.countries)),
            "doi": told.doi,
            "url": told.address,
            "note": _tex(_restricted(told)),
        }
        said = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        yield f"@{citing.BIBTEX_OF.get(told.kind, 'misc')}{{{told.uid},\n{said}\n}}\n\n"


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _line(text))


def _csv(rows: Iterator[Told]) -> Iterator[str]:
    line = Line()
    writer = csv.writer(line)
    writer.writerow([safe(str(label)) for label, _cell in COLUMNS])
    yield BOM + line.text
    for told in rows:
        writer.writerow([safe(fitted(_line(cell(told)))) for _label, cell in COLUMNS])
        yield line.text
