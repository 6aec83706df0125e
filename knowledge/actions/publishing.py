"""What publishing brings along beside the text: guidance gets its number, its clauses become rows and are found."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from knowledge import workflow
from knowledge.kinds import clauses
from knowledge.models import Clause, Guidance, Resource, Revision
from pvehub import index
from pvehub.index.models import SearchDoc
from pvehub.people.models import Office

NUMBERED = "guidance"


def number_clauses(resource: Resource, revision: Revision) -> None:
    """The note gets its number the first time; the clauses of this text are written down, once."""
    if resource.kind != NUMBERED or revision.clauses.exists():
        return
    if not Guidance.objects.filter(resource=resource).exists():
        Guidance.objects.create(resource=resource, number=_next_number())
    Clause.objects.bulk_create(
        Clause(
            resource=resource,
            revision=revision,
            position=position,
            number=line.number,
            section=line.section[:300],
            force=line.force,
            text=line.text,
        )
        for position, line in enumerate(clauses.parse(revision.fields.get("clauses", "")), start=1)
    )


def index_clauses(resource: Resource) -> None:
    """The clauses that readers have today, each found by its words and its number; those of former texts no more."""
    if resource.kind != NUMBERED:
        return
    drop_clauses(resource)
    if resource.state != workflow.State.PUBLISHED:
        return
    region, text = resource.owner_office.region, resource.published_revision
    note = Guidance.objects.get(resource=resource)
    index.put_many(
        index.Item(
            kind="clause",
            id=row.pk,
            title=" · ".join(filter(None, (f"{note.code} §{row.number}", row.section))),
            body=[row.text],
            language=text.language if text else resource.language,
            region=region.pk if region else 0,
            tier=resource.tier,
        )
        for row in Clause.objects.filter(revision=text).order_by("position")
    )


@transaction.atomic
def index_missing_clauses() -> int:
    """Clauses that readers have and nobody finds, of notes published before clauses were found: they enter the index. How
    many notes; a second time none."""
    known = SearchDoc.objects.filter(kind="clause", thing_id=OuterRef("pk"))
    missing = Clause.objects.live().exclude(Exists(known)).order_by().values("resource")
    notes = Resource.objects.filter(pk__in=missing).select_related("owner_office__parent", "published_revision")
    rows = list(notes.order_by("pk").select_for_update(of=("self",)))
    for resource in rows:
        index_clauses(resource)
    return len(rows)


def drop_clauses(resource: Resource) -> None:
    """Nobody finds its clauses any more."""
    for pk in Clause.objects.filter(resource=resource).order_by("pk").values_list("pk", flat=True):
        index.drop("clause", pk)


def _next_number() -> int:
    """Numbers without gaps: the row of headquarters is the lock."""
    root = Office.objects.select_for_update(of=("self",), no_key=True).filter(kind=Office.Kind.HQ)
    list(root.order_by("pk").values_list("pk", flat=True))
    return int(Guidance.objects.aggregate(last=Max("number"))["last"] or 0) + 1
