"""What the people of a project are told of the texts they cite."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge.models import Citation
from pvehub.notifications import Kind, on


def _still_cited(citation: Any, facts: dict[str, Any]) -> bool:
    """Nobody is mailed of what their project has let go of, or has read meanwhile."""
    return Citation.objects.relied_on().behind().filter(pk=citation.pk).exists()


KINDS = on(
    _("What you follow and read"),
    Kind(
        "knowledge.cited_changed",
        label=_("A text that a project of yours cites has changed, is doubted or was taken out"),
        relevant=_still_cited,
        why=_("Your project builds on it."),
    ),
)
