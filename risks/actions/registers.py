"""Opening a register, answering its categories, freezing it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Project
from pvehub.access import Unmet, require
from pvehub.audit import trail
from pvehub.people.models import Office, User
from risks import content, permissions, scoring
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
    if found := Register.objects.filter(office=office).first():
        return found
    require(permissions.why_not_open_office(by, office))
    register = Register.objects.create(
        kind=RegisterKind.OFFICE, code=office.code, office=office, opened_at=timezone.now(), opened_by=by
    )
    trail.record(register, "risks.register_opened", by=by)
    return register


@transaction.atomic
def screen(register: Register, answers: Mapping[str, tuple[str, str]], *, by: User) -> Register:
    """Answer categories, by code: (applies | not, because). "Does not apply" has a reason of 20 signs or more."""
    register = lock_register(register.pk)
    require(permissions.why_not_edit(by, register))
    categories = {category.code: category for category in Category.objects.filter(code__in=answers)}
    short = [
        categories[code].name
        for code, (answer, because) in answers.items()
        if answer == ScreeningAnswer.NOT and len(because.strip()) < REASON_LENGTH
    ]
    if short:
        raise Unmet(
            [
                _("Say in %(n)d signs or more why this does not apply: %(name)s.") % {"n": REASON_LENGTH, "name": n}
                for n in short
            ]
        )
    changes, rows = {}, {row.category_id: row for row in register.screenings.all()}
    for code, (answer, because) in answers.items():
        row = rows.get(categories[code].pk) or CategoryScreening(register=register, category=categories[code])
        if change := _answer(row, answer, because.strip(), by=by):
            changes[code] = change
    if changes:
        trail.record(register, "risks.screened", by=by, changes=changes)
    return register


def answer_category(register: Register, category: Category, answer: str, because: str, *, by: User) -> list[str] | None:
    """Write one answer where it differs; gives [before, after], or None where nothing changed.

    The caller holds the lock of the register, so nobody else writes the same answer meanwhile.
    """
    row = CategoryScreening.objects.filter(register=register, category=category).first()
    return _answer(row or CategoryScreening(register=register, category=category), answer, because, by=by)


def _answer(row: CategoryScreening, answer: str, because: str, *, by: User) -> list[str] | None:
    before = row.answer
    if row.pk and [before, row.because] == [answer, because] and not row.is_stale:
        return None
    row.answer, row.because, row.is_stale = answer, because, False
    row.answered_at, row.answered_by = timezone.now(), by
    row.save()
    return [before, answer]


@transaction.atomic
def snapshot(project: Project, *, reason: str, by: User) -> RegisterSnapshot:
    """Freeze the register as it is now. The caller's own rule has let the person come this far.

    `content` is whole; `public_content` has restricted risks as ref, band and salted hash.
    """
    found = Register.objects.of_project(project).first()
    if found is None:
        raise Unmet([_("The project has no risk register yet.")])
    register = lock_register(found.pk)
    frozen = content.with_salts(content.of(register))
    bands = [
        row["assessment"]["current"]["band"]
        for row in frozen["risks"]
        if row["assessment"] and row["state"] != "closed"
    ]
    taken = RegisterSnapshot.objects.create(
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
