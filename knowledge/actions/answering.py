"""Who is turned to about a published resource, and about a text that waits: the ladders that reminders and contests climb."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.models import Resource
from pvehub import access
from pvehub.access.roles import BY_SLUG
from pvehub.people.models import User

CURATING = tuple(role.slug for role in BY_SLUG.values() if "curate_resources" in role.grants)


def serves(person: User | None) -> bool:
    """Whether this person has an account and a place to serve at today."""
    return person is not None and person.is_active and bool(access.standing(person).office_ids)


def in_role(resource: Resource) -> list[User]:
    """Everyone in the role that stands behind its verifier."""
    return readers(resource, User.objects.serving(resource.verifier_office, resource.verifier_role).by_name())


def curators(resource: Resource) -> list[User]:
    """The curators in whose scope it is, its authors apart."""
    authors = resource.authors.values("pk")
    return readers(resource, access.people_holding("curate_resources", resource.owner_office).exclude(pk__in=authors))


def nearest_curators(resource: Resource) -> list[User]:
    """The curators of its own region; those of headquarters where the region has none."""
    region = resource.owner_office.region
    authors = resource.authors.values("pk")
    near = User.objects.serving(region, *CURATING).exclude(pk__in=authors).by_name() if region else User.objects.none()
    return readers(resource, near) or curators(resource)


def answering(resource: Resource, *, past: int = 0, last: int = 1) -> list[User]:
    """Who answers for it so many days past its day: its verifier up to the day, then the role behind, from `last` on the
    curators. An empty chair passes it to the next."""
    person = resource.verifier
    first = readers(resource, [person]) if person is not None and serves(person) else []
    role, judges = in_role(resource), curators(resource)
    ladder = [first, role, judges] if past <= 0 else [role, judges] if past < last else [judges, role]
    return next((people for people in ladder if people), [])


def readers(resource: Resource, people: Iterable[User]) -> list[User]:
    """Those of them who may read it: what is named persons' is told to no stranger by its title."""
    if resource.tier < 2:
        return list(people)
    return [one for one in people if Resource.objects.visible_to(one).filter(pk=resource.pk).exists()]
