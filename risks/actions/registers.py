"""Opening a register, answering its categories, freezing it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Project
from pvehub.access import Unmet, require
from pvehub.audit import trail
from pvehub.people.models import Office, User
from risks import content, permissions, scoring, triggers
from risks.covering import today_of
from risks.models import Category, CategoryScreening, MatrixVersion, Register, RegisterSnapshot
from risks.models.register import REASON_LENGTH
from risks.workflow import MatrixState, RegisterKind, ScreeningAnswer, SnapshotReason

from .locking import lock_register


@transaction.atomic
def open_register(project: Project, *, by: User) -> Register:
    """A project has one register; opening it a second time gives the one there is."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if found := Register.objects.of_project(project).first():
        return found
    require(permissions.why_not_open(by, project))
    register = Register.objects.create(
        kind=RegisterKind.PROJECT, code=project.ref, project=project, opened_at=timezone.now(), opened_by=by
    )
    trail.record(register, "risks.register_opened", by=by)
    return register


@transaction.atomic
def open_office_register(office: Office, *, by: User) -> Register:
    """An office has one register beside those of its projects."""
    office = Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
    require(permissions.why_not_open_office(by, office))
    if found := Register.objects.filter(office=office).first():
        return found
    register = Register.objects.create(
        kind=RegisterKind.OFFICE, code=office.code, office=office, opened_at=timezone.now(), opened_by=by
    )
    trail.record(register, "risks.register_opened", by=by)
    return register


@transaction.atomic
def screen(
    register: Register, answers: Mapping[str, tuple[str, str]], *, by: User, seen: Mapping[str, str] | None = None
) -> Register:
    """Answer categories, by code: (applies | not, because). "Does not apply" has a reason of 20 signs or more.

    Each answer keeps what of the project asked for it. `seen` is what the form showed of that, by code: where it is
    another now, "does not apply" is not taken, since nobody has looked at what came.
    """
    register = lock_register(register.pk)
    require(permissions.why_not_edit(by, register))
    asked = {one.category.code: one for one in triggers.screening(register, today_of(register))}
    if lacking := [*_too_short(asked, answers), *_unseen(asked, answers, seen or {})]:
        raise Unmet(lacking)
    changes = {}
    for code, (answer, because) in answers.items():
        if change := _answer(asked[code], register, answer, because.strip(), by=by):
            changes[code] = change
    if changes:
        trail.record(register, "risks.screened", by=by, changes=changes)
    return register


def _too_short(asked: Mapping[str, triggers.Asked], answers: Mapping[str, tuple[str, str]]) -> list[str]:
    sentence = _("Say in %(n)d signs or more why this does not apply: %(name)s.")
    return [
        sentence % {"n": REASON_LENGTH, "name": asked[code].category.name}
        for code, (answer, because) in answers.items()
        if answer == ScreeningAnswer.NOT and len(because.strip()) < REASON_LENGTH
    ]


def _unseen(
    asked: Mapping[str, triggers.Asked], answers: Mapping[str, tuple[str, str]], seen: Mapping[str, str]
) -> list[str]:
    sentence = _("The project changed while you answered; look again at this category: %(name)s.")
    return [
        sentence % {"name": asked[code].category.name}
        for code, (answer, _because) in answers.items()
        if answer == ScreeningAnswer.NOT and code in seen and seen[code] != asked[code].seen
    ]


def answer_category(register: Register, category: Category, answer: str, because: str, *, by: User) -> list[str] | None:
    """Write one answer where it differs; gives [before, after], or None where nothing changed.

    The caller holds the lock of the register, so nobody else writes the same answer meanwhile.
    """
    row = CategoryScreening.objects.filter(register=register, category=category).first()
    if row and [row.answer, row.because] == [answer, because]:
        return None
    found = triggers.of_register(register, today_of(register))
    return _answer(triggers.Asked(category, row, found.get(category.code, [])), register, answer, because, by=by)


def _answer(asked: triggers.Asked, register: Register, answer: str, because: str, *, by: User) -> list[str] | None:
    row = asked.answer or CategoryScreening(register=register, category=asked.category)
    before = row.answer
    if row.pk and [before, row.because] == [answer, because] and not asked.new:
        return None
    row.answer, row.because, row.basis, row.is_stale = answer, because, triggers.frozen(asked.triggers), False
    row.answered_at, row.answered_by = timezone.now(), by
    row.save()
    return [before, answer]


@transaction.atomic
def note_stale(register: Register) -> int:
    """Write down which answers no longer hold, for counts over many registers; gives how many rows changed.

    Nothing that gates reads it: there each answer is held against the record at that moment.
    """
    register = lock_register(register.pk)
    asked = triggers.screening(register, today_of(register))
    moved = [(one.answer, one.is_stale) for one in asked if one.answer and one.answer.is_stale != one.is_stale]
    for answer, is_stale in moved:
        answer.is_stale = is_stale
        answer.save(update_fields=["is_stale"])
    return len(moved)


@transaction.atomic
def snapshot(project: Project, *, reason: str, by: User) -> RegisterSnapshot:
    """Freeze the register of a project as it is now. The caller's own rule has let the person come this far."""
    found = Register.objects.of_project(project).first()
    if found is None:
        raise Unmet([_("The project has no risk register yet.")])
    return freeze(lock_register(found.pk), reason=reason, by=by)


def freeze(register: Register, *, reason: str, by: User) -> RegisterSnapshot:
    """A locked register as it is now: `content` is whole, `public_content` has restricted risks as ref, band, salted hash."""
    frozen = content.with_salts(content.of(register))
    bands = [
        row["assessment"]["current"]["band"]
        for row in frozen["risks"]
        if row["assessment"] and row["state"] != "closed"
    ]
    taken: RegisterSnapshot = RegisterSnapshot.objects.create(
        register=register,
        reason=SnapshotReason(reason),
        content=frozen,
        public_content=content.public(frozen),
        sha256=content.sha256(frozen),
        worst_residual=scoring.worst(bands),
        matrix=MatrixVersion.objects.get(state=MatrixState.ACTIVE),
        taken_at=timezone.now(),
        taken_by=by,
    )
    trail.record(register, "risks.frozen", by=by, after=reason, note=taken.sha256)
    return taken
