"""Lists of people: a text or table that names five or more of them with phone, e-mail or ID is not kept here."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from pvehub.files.verdicts import Rejected

ENOUGH = 5  # people
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# Addresses of offices are no person's.
_OFFICE = re.compile(
    r"^(info|contact|contacto|office|admin|support|help|hq|press|media|secretar\w*|enquir\w*|noreply|no-reply|hotline"
    r"|complaints?|feedback|hr|jobs|procurement|webmaster|publications?)\W?",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b")
_PHONE = re.compile(
    r"(?<![\w.,])(?:\+|00)[1-9](?:[ ().-]{0,2}\d){6,14}(?!\w)|(?<![\w.,])0[1-9](?:[ .-]?\d){7,10}(?![\w.,])"
)
_PHONES = r"tel|phone|mobile|whatsapp|t[ée]l[ée]phone|portable|tel[ée]fono|m[óo]vil|celular|هاتف|جوال"
_IDS = (
    r"passport|passeport|pasaporte|national id|id (?:no|number|card)|nin|cni|dni|c[ée]dula|carte d.identit[ée]"
    r"|جواز|هوية"
)
_HEADER = re.compile(rf"\b(?:{_PHONES}|{_IDS})\b", re.IGNORECASE)
_LABELLED = re.compile(
    rf"\b(?:(?:{_PHONES})\b[^\d\n]{{0,12}}\d(?:[ ().-]{{0,2}}\d){{6,14}}|(?:{_IDS})\b[^\d\n]{{0,12}}\d{{5,14}})",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d(?:[ ().-]{0,2}\d){4,14}")
_LINE = 2000  # characters that count as one line


def check(text: str) -> None:
    """Raise Rejected if five different people can be reached or identified by it; a line or row is one person."""
    people: set[str] = set()
    columns: set[int] = set()
    for number, line in _lines(text):
        cells = line.split("\t")
        named = {place for place, cell in enumerate(cells) if _is_header(cell)}
        if len(cells) > 1 and named:
            columns = named
            continue
        person = _reach(line, cells, columns)
        if person:
            people.add(person)
        if len(people) >= ENOUGH:
            raise Rejected(
                _(
                    "This file lists five or more people with their phone, e-mail or ID (up to line %(line)d). Personal"
                    " data stay with those who need them: the principle is data minimization. Remove these columns or"
                    " lines, then upload it again."
                )
                % {"line": number}
            )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        for start in range(0, len(line), _LINE):
            yield number, line[start : start + _LINE]


def _is_header(cell: str) -> bool:
    """The head of a column of phone numbers or IDs."""
    return len(cell) < 60 and bool(_HEADER.search(cell)) and not _NUMBER.search(cell)


def _reach(line: str, cells: list[str], columns: set[int]) -> str:
    """What reaches or identifies the person of a line, empty if there is none."""
    for mail in _MAIL.findall(line):
        if not _OFFICE.match(mail):
            return str(mail).lower()
    found = _PHONE.search(_DATE.sub(" ", line)) or _LABELLED.search(line)
    if found:
        return re.sub(r"\D", "", found[0])
    for place in columns:
        if place < len(cells) and _NUMBER.search(cells[place]):
            return cells[place]
    return ""
