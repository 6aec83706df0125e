"""Keeping the index true in the transaction of the write: what readers may find of a resource, and nothing else."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models import Q

from knowledge import kinds, linking, workflow
from knowledge.actions.publishing import drop_clauses, index_clauses
from knowledge.models import Resource
from pvehub import index
from pvehub.people.models import Country
from pvehub.vocabulary.models import Term

NAMED = ("themes", "drivers", "target_groups")


def reindex(resource: Resource) -> None:
    """The published text and the files it carries, each part with its own tier."""
    revision = resource.published_revision
    if revision is None or resource.state != workflow.State.PUBLISHED:
        return
    resource.refers_to.set(linking.named_in(revision))
    index.drop("resource", resource.pk)
    answers = kinds.plain(resource.kind, revision.fields, masked=resource.is_masked)
    words = f"{revision.summary}\n\n{answers}\n\n{_filed_under(resource, revision.language)}"
    _put(resource, 0, revision.title, [words], revision.language, resource.tier)
    index_clauses(resource)
    # Of a masked origin only what readers get is found, and nobody finds it by the name of a file.
    for file in revision.attachments.exclude(clean_file=None, resource__is_masked=True):
        if resource.is_masked:
            _put(resource, file.pk, "", file.text or [], file.language, file.tier)
            continue
        # The words of a name are found one by one: slums_kampala.pdf by "slums" and by "kampala".
        _put(resource, file.pk, re.sub(r"[._\-]+", " ", file.name), file.text or [], file.language, file.tier)


def _filed_under(resource: Resource, language: str) -> str:
    """The names of its terms and countries as its readers say them: who asks for a theme finds what stands under it. Of a
    masked origin no country."""
    terms = Term.objects.filter(pk__in={tag.pk for field in NAMED for tag in getattr(resource, field).all()})
    names = [said_in(term.living, language) for term in terms.select_related("merged_into").order_by("list", "pk")]
    lands = [] if resource.is_masked else resource.countries.order_by("pk")
    return " · ".join(dict.fromkeys([*names, *(said_in(land, language) for land in lands)]))


def said_in(named: Term | Country, language: str) -> str:
    """Its name in a language, in English where there is none."""
    return str(getattr(named, f"name_{language}", "") or named.name_en)


@transaction.atomic
def index_filed_under(term: Term) -> int:
    """A term goes by another name or stands for another: what stands under it is found by the new name. How many."""
    found = Q()
    for field in NAMED:
        found |= Q(pk__in=Resource.objects.filter(**{f"{field}__in": [term.pk]}).order_by().values("pk"))
    rows = list(Resource.objects.published().filter(found).order_by("pk").select_for_update(of=("self",)))
    for resource in rows:
        reindex(resource)
    return len(rows)


def drop(resource: Resource) -> None:
    """Nobody finds it any more, nor its files and clauses."""
    index.drop("resource", resource.pk)
    drop_clauses(resource)


def _put(resource: Resource, part: int, title: str, body: list[str], language: str, tier: int) -> None:
    region = resource.owner_office.region
    index.put(
        index.Item(
            kind="resource",
            id=resource.pk,
            part=part,
            title=title,
            body=body,
            language=language,
            tier=tier,
            region=region.pk if region else 0,
        )
    )
