"""Builders of the texts of a resource."""

from typing import Any

from knowledge.models import Resource, Revision

from . import knowledge


def next_text(
    resource: Resource, *, is_typo: bool = False, curator: Any = None, confirmed: bool = True, **words: Any
) -> Revision:
    """The next text of a published resource, sent, read and published."""
    was = resource.published_revision
    text = knowledge.Text(
        words.get("title", was.title),
        words.get("summary", was.summary),
        was.language,
        was.fields | words.get("fields", {}),
    )
    tags = knowledge.Tags(
        tier=resource.tier,
        countries=list(resource.countries.all()),
        is_masked=resource.is_masked,
        credit=resource.credit,
    )
    author, curator = resource.created_by, curator or knowledge.ground.curator()
    knowledge.actions.edit(resource, by=author, text=text, tags=tags, is_typo=is_typo)
    sent = knowledge.actions.submit(resource, by=author)
    knowledge.actions.claim(resource, by=curator)
    knowledge.actions.publish(
        resource, by=curator, seen=sent.sha256, checklist=knowledge.TICKED, is_typo=confirmed and is_typo
    )
    resource.refresh_from_db()
    return resource.published_revision


def _matrix_text(state: str, cast: Any) -> Revision:
    return knowledge.THINGS["resource"](state, cast).revisions.get(number=1)


THINGS = {"revision": _matrix_text}
