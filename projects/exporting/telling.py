"""What of each project is told to a reader: the one place that decides it for sheets and API."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from pvehub.people.models import Country, User
from pvehub.vocabulary.models import Term

from .. import content
from ..compendium import reading
from ..models import Project
from ..sections import FIELDS, OPEN, SECTION_OF, Kind

TEXTS = {Kind.TEXT, Kind.LONGTEXT}
Codes = Mapping[tuple[str, str], str]
CHUNK = 20  # rows held at a time; the content of a long record takes a good part of a megabyte
# What a sheet or a list of the API says of every project; a subset of the open fields that stand on the project itself.
BRIEF = (
    "title",
    "public_title",
    "classification",
    "countries",
    "start_on",
    "end_on",
    "budget",
    "currency",
    "themes",
)


@dataclass
class Told:
    """One project as its reader may read it: a published one as it was endorsed, any other as its working copy.

    `is_whole`: it holds what only readers of the whole record may read, be it a working copy or the team's sections.
    """

    project: Any
    is_whole: bool
    data: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


@dataclass
class Names:
    """Names of countries and themes by code, in the reader's language: two queries for the whole export."""

    countries: dict[str, str]
    themes: dict[str, str]

    @classmethod
    def read(cls) -> "Names":
        return cls(
            {land.iso2: land.name for land in Country.objects.all()},
            {term.code: term.name for term in Term.objects.filter(list="themes")},
        )


def is_open(name: str) -> bool:
    """Whether this field is read by people outside the project today; of a field that is no more, nothing is."""
    return name in FIELDS and SECTION_OF[name].visibility_of(FIELDS[name]) == OPEN


def fields(*, whole: bool) -> list[str]:
    """The fields of the record in their order: the open ones, or all."""
    return [name for name in FIELDS if whole or is_open(name)]


def ready(projects: QuerySet[Any]) -> QuerySet[Any]:
    """What telling reads of the rows, in a number of queries that does not depend on how many they are.

    `projects` passed `visible_to` and `marked_whole_for`.
    """
    related = projects.select_related("lead_office", "lead_office__parent")
    return related.prefetch_related("countries", "themes")


def tell(
    projects: QuerySet[Any], names: Collection[str] = BRIEF, *, whole: bool = False, redacted: bool = False
) -> Iterator[Told]:
    """Each project of the queryset with the named fields, read from a cursor in chunks. `redacted`: the texts name no
    partner, place, person or amount that the record knows, be it in a section that the reader does not read."""
    rows, codes = ready(projects).iterator(chunk_size=CHUNK), moved_on(names)
    while chunk := list(islice(rows, CHUNK)):
        rows_told = told(chunk, names, whole=whole, codes=codes)
        if redacted:
            _mask(rows_told, reading.masks(chunk))
        yield from rows_told
        for row in chunk:  # what was prefetched points back at its row: a circle that would keep the record in memory
            row._prefetched_objects_cache.clear()


def told(
    rows: Iterable[Any], names: Collection[str] = BRIEF, *, whole: bool = False, codes: Codes | None = None
) -> list[Told]:
    """Rows already read with `ready`, in a number of queries that does not depend on how many they are. Of a merged term
    the code goes out that it stands for today, `codes` as `moved_on` reads them."""
    rows, codes = list(rows), moved_on(names) if codes is None else codes
    copies = [row for row in rows if not row.is_published and row.is_whole] if set(names) - set(BRIEF) else []
    records = {record.project.pk: record for record in content.read_many(copies)} if copies else {}
    found = [_one(row, names, records.get(row.pk), whole=whole and row.is_whole) for row in rows]
    _name_people(found, names)
    _move_on(found, names, codes)
    return found


def moved_on(names: Collection[str]) -> Codes:
    """(list, code) of the merged terms that these fields can hold -> the code each stands for today; a query at most."""
    lists = {FIELDS[name].vocabulary for name in names if name in FIELDS and FIELDS[name].kind == Kind.TERMS}
    found: Codes = Term.objects.moved_on(*lists) if lists else {}
    return found


def _move_on(rows: list[Told], names: Collection[str], codes: Codes) -> None:
    """Records keep the old code; what reads them elsewhere knows the terms of today, each once."""
    for name in (name for name in names if codes and FIELDS[name].kind == Kind.TERMS):
        vocabulary = FIELDS[name].vocabulary
        for row in rows:
            if held := row.data.get(name):
                row.data[name] = list(dict.fromkeys(codes.get((vocabulary, code), code) for code in held))


def _one(project: Any, names: Collection[str], record: content.Record | None, *, whole: bool) -> Told:
    wanted = [name for name in names if whole or is_open(name)]
    if project.is_published:
        return _endorsed(project, wanted, whole=whole)
    if not project.is_whole:  # nobody else sees an unpublished project; if one slips through, it says nothing
        return Told(project, False)
    one = Told(project, True)
    one.data = {name: record.data[name] if record else _column(project, name) for name in wanted}
    one.words = {name: record.words[name] for name in wanted} if record else {}
    return one


def _endorsed(project: Project, names: Collection[str], *, whole: bool) -> Told:
    sections = (project.endorsed_content or {}).get("sections", [])
    items = {
        item["name"]: item
        for section in (sections if whole else content.open_only(project.endorsed_content))
        for item in section["fields"]
    }
    one = Told(project, whole)
    for name in names:
        if name in items:
            one.data[name], one.words[name] = items[name].get("data", ""), items[name].get("value", "")
    return one


def _mask(rows: list[Told], names: dict[int, Any]) -> None:
    for row in rows:
        mask = names[row.project.pk].mask
        row.words = {name: mask(text) for name, text in row.words.items()}
        texts = {name for name, value in row.data.items() if isinstance(value, str) and FIELDS[name].kind in TEXTS}
        row.data |= {name: mask(row.data[name]) for name in texts}


def _column(project: Project, name: str) -> Any:
    value = getattr(project, name)
    if FIELDS[name].kind in content.LISTS:
        return sorted(content.code_of(thing) for thing in value.all())
    return "" if value is None else value.isoformat() if FIELDS[name].kind == Kind.DATE else str(value)


def _name_people(rows: list[Told], names: Collection[str]) -> None:
    """People stand as uid in frozen content; they go out by the name they have today."""
    people = [name for name in names if FIELDS[name].kind == Kind.PEOPLE]
    uids = {str(row.data.get(name)) for row in rows for name in people if row.data.get(name)}
    if not uids:
        return
    known = {str(user.uid): user.name for user in User.objects.filter(uid__in=uids)}
    for row in rows:
        for name in people:
            row.words[name] = known.get(str(row.data.get(name)), "")
            row.data[name] = row.words[name]
