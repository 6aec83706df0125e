"""Donors that a list names: each one shared organization, found whatever its upper and lower case, made when it is new."""

from collections.abc import Collection, Iterable

from django.db.models.functions import Lower

from ..models import ImportRow, Organization, Participation, Project


def organizations(names: Iterable[str]) -> dict[str, Organization]:
    """The shared record of each name by the name in lower case: the one without a country, else the only one there is."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(name.lower(), name)
    found: dict[str, list[Organization]] = {}
    known = Organization.objects.annotate(key=Lower("name")).filter(key__in=wanted)
    for organization in known.order_by("pk"):
        found.setdefault(organization.key, []).append(organization)
    chosen = {key: one for key, some in found.items() if (one := _one(some))}
    new = [Organization(name=name, kind=Organization.Kind.OTHER) for key, name in wanted.items() if key not in chosen]
    Organization.objects.bulk_create(new)
    return chosen | {organization.name.lower(): organization for organization in new}


def _one(some: list[Organization]) -> Organization | None:
    return next((each for each in some if each.country_id is None), some[0] if len(some) == 1 else None)


def give_new(rows: Collection[ImportRow]) -> None:
    """Donors of projects that were just made."""
    known = organizations(name for row in rows for name in row.values.get("donors", []))
    Participation.objects.bulk_create(
        Participation(project_id=row.project_id, organization=organization, role=Participation.Role.DONOR)
        for row in rows
        for organization in {
            known[name.lower()].pk: known[name.lower()] for name in row.values.get("donors", [])
        }.values()
    )


def change(project: Project, before: Collection[str], after: Collection[str]) -> None:
    """The list names other donors now: new ones come, those it named before and names no more go."""
    known = organizations([*before, *after])
    wanted = {known[name.lower()].pk for name in after}
    gone = {known[name.lower()].pk for name in before} - wanted
    donors = project.participations.filter(role=Participation.Role.DONOR)
    donors.filter(organization__in=gone).delete()
    there = set(donors.values_list("organization", flat=True))
    Participation.objects.bulk_create(
        Participation(project=project, organization_id=pk, role=Participation.Role.DONOR)
        for pk in sorted(wanted - there)
    )
