"""TRD's voice about the class of a project, beside the author's: confirmed, or overruled with a reason."""

from copy import deepcopy
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import User

from .. import indexing
from ..models import ClassRuling, Project
from ..sections import Class
from . import values
from .locking import locked


@transaction.atomic
def rule_class(project: Project, *, by: User, classification: str, reason: str = "") -> ClassRuling:
    """TRD confirms the class the author stated, or gives another with a reason; what TRD gives is the class in force.

    The caller (the screening of a case) has asked its own permission. The author's statement, its reason, author and
    moment are kept with the ruling, because an overruled class leaves the project's column.
    """
    project, now, reason = locked(project), timezone.now(), reason.strip()
    stated = project.classification
    if classification not in Class.values or not stated:
        raise access.Unmet([_("There is no class to rule on.")])
    if classification != stated and not reason:
        raise access.Unmet([_("Say why the class is another than the author's.")])
    said = values.answers_of(project, ["classification"], by)["classification"]
    ruling = ClassRuling.objects.create(
        project=project,
        stated=stated,
        stated_reason=project.classification_reason,
        stated_by=said.changed_by if said.pk else None,
        stated_at=said.changed_at if said.pk else None,
        classification=classification,
        reason=reason,
        ruled_by=by,
        ruled_at=now,
    )
    verb = "projects.class_overruled" if ruling.is_overruled else "projects.class_confirmed"
    if ruling.is_overruled:
        values.put(project, "classification", classification, by=by)
        project.changed_at = now
        project.save()
    trail.record(project, verb, by=by, changes={"classification": [stated, classification]}, note=reason)
    indexing.put(project)
    return ruling


def with_class_in_force(project: Project, content: dict[str, Any]) -> dict[str, Any]:
    """Frozen content as it is endorsed: a class that TRD overruled since it was frozen reads as the class in force."""
    ruling = ClassRuling.objects.filter(project=project).order_by("-ruled_at", "-pk").first()
    if ruling is None or not ruling.is_overruled:
        return content
    content = deepcopy(content)
    language = content.get("language") or "en"
    for item in (item for section in content.get("sections", []) for item in section["fields"]):
        if item["name"] == "classification" and item["data"] == ruling.stated:
            with translation.override(language if language in {"en", "fr", "es"} else "en"):
                item["data"], item["value"] = ruling.classification, str(Class(ruling.classification).label)
    return content
