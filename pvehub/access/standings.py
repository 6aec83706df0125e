"""What a person's live postings give, computed once a request from two queries and never stored."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet

from pvehub.people import rights
from pvehub.people.models import Office, Posting, User

from . import sight
from .roles import BY_SLUG, group_name

_of_this_request: ContextVar[dict[int, "Standing"] | None] = ContextVar("standing", default=None)


def _group(posting: Posting) -> str:
    return group_name(posting.office.code, posting.role)


@dataclass(frozen=True)
class Read:
    """What standings are computed from, for one person or for many: live postings, and by the name of a group what it holds.

    `tree`: every office with its path, shared by all who were read together, and read when one of them needs it.
    """

    postings: dict[Any, list[Posting]] = field(default_factory=lambda: defaultdict(list))
    held: dict[str, list[tuple[int, int, str, str]]] = field(default_factory=lambda: defaultdict(list))
    tree: list[tuple[int, str]] = field(default_factory=list)

    @classmethod
    def of(cls, people: Collection[int]) -> "Read":
        """Two queries, however many people."""
        found = cls()
        live = Posting.objects.live().filter(user_id__in=people).select_related("office", "acting_for__user")
        for posting in live if people else ():
            found.postings[posting.user_id].append(posting)
        names = {_group(posting) for postings in found.postings.values() for posting in postings}
        held = Group.objects.filter(name__in=names).values_list(
            "name",
            "pk",
            "officegroupgrant__content_object_id",
            "officegroupgrant__content_object__path",
            "officegroupgrant__permission__codename",
        )
        for name, pk, office, path, codename in held if names else ():
            found.held[name].append((pk, office, path, codename))
        return found


class Standing:
    """The offices, roles and permissions of one person at one moment."""

    def __init__(self, user: Any, read: "Read | None" = None) -> None:
        self.user = user
        if read is None:
            read = Read.of([user.pk] if user.pk else [])
        self.postings: list[Posting] = read.postings[user.pk]
        self.roles = frozenset(posting.role for posting in self.postings)
        self.office_ids = frozenset(posting.office_id for posting in self.postings)
        self.is_staff = bool(self.postings)
        names = {_group(posting): posting for posting in self.postings}
        self._held: dict[str, dict[str, int]] = defaultdict(dict)
        self._postings_for: dict[tuple[str, int], list[Posting]] = defaultdict(list)
        self.group_ids: list[int] = []
        for name, posting in names.items():
            for pk, office, path, codename in read.held[name]:
                self.group_ids.append(pk)
                if codename:
                    self._held[codename][path] = office
                    self._postings_for[codename, office].append(posting)
        self.group_ids = sorted(set(self.group_ids))
        self._tree = read.tree

    def _offices_below(self, paths: dict[str, int]) -> frozenset[int] | None:
        if any(path.count("/") == 1 for path in paths):  # held at the root: everywhere
            return None
        if not self._tree:
            self._tree.extend(Office.objects.values_list("pk", "path"))
        return frozenset(pk for pk, path in self._tree if path.startswith(tuple(paths)))

    def offices(self, perm: str) -> frozenset[int] | None:
        """The offices at which the person holds `perm`; None means everywhere."""
        paths = self._held.get(perm, {})
        if not paths:
            return frozenset()
        return frozenset(paths.values()) if perm in rights.HERE else self._offices_below(paths)

    def within(self, perm: str, field: str) -> Q:
        """A condition that `field`, a foreign key to Office, is an office at which the person holds `perm`."""
        offices = self.offices(perm)
        return Q() if offices is None else Q(**{f"{field}__in": offices})

    def may(self, perm: str, office: Office | int | None) -> bool:
        """Whether the person holds `perm` at this office."""
        offices = self.offices(perm)
        return offices is None or (office.pk if isinstance(office, Office) else office) in offices

    def anywhere(self, perm: str) -> bool:
        return bool(self._held.get(perm))

    @property
    def is_administrator(self) -> bool:
        """For templates: whether the person manages people and offices."""
        return self.anywhere("administer")

    def by_delegation(self, perm: str, office: Office) -> Posting | None:
        """The delegated posting through which alone the person holds `perm` at this office, else None."""
        found = [
            posting
            for (name, pk), postings in self._postings_for.items()
            if name == perm
            and (pk == office.pk or (perm in rights.BELOW and office.path.startswith(self._path_of(perm, pk))))
            for posting in postings
        ]
        if not found or any(posting.acting_for_id is None for posting in found):
            return None
        return found[0]

    def _path_of(self, perm: str, pk: int) -> str:
        return next(path for path, office in self._held[perm].items() if office == pk)


def standing(user: Any) -> Standing:
    """The person's standing; within a request it is computed once."""
    kept = _of_this_request.get()
    if kept is None or not user.pk:
        return Standing(user)
    if user.pk not in kept:
        kept[user.pk] = Standing(user)
    return kept[user.pk]


def read_many(people: Iterable[User]) -> None:
    """Within a request, read the standings of many people in two queries, before each of them is asked about."""
    kept = _of_this_request.get()
    if kept is None:
        return
    unknown = [person for person in people if person.pk and person.pk not in kept]
    if unknown:
        read = Read.of([person.pk for person in unknown])
        kept.update({person.pk: Standing(person, read) for person in unknown})


def begin() -> None:
    """A request begins: keep standings until it ends."""
    _of_this_request.set({})
    sight.begin()


def renew() -> None:
    """Rights may end while an act waits for its lock: within a request, read everybody's anew from here on."""
    if _of_this_request.get() is not None:
        begin()


def end() -> None:
    _of_this_request.set(None)
    sight.end()


def people_holding(perm: str, office: Office) -> QuerySet[User]:
    """Everyone whose live posting gives `perm` at this office, in the order of names."""
    roles = [role.slug for role in BY_SLUG.values() if perm in role.grants]
    where = Q(office=office)
    if perm in rights.BELOW:
        codes = office.path.strip("/").split("/")
        where = Q(office__path__in=["/".join(codes[: n + 1]) + "/" for n in range(len(codes))])
    live = Posting.objects.live().filter(where, role__in=roles)
    holders: QuerySet[User] = User.objects.filter(pk__in=live.values("user_id"), is_active=True)
    return holders.order_by("sort_key", "pk")
