"""What a reference is known by: the type it has in RIS and BibTeX, its DOI, its year, its title folded. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from uuid import UUID

TITLE_MOST: Final = 200
#: The kind an entry becomes, by its type in RIS; any other is somebody's research.
KIND_OF_RIS: Final = {
    **dict.fromkeys(("RPRT", "EVAL"), "evaluation"),
    **dict.fromkeys(("GOVDOC",), "policy"),
    **dict.fromkeys(("LEGAL", "STAT", "BILL", "CASE"), "legal-note"),
    **dict.fromkeys(("STAND",), "guidance"),
    **dict.fromkeys(("COMP", "MULTI"), "tool"),
}
KIND_OF_BIBTEX: Final = {
    **dict.fromkeys(("techreport", "report"), "evaluation"),
    **dict.fromkeys(("manual", "software"), "tool"),
    **dict.fromkeys(("legislation", "jurisdiction", "legal"), "legal-note"),
    "standard": "guidance",
}
OTHERWISE: Final = "research"
#: The other way round: what a kind is called when it goes out.
RIS_OF: Final = {"evaluation": "RPRT", "assessment": "RPRT", "policy": "GOVDOC", "legal-note": "LEGAL"}
BIBTEX_OF: Final = {"evaluation": "techreport", "assessment": "techreport", "tool": "manual"}

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>{}]+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d|2100)(?!\d)")
_UID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)
_ADDRESS = re.compile(r"^\s*(?:https?://)?(?:www\.)?", re.IGNORECASE)


def folded(text: str) -> str:
    """Letters and digits only, without case, accents, marks and punctuation: how two writings of one title are compared."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def shortened(text: str, most: int) -> str:
    """The text as far as it fits, cut between words where that is possible."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def title_key(title: str) -> str:
    """What a title is compared by; as cut for our records, so that a long one finds itself again."""
    return folded(shortened(title, TITLE_MOST))


def doi_in(text: str) -> str:
    """The first DOI of a text in small letters, empty if it has none."""
    found = _DOI.search(text)
    return found[0].rstrip(".,;)").lower() if found else ""


def year_in(text: str) -> str:
    """The first year of a text, empty if it has none."""
    found = _YEAR.search(text)
    return found[0] if found else ""


def uid_in(text: str) -> UUID | None:
    """The permanent number of one of our own resources, if the text holds what could be one."""
    found = _UID.search(text)
    return UUID(found[0]) if found else None


def address_key(text: str) -> str:
    """What an address is compared by: without its scheme, www and the last stroke."""
    return _ADDRESS.sub("", text).strip().rstrip("/").lower()
