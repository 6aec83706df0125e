"""What the search index holds of a project."""

from collections.abc import Iterable

from pvehub import index

from . import content
from .models import OtherProject, Project


def put(project: Project) -> None:
    """Put the project in the index: titles and summary; beyond them only the open sections that were endorsed.

    Whoever finds it still passes `visible_to`. Before the endorsement that is the people of the project; after it,
    readers of the open sections too, so the words they find by must be words they may read: those of the endorsed
    content, never those of the working copy.
    """
    sections = content.open_only(project.endorsed_content) if project.is_published else None
    if sections is None:
        title, body = project.title, [project.public_title, project.summary]
    else:
        texts = {item["name"]: item["value"] for section in sections for item in section["fields"]}
        title = texts.get("title") or project.title
        body = [text for name, text in texts.items() if text and name not in {"title", "manager"}]
    index.put(
        index.Item(
            kind="project",
            id=project.pk,
            title=title,
            body=[text for text in body if text],
            language=project.language,
            region=project.region.pk if project.region else 0,
            tier=project.tier,
            is_open=project.is_published,
        )
    )


def put_others(others: Iterable[OtherProject]) -> None:
    """Records of other organizations are public facts: all staff find them by title, summary and who does or pays it."""
    index.put_many(
        index.Item(
            kind="landscape",
            id=other.pk,
            title=other.title,
            body=[text for text in (other.summary, other.organizations, other.donors) if text],
            language=other.language or "en",
        )
        for other in others
    )


def drop_other(pk: int) -> None:
    """Nobody finds the record any more."""
    index.drop("landscape", pk)
