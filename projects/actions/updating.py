"""The team says how the project goes, and what a visit found; whoever follows its country or theme hears of it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.jobs import later
from pvehub.notifications import notify
from pvehub.people.models import User

from .. import permissions
from ..models import Follow, Project, Update, Visit
from .locking import locked


def _past(happened_on: date) -> None:
    if happened_on > timezone.localdate() + timedelta(days=1):  # somewhere it is tomorrow already
        raise access.Unmet([_("The date lies ahead: say it once it has happened.")])


@transaction.atomic
def write_update(
    project: Project, *, by: User, kind: str, text: str, happened_on: date, language: str = "", is_open: bool = False
) -> Update:
    """A dated word of one kind. It is not rewritten; who wrote it, the manager and the head of the office can take it back."""
    project = locked(project)
    access.require(permissions.why_not_update(by, project))
    _past(happened_on)
    update = Update.objects.create(
        project=project,
        kind=kind,
        text=text,
        language=language or project.language,
        happened_on=happened_on,
        is_open=is_open,
        author=by,
    )
    trail.record(project, "projects.update_written", by=by, changes={"update": [None, kind]})
    later("projects.tasks.tell_followers", update.pk, key=f"projects.tell:{update.pk}")
    return update


@transaction.atomic
def take_back_update(update: Update, *, by: User) -> None:
    """Gone from page, feed and mails not yet sent; that it was there, and what it said, stays in the history."""
    project = locked(update.project)
    access.require(permissions.why_not_take_back(by, project, update.author))
    found = Update.objects.filter(pk=update.pk).first()
    if found is not None:
        said = [{"kind": found.kind, "on": found.happened_on.isoformat(), "text": found.text}, None]
        found.delete()
        trail.record(project, "projects.update_taken_back", by=by, changes={"update": said})


@transaction.atomic
def record_visit(
    project: Project, *, by: User, happened_on: date, place: str, purpose: str, findings: str = "", language: str = ""
) -> Visit:
    """Who went and looked: when, where, why, and what they found."""
    project = locked(project)
    access.require(permissions.why_not_update(by, project))
    _past(happened_on)
    visit = Visit.objects.create(
        project=project,
        happened_on=happened_on,
        place=place,
        purpose=purpose,
        findings=findings,
        language=language or project.language,
        author=by,
    )
    trail.record(project, "projects.visit_recorded", by=by, changes={"visit": [None, happened_on.isoformat()]})
    return visit


@transaction.atomic
def take_back_visit(visit: Visit, *, by: User) -> None:
    """Gone from the page; what it said stays in the history."""
    project = locked(visit.project)
    access.require(permissions.why_not_take_back(by, project, visit.author))
    found = Visit.objects.filter(pk=visit.pk).first()
    if found is not None:
        said = {"on": found.happened_on.isoformat(), "place": found.place, "findings": found.findings}
        found.delete()
        trail.record(project, "projects.visit_taken_back", by=by, changes={"visit": [said, None]})


def tell_followers(update: Update) -> int:
    """Those who follow a country or theme that the project has as far as they may read it, and who may read the update.

    Asked of each person anew, and once more when the mail goes out: following gives no right.
    """
    found = {}
    for follow in Follow.objects.of(update.project).select_related("user", "country", "theme").order_by("pk"):
        person = follow.user
        if person.pk not in found and _hears(person, follow, update):
            found[person.pk] = person
    told = notify(
        found.values(), "projects.followed_news", about=update, by=update.author, key="news", kind_of=update.kind
    )
    return len(told)


def _hears(person: User, follow: Follow, update: Update) -> bool:
    if not Update.objects.visible_to(person).filter(pk=update.pk).exists():
        return False
    seen = Project.objects.visible_to(person).marked_whole_for(person).filter(pk=update.project_id)
    if follow.country:
        return seen.telling("countries", follow.country.iso2).exists()
    return bool(follow.theme and seen.telling("themes", follow.theme.code, "themes").exists())


@transaction.atomic
def begin_following(what: str, code: str, *, by: User) -> Follow:
    """Hear what is new in a country (`what` is "country", `code` its ISO code) or on a theme; twice is once."""
    access.require(permissions.why_not_follow(by))
    wanted = {"country_id": code} if what == "country" else {"theme": Follow.themes().get(code=code)}
    return Follow.objects.get_or_create(user=by, **wanted)[0]


@transaction.atomic
def end_following(follow: Follow, *, by: User) -> None:
    """No longer; anybody may stop at any time what they follow themselves."""
    Follow.objects.filter(pk=follow.pk, user=by).delete()
