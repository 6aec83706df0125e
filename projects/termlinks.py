"""The terms a record names (themes, groups, forms, drivers, tags), read in one query however many lists name them."""

from collections import defaultdict
from typing import Any

from django.db.models import Value

from pvehub.vocabulary.models import Term

from .models import Activity, Outcome, Project

FIELDS = tuple(field.attname for field in Term._meta.concrete_fields)
# list of terms -> (where it is kept, the column of its owner, the path to the project)
LISTS: dict[tuple[str, str], tuple[Any, str, str]] = {
    ("project", "themes"): (Project.themes.through, "project_id", "project"),
    ("project", "target_groups"): (Project.target_groups.through, "project_id", "project"),
    ("project", "forms_of_ve"): (Project.forms_of_ve.through, "project_id", "project"),
    ("outcomes", "drivers"): (Outcome.drivers.through, "outcome_id", "outcome__project"),
    ("activities", "drivers"): (Activity.drivers.through, "activity_id", "activity__project"),
    ("activities", "interventions"): (Activity.interventions.through, "activity_id", "activity__project"),
    ("activities", "approaches"): (Activity.approaches.through, "activity_id", "activity__project"),
}
Links = dict[tuple[str, str, int], list[Term]]


def read(project: Project) -> Links:
    """{(whose, list, pk of the owner): terms}; what names none is an empty list."""
    parts = [
        through.objects.filter(**{path: project})
        .annotate(whose=Value(whose), of=Value(name))
        .values_list("whose", "of", owner, *(f"term__{field}" for field in FIELDS))
        for (whose, name), (through, owner, path) in LISTS.items()
    ]
    found: Links = defaultdict(list)
    for whose, name, owner, *values in parts[0].union(*parts[1:], all=True):
        found[(whose, name, owner)].append(Term.from_db("default", FIELDS, values))
    return found


def of(row: Any, name: str) -> list[Term]:
    """The terms of a row in the order of their list: those read with the record, else asked for."""
    held = getattr(row, "terms_read", None)
    terms = held[name] if held is not None else getattr(row, name).all()
    return sorted(terms, key=lambda term: (term.position, term.pk))
