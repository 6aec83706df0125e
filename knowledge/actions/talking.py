"""Discussions: begun, written on, words changed. Whoever is told was asked first whether they may read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import conversing, kinds, permissions, workflow
from knowledge.models import Discussion, EarlierWords, GlossaryEntry, Reply, Resource, TalkFollow
from projects.models import Follow as Interest
from projects.models import Project
from pvehub import access, index
from pvehub.audit import trail
from pvehub.jobs import later
from pvehub.notifications import notify
from pvehub.people.models import Country, Office, User
from pvehub.vocabulary.models import Term


@dataclass(frozen=True)
class Said:
    """The words somebody begins with."""

    title: str
    text: str
    language: str


@dataclass(frozen=True)
class Anchor:
    """What a discussion stands on: at most one of them; `quoted` is a passage of the resource."""

    project: Project | None = None
    resource: Resource | None = None
    term: Term | None = None
    quoted: str = ""


@dataclass(frozen=True)
class Subject:
    """What it is about, and for whom it is where it stands on nothing."""

    themes: Sequence[Term] = ()
    drivers: Sequence[Term] = ()
    countries: Sequence[Country] = ()
    tier: int = 0
    asked_office: Office | None = None
    named: Sequence[User] = field(default=())


def locked_talk(discussion: Discussion) -> Discussion:
    """The discussion as it is now, held until the transaction ends."""
    rows = Discussion.objects.select_for_update(of=("self",))
    found: Discussion = rows.select_related("project", "resource", "office", "author").get(pk=discussion.pk)
    return found


@transaction.atomic
def begin(
    kind: str, *, by: User, said: Said, place: Anchor | None = None, subject: Subject | None = None
) -> Discussion:
    """Somebody asks or tells. It stands on something they can open, or on nothing; who began it hears how it goes on."""
    place, subject = place or Anchor(), subject or Subject()
    access.require(permissions.why_not_talk(by) or _why_not_there(by, place))
    now, is_free = timezone.now(), place.project is None and place.resource is None
    if (kind == conversing.Sort.PEER_REQUEST) != (subject.asked_office is not None):
        raise access.Unmet([_("A request to another mission names the mission, and nothing else does.")])
    made = Discussion.objects.create(
        kind=kind,
        title=said.title,
        text=said.text,
        language=said.language,
        author=by,
        office=by.first_office(),
        written_at=now,
        active_at=now,
        own_tier=subject.tier if is_free else 0,
        project=place.project,
        resource=place.resource,
        term=place.term,
        quoted=place.quoted,
        asked_office=subject.asked_office,
    )
    for name in ("themes", "drivers", "countries"):
        getattr(made, name).set(getattr(subject, name))
    TalkFollow.objects.create(discussion=made, user=by, followed_at=now)
    trail.record(made, "knowledge.discussion_begun", by=by, after=made.state)
    reindex_talk(made)
    told = _name(made, made, subject.named, by=by)
    if subject.asked_office:
        there = User.objects.serving(subject.asked_office).exclude(pk__in=[one.pk for one in told])
        notify(readers(made, there), "knowledge.peer_asked", about=made, by=by)
    later("knowledge.tasks.tell_of_talk", made.pk, key=f"knowledge.talk:{made.pk}")
    return made


@transaction.atomic
def reply(discussion: Discussion, *, by: User, text: str, named: Sequence[User] = ()) -> Reply:
    """A reader writes on. Who asked hears at once, who follows hears in their own rhythm; who writes follows from now on."""
    discussion = locked_talk(discussion)
    access.require(permissions.why_not_reply(by, discussion))
    now = timezone.now()
    made = Reply.objects.create(discussion=discussion, text=text, author=by, written_at=now)
    discussion.active_at = now
    discussion.save(update_fields=["active_at"])
    TalkFollow.objects.get_or_create(discussion=discussion, user=by, defaults={"followed_at": now})
    trail.record(discussion, "knowledge.replied", by=by)
    reindex_talk(discussion)
    told = {one.pk for one in _name(discussion, made, named, by=by)}
    following = User.objects.filter(pk__in=discussion.follows.values("user"))
    others = [one for one in readers(discussion, following) if one.pk not in told]
    asker = [one for one in others if one.pk == discussion.author_id]
    notify(asker, "knowledge.talk_answered", about=discussion, by=by)
    notify([one for one in others if one not in asker], "knowledge.talk_replied", about=discussion, by=by)
    return made


@transaction.atomic
def change_words(words: Discussion | Reply, *, by: User, text: str, title: str = "") -> Discussion:
    """Within a day its author says it otherwise. What it said before stays readable beside it."""
    discussion = locked_talk(words.discussion if isinstance(words, Reply) else words)
    answer = discussion.replies.get(pk=words.pk) if isinstance(words, Reply) else None
    row, now = answer or discussion, timezone.now()
    access.require(permissions.why_not_change_words(by, row, now))
    before = "" if answer else discussion.title
    title = before if answer else title or before
    if (before, row.text) == (title, text):
        return discussion
    EarlierWords.objects.create(discussion=discussion, reply=answer, title=before, text=row.text, until_at=now)
    row.text, row.edited_at = text, now
    if answer is None:
        discussion.title = title
    row.save(update_fields=["text", "edited_at", *([] if answer else ["title"])])
    trail.record(discussion, "knowledge.words_changed", by=by)
    reindex_talk(discussion)
    return discussion


@transaction.atomic
def follow_talk(discussion: Discussion, *, by: User, is_on: bool) -> Discussion:
    """A reader wants to hear how it goes on, or no longer; twice is once."""
    if is_on:
        TalkFollow.objects.get_or_create(discussion=discussion, user=by, defaults={"followed_at": timezone.now()})
    else:
        TalkFollow.objects.filter(discussion=discussion, user=by).delete()
    return discussion


def tell_of_talk(discussion: Discussion) -> int:
    """Those who follow one of its themes or countries find it in their digest; each is asked anew what they may read."""
    codes = list(discussion.themes.values_list("code", flat=True))
    wanted = Q(theme__in=Interest.themes_holding(codes).values("pk")) | Q(country__in=discussion.countries.values("pk"))
    people = User.objects.active().filter(pk__in=Interest.objects.filter(wanted).values("user"))
    people = people.exclude(pk__in=[discussion.author_id, *discussion.named.values_list("pk", flat=True)])
    return len(notify(readers(discussion, people.order_by("pk")), "knowledge.talk_news", about=discussion, key="new"))


def readers(discussion: Discussion, people: Iterable[User]) -> list[User]:
    """Those of these people who may read it today."""
    people = list(people)
    access.read_many(people)
    return [one for one in people if Discussion.objects.visible_to(one).filter(pk=discussion.pk).exists()]


def reindex_talk(discussion: Discussion) -> None:
    """What readers find of it. What stands on a project or a resource follows it: it counts as open to nobody, so that each
    who asks is asked what they may open."""
    if discussion.state == conversing.State.HIDDEN:
        index.drop("discussion", discussion.pk)
        return
    shown = discussion.replies.shown().order_by("written_at", "pk").values_list("text", flat=True)
    region = discussion.office.region
    index.put(
        index.Item(
            kind="discussion",
            id=discussion.pk,
            title=discussion.title,
            body=["\n\n".join([discussion.text, *shown])],
            language=discussion.language,
            region=region.pk if region else 0,
            tier=discussion.tier,
            is_open=discussion.project_id is None and discussion.resource_id is None and discussion.own_tier == 0,
        )
    )


def _why_not_there(user: User, place: Anchor) -> str | None:
    """They can open what it stands on; a resource is published, and says what is quoted of it."""
    project, resource = place.project, place.resource
    if project and not Project.objects.visible_to(user).filter(pk=project.pk).exists():
        return _("You speak of a project you can open.")
    entries = GlossaryEntry.objects.visible_to(user).published_in("en")
    if place.term and not entries.filter(pk=place.term.pk).exists():
        return _("You speak of a term that is published in the glossary.")
    if resource is None:
        return None
    if not Resource.objects.visible_to(user).filter(pk=resource.pk, state=workflow.State.PUBLISHED).exists():
        return _("You speak of a published text you can open.")
    if place.quoted and _plain(place.quoted) not in _plain(text_of(resource)):
        return _("The passage does not stand in the text. Copy it from there.")
    return None


def text_of(resource: Resource) -> str:
    """What readers read of a published resource, in one piece."""
    text = resource.published_revision
    if text is None:
        return ""
    return "\n".join([text.title, text.summary, kinds.plain(resource.kind, text.fields, masked=resource.is_masked)])


def _plain(text: str) -> str:
    return " ".join(text.split())


def _name(discussion: Discussion, words: Discussion | Reply, people: Sequence[User], *, by: User) -> list[User]:
    """People are named only where they may read what they are called to."""
    people = [one for one in people if one != by]
    can = readers(discussion, people)
    if missing := [str(one) for one in people if one not in can]:
        said = _("Not everybody you named may read this: %(people)s. Take them out.")
        raise access.Unmet([said % {"people": ", ".join(missing)}])
    words.named.set(can)
    notify(can, "knowledge.talk_named", about=discussion, by=by)
    return can
