"""Naming people in a thread: only who reads it anyway, and no writer learns of a reader they do not know of."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from endorsement import permissions
from endorsement.models import Case, Comment, Thread
from pvehub import access
from pvehub.access import Blocker
from pvehub.notifications import notify
from pvehub.people.models import User

from .moving import heads, queue, readers, seats, team


def mentionable(case: Case, *, by: User, audience: str) -> list[User]:
    """Whom this writer may name: for headquarters the people of the case on both sides; for everybody else their own
    side, the lead, and whoever has written where they can read it. Never oneself."""
    known = {person.pk: person for person in [*team(case), *heads(case)]}
    if Case.objects.internal_to(by).filter(pk=case.pk).exists():
        known |= {person.pk: person for person in [*readers(case), *queue(case), *seats(case)]}
    else:
        spoken = Comment.objects.filter(thread__case=case, thread__audience=Thread.Audience.EVERYONE)
        seen = Q(pk__in=spoken.values("written_by")) | Q(pk=case.lead_id)
        known |= {person.pk: person for person in User.objects.filter(seen, is_active=True)}
    known.pop(by.pk, None)
    access.read_many(known.values())
    return permissions.who_reads(known.values(), case, audience)


def named(case: Case, people: Iterable[User], audience: str, *, by: User) -> list[Blocker]:
    """What speaks against naming these people: one sentence each. Somebody out of reach is one and the same as nobody."""
    people = list(people)
    allowed = {person.pk for person in mentionable(case, by=by, audience=audience)} if people else set()
    beyond = [person for person in people if person.pk not in allowed]
    if not beyond:
        return []
    known = {person.pk for person in mentionable(case, by=by, audience=Thread.Audience.EVERYONE)}
    stranger = _("Choose people from the list.")
    return [
        Blocker(
            (person.pk in known and permissions.why_not_mention(person, case, audience)) or stranger, "#id_mentions"
        )
        for person in beyond
    ]


def name(case: Case, comment: Comment, people: Iterable[User], *, by: User) -> list[User]:
    """Put the names on the comment and tell each person once that they were named; who was told is returned."""
    told = list(people)
    if told:
        comment.mentions.set(told)
        notify(told, kind="endorsement.mentioned", about=case, by=by)
    return told
