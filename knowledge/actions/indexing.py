"""Keeping the index true in the transaction of the write: what readers may find of a resource, and nothing else."""

from __future__ import annotations

import re

from knowledge import kinds, linking, workflow
from knowledge.models import Resource
from pvehub import index


def reindex(resource: Resource) -> None:
    """The published text and the files it carries, each part with its own tier."""
    revision = resource.published_revision
    if revision is None or resource.state != workflow.State.PUBLISHED:
        return
    resource.refers_to.set(linking.named_in(revision))
    index.drop("resource", resource.pk)
    words = f"{revision.summary}\n\n{kinds.plain(resource.kind, revision.fields, masked=resource.is_masked)}"
    _put(resource, 0, revision.title, [words], revision.language, resource.tier)
    # Of a masked origin only what readers get is found, and nobody finds it by the name of a file.
    for file in revision.attachments.exclude(clean_file=None, resource__is_masked=True):
        if resource.is_masked:
            _put(resource, file.pk, "", file.text or [], file.language, file.tier)
            continue
        # The words of a name are found one by one: slums_kampala.pdf by "slums" and by "kampala".
        _put(resource, file.pk, re.sub(r"[._\-]+", " ", file.name), file.text or [], file.language, file.tier)


def drop(resource: Resource) -> None:
    """Nobody finds it any more, nor its files."""
    index.drop("resource", resource.pk)


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
