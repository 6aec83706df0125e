"""Whether what a team works on is still covered by its endorsement: the working copy held against the baseline. Reads only.

Fields that stay in the working copy are not covered until an amendment is endorsed; the others went out on save.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models.functions import Lower

from pvehub.people.models import Country
from pvehub.vocabulary.models import Term

from . import changing, content
from .changing import Change, Pair, Reason
from .models import NotifiedChange, Organization, Project
from .sections import AGAIN, FIELDS, SECTION_OF, Field

# What is free whatever it says need not be read to know whether a project is covered; files cost a query of their own.
READ = tuple(name for name in FIELDS if name != "documents")
LISTS = ("target-groups", "themes", "intervention-tags")


def is_measured(project: Project) -> bool:
    """Whether changes of this project are measured: it was endorsed, and what was endorsed is what others read."""
    return project.is_published and project.endorsed_baseline is not None


def changes(project: Project) -> list[Change]:
    """What differs from the endorsed baseline, in the order of the record."""
    return measured(project, content.read(project, READ).data) if is_measured(project) else []


def measured(project: Project, now: Mapping[str, Any]) -> list[Change]:
    """The same of a project whose changes are measured; what TRD has objected to is endorsed again."""
    objected = NotifiedChange.objects.standing().filter(project=project, objected_at__isnull=False)
    return changing.compare(pair(project, now), set(objected.values_list("field", flat=True)))


def pair(project: Project, now: Mapping[str, Any]) -> Pair:
    """The record as it was endorsed and as it stands, with the types of the organizations that came in since."""
    then = changing.data_of(project.endorsed_baseline)
    kinds: dict[str, set[str]] = {}
    if any(then.get(name, []) != now.get(name, []) for name in ("partners", "donors")):
        kinds = _kinds(then, now)
    return Pair(then, now, kinds)


def _kinds(*records: Mapping[str, Any]) -> dict[str, set[str]]:
    rows = [row for data in records for name in ("partners", "donors") for row in data.get(name) or []]
    names = {str(row["organization"]).lower() for row in rows if isinstance(row, dict)}
    found: dict[str, set[str]] = {}
    known = Organization.objects.annotate(key=Lower("name")).filter(key__in=names)
    for name, kind in known.values_list("name", "kind"):
        found.setdefault(" ".join(name.split()).casefold(), set()).add(kind)
    return found


def uncovered(project: Project) -> list[Change]:
    """What waits in the working copy, as the last save found it; measured now where it was not yet. No query, as a rule."""
    if not is_measured(project):
        return []
    if project.uncovered is None:
        return waiting(changes(project))
    return [
        Change(SECTION_OF[name].slug, name, AGAIN, tuple(Reason(AGAIN, *why) for why in because), "", "")
        for name, because in project.uncovered
        if name in FIELDS
    ]


def kept(found: Iterable[Change]) -> list[Any]:
    """Changes that wait as the project keeps them for its pages."""
    return [[change.field, [[reason.code, reason.what] for reason in change.because]] for change in found]


def waiting(found: Iterable[Change]) -> list[Change]:
    """Those that stay in the working copy until an amendment is endorsed."""
    return [change for change in found if change.asks == AGAIN]


def ahead(project: Project, item: Field, now: Mapping[str, Any]) -> list[str]:
    """What changing this field asks for and how far its sums went, before it is edited; nothing before the endorsement."""
    if not is_measured(project):
        return []
    both = Pair(changing.data_of(project.endorsed_baseline), now)
    return [text for text in (changing.ahead(item), changing.so_far(item, both)) if text]


def sentences(found: Iterable[Change]) -> dict[str, list[str]]:
    """Why each of these changes asks for what it does, by field, with the names of today: two queries at most."""
    found = list(found)
    said = {reason.what for change in found for reason in change.because} - {""}
    names = {}
    if said:
        names = {land.iso2: str(land) for land in Country.objects.filter(iso2__in=said)}
        names |= {term.code: str(term) for term in Term.objects.filter(list__in=LISTS, code__in=said)}
    return {change.field: [changing.said(reason, names) for reason in change.because] for change in found}
