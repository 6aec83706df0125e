"""Common causes: the same risk of the library, open in several missions, in whichever language it was taken."""

from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from risks.models import LibraryRisk
from risks.querysets import library_code
from risks.workflow import RiskState

from .asking import Asked

SHARED = 2  # missions from which on a cause is common


def common(asked: Asked) -> Any:
    """By library risk: in how many missions it is open and how often, how often it happened; the most spread first."""
    mission = Coalesce("register__project__lead_office", "register__office")
    rows = asked.risks.live().with_stem().order_by().values("stem")
    counted = rows.annotate(
        missions=Count(mission, distinct=True),
        risks=Count("pk"),
        materialised=Count("pk", filter=Q(state=RiskState.MATERIALISED)),
    )
    return counted.filter(missions__gte=SHARED).order_by("-missions", "-risks", "stem")


def library_words(stems: list[str]) -> dict[str, LibraryRisk]:
    """The library's own words for these, in the reader's language or in English; one query."""
    language = (get_language() or "en")[:2]
    codes = {code for stem in stems for code in (stem, library_code(stem, language))}
    found: dict[str, LibraryRisk] = {}
    for item in LibraryRisk.objects.filter(code__in=codes).select_related("category").order_by("code"):
        found[item.code.partition(".")[0]] = item  # POL-1 comes before POL-1.fr, which takes its place
    return found
