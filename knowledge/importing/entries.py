"""One entry of a list of references, whatever format it came in. Only what a draft is made of is kept of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from knowledge import citing

#: The tags that hold each part, the first that is there wins.
RIS = {
    "title": ("TI", "T1", "CT", "BT"),
    "year": ("PY", "Y1", "DA"),
    "abstract": ("AB", "N2"),
    "source": ("JO", "JF", "T2", "JA", "PB"),
    "language": ("LA",),
    "doi": ("DO", "M3"),
    "sort": ("M3",),
}
RIS_LISTS = {"authors": ("AU", "A1"), "keywords": ("KW",), "addresses": ("UR", "ID", "AN", "L2", "LK")}
BIBTEX = {
    "title": ("title",),
    "year": ("year", "date"),
    "abstract": ("abstract",),
    "source": ("journal", "journaltitle", "booktitle", "publisher", "institution", "school", "organization"),
    "language": ("language", "langid"),
    "doi": ("doi",),
    "sort": ("type",),
}
BIBTEX_LISTS = {"authors": ("author",), "keywords": ("keywords",), "addresses": ("url", "howpublished", "key")}
MOST_AUTHORS = 40


@dataclass(frozen=True)
class Entry:
    """What an entry says. `addresses` are where it stands and what it is called elsewhere; `sort` is the kind it names."""

    title: str = ""
    year: str = ""
    abstract: str = ""
    source: str = ""
    language: str = ""
    doi: str = ""
    sort: str = ""
    type: str = ""
    authors: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    @classmethod
    def of_tags(cls, format: str, kind: str, tags: dict[str, list[str]]) -> Self:
        """From the tags of RIS or the fields of BibTeX."""
        single, several = (RIS, RIS_LISTS) if format == "ris" else (BIBTEX, BIBTEX_LISTS)
        facts: dict[str, Any] = {part: _first(tags, names) for part, names in single.items()}
        facts |= {part: [one for name in names for one in tags.get(name, [])] for part, names in several.items()}
        if format == "bib":
            facts["authors"] = [one for text in facts["authors"] for one in text.split(" and ")]
            facts["keywords"] = [one for text in facts["keywords"] for one in text.replace(";", ",").split(",")]
        return cls.clean(facts | {"type": kind})

    @classmethod
    def clean(cls, facts: dict[str, Any]) -> Self:
        """Lines made one, years and DOIs found; an abstract keeps its paragraphs."""
        lines = {name: " ".join(value.split()) for name, value in facts.items() if isinstance(value, str)}
        lists = {
            name: [" ".join(one.split()) for one in value if one.strip()]
            for name, value in facts.items()
            if isinstance(value, list)
        }
        doi = citing.doi_in(lines.get("doi", "")) or next(filter(None, map(citing.doi_in, lists["addresses"])), "")
        kept = {
            "abstract": facts.get("abstract", "").strip(),
            "year": citing.year_in(lines.get("year", "")),
            "doi": doi,
        }
        return cls(**(lines | lists | kept))

    def to_json(self) -> dict[str, Any]:
        """As it is kept between upload and drafts."""
        return {name: value for name, value in asdict(self).items() if value}

    def kind(self) -> str:
        """The kind its type stands for; a table has its types in words, as BibTeX has."""
        said = self.type or self.sort.lower()
        return citing.KIND_OF_RIS.get(said) or citing.KIND_OF_BIBTEX.get(said) or citing.OTHERWISE

    def address(self) -> str:
        """Where it can be read, empty if it does not say."""
        return next((one for one in self.addresses if one.lower().startswith(("http://", "https://"))), "")

    def citation(self) -> str:
        """Authors, year, title, where it came out."""
        names = self.authors[:MOST_AUTHORS]
        by = "; ".join(names) + (" et al." if len(self.authors) > len(names) else "")
        head = f"{by} ({self.year})" if by and self.year else by or self.year
        return ". ".join(part.rstrip(". ") for part in (head, self.title, self.source, self.doi) if part) + "."

    def words(self) -> list[str]:
        """Everything that is kept of it, line by line."""
        return [self.title, *self.abstract.splitlines(), self.source, *self.authors, *self.keywords]


def _first(tags: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((value for name in names for value in tags.get(name, []) if value.strip()), "")
