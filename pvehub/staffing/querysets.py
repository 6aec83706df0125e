"""Who may look at whom on the pages by which people are managed: administrators at everyone, others at nobody."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from pvehub import access
from pvehub.audit.models import Event
from pvehub.people.models import Office, Posting, User, sort_key


def people(reader: User) -> QuerySet[User]:
    """Everyone, for an administrator; a person's own page is not among these pages."""
    rows: QuerySet[User] = User.objects.all()
    return rows if access.standing(reader).anywhere("administer") else rows.none()


def postings(reader: User) -> QuerySet[Posting]:
    """The postings an administrator decides on, ended ones too."""
    return Posting.objects.filter(user__in=people(reader)).select_related("user", "office", "acting_for__user")


def found(reader: User, wanted: dict[str, Any]) -> QuerySet[User]:
    """People by words of name or address, by office, or with something to confirm; each with what has not ended."""
    rows: Any = people(reader)
    for word in wanted.get("q", "").split():
        rows = rows.filter(Q(sort_key__contains=sort_key(word)) | Q(email__icontains=word))
    if wanted.get("office"):
        rows = rows.posted_at(wanted["office"])
    if wanted.get("waiting"):
        rows = rows.awaiting_confirmation()
    unended = Posting.objects.unended().select_related("office").order_by("starts_at", "pk")
    ordered: QuerySet[User] = rows.by_name().prefetch_related(Prefetch("postings", unended, to_attr="open_postings"))
    return ordered


def history(person: User) -> QuerySet[Event]:
    """What happened to the account and to its postings, newest first."""
    served = Posting.objects.filter(user=person).values("pk")
    own = Q(kind=User._meta.label_lower, thing_id=person.pk)
    return Event.objects.filter(own | Q(kind=Posting._meta.label_lower, thing_id__in=served)).order_by("-pk")


def offices(reader: User, words: str = "") -> QuerySet[Office]:
    """Every office in the order of the tree, for an administrator; words are looked for in code and names."""
    rows: QuerySet[Office] = Office.objects.select_related("country", "parent").order_by("path", "pk")
    for word in words.split():
        named = Q(name_en__icontains=word) | Q(name_fr__icontains=word) | Q(name_es__icontains=word)
        rows = rows.filter(named | Q(code__iexact=word))
    return rows if access.standing(reader).anywhere("administer") else rows.none()
