"""Writing one field of a project, and reading what stands in it: the counterpart of `content`, called by actions only."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from pvehub.people.models import Country, Office, User
from pvehub.vocabulary.models import Term

from ..content import LISTS, Data
from ..models import Answer, Project
from ..sections import FIELDS, Field, Kind


def put(project: Project, name: str, data: Data, *, by: User, answer: Answer | None = None) -> None:
    """Write the value of a field and count its revision. Columns are set on the project, which the caller saves.

    Who writes several fields reads their answers together and hands each one over.
    """
    item = FIELDS[name]
    if item.column:
        _put_column(project, item, data)
    answer = answer or answers_of(project, [name], by)[name]
    if not item.column and item.kind != Kind.ROWS:
        answer.value, answer.language = data, project.language if item.kind in {Kind.TEXT, Kind.LONGTEXT} else ""
    count(answer, by)


def answers_of(project: Project, names: Collection[str], by: User) -> dict[str, Answer]:
    """The answer of each of these fields, or a new one not yet counted; the caller holds the lock of the project."""
    found = {answer.field: answer for answer in Answer.objects.filter(project=project, field__in=names)}
    return {name: found.get(name) or Answer(project=project, field=name, changed_by=by, revision=0) for name in names}


def count(answer: Answer, by: User) -> None:
    """One more revision."""
    answer.revision, answer.changed_by, answer.changed_at = answer.revision + 1, by, timezone.now()
    answer.save()


def _put_column(project: Project, item: Field, data: Data) -> None:
    if item.kind in LISTS:
        getattr(project, item.name).set(_things(item, list(data)))
    elif item.kind == Kind.PEOPLE:
        project.manager = User.objects.filter(uid=data).first() if data else None
    else:
        setattr(project, item.name, _typed(item, str(data)))


def _things(item: Field, codes: list[Any]) -> Any:
    if item.kind == Kind.COUNTRIES:
        return Country.objects.filter(iso2__in=codes)
    if item.kind == Kind.OFFICES:
        return Office.objects.filter(code__in=codes)
    return Term.objects.filter(list=item.vocabulary, code__in=codes)


def _typed(item: Field, data: str) -> Any:
    if item.kind == Kind.DATE:
        return date.fromisoformat(data) if data else None
    if item.kind == Kind.MONEY:
        return Decimal(data).quantize(Decimal("0.01")) if data else None
    return data
