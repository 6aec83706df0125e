"""What keeps a register from being submitted or endorsed: every reason as a sentence, with the place to mend it.

The sentences name a risk by its ref alone, so that a restricted one says nothing of itself.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pvehub.access import Blocker
from risks import content, scoring
from risks.covering import covering, is_in_date, is_uncovered, level_of, today_of
from risks.models import Category, Register, RegisterSnapshot, Risk
from risks.workflow import Lowers, Strategy

if TYPE_CHECKING:
    from projects.models import Project
    from pvehub.people.models import User


def submission_blockers(project: "Project") -> list[Blocker]:
    """Everything that is missing before the register can go with a submission."""
    register = Register.objects.of_project(project).with_places().first()
    if register is None:
        return [Blocker(_("The project has no risk register yet."), reverse("risks:register-open", args=[project.ref]))]
    return [*_screening(register), *_risks(register)]


def closing_blockers(project: "Project") -> list[Blocker]:
    """What a project that closes still has in its register: each risk is closed, with whoever takes it over in the reason."""
    register = Register.objects.of_project(project).with_places().first()
    if register is None:
        return []
    sentence = _("%(ref)s: this risk is open. Close it, and say in the reason who takes it over.")
    return [
        Blocker(sentence % {"ref": risk.ref}, reverse("risks:risk-detail", args=[register.code, risk.ref]))
        for risk in register.risks.live().order_by("number")
    ]


def endorsement_blockers(
    project: "Project", *, snapshot: RegisterSnapshot, decider: "User", starts_on: date | None
) -> list[Blocker]:
    """All of it again, and: each risk assumed at its level and past the start, and the register as it was judged.

    A restricted risk at High or worse that the decider may not read blocks, until somebody cleared countersigns.
    """
    found = submission_blockers(project)
    register = Register.objects.of_project(project).with_places().first()
    if register is None:
        return found
    today = today_of(register)
    seen = set(Risk.objects.filter(register=register).visible_to(decider).values_list("pk", flat=True))
    for risk in _live(register):
        if risk.assessment is not None:
            found += _assumed(risk, today, starts_on)
            if risk.pk not in seen and scoring.band_order(risk.assessment.current_band) >= scoring.band_order("high"):
                sentence = _(
                    "%(ref)s: a restricted risk at High or worse that you may not read; its owner can name you."
                )
                found.append(Blocker(sentence % {"ref": risk.ref}, register.get_absolute_url()))
    if changed := content.differs(snapshot.content, content.of(register)):
        sentence = _("The register changed since it was submitted: %(what)s.") % {"what": ", ".join(changed)}
        found.append(Blocker(sentence, register.get_absolute_url()))
    return found


def _live(register: Register) -> list[Risk]:
    return list(
        register.risks.live()
        .with_rating()
        .with_treatments()
        .select_related("assessment__matrix", "register__project")
        .order_by("number")
    )


def _screening(register: Register) -> Iterator[Blocker]:
    """Every mandatory category is answered, and on what the project says today."""
    answers = {row.category_id: row for row in register.screenings.all()}
    place = reverse("risks:screening-edit", args=[register.code])
    for category in Category.objects.filter(is_mandatory=True).order_by("position", "code"):
        answer = answers.get(category.pk)
        if answer is None:
            sentence = _("Risk category not answered: %(category)s.")
        elif answer.is_stale:
            sentence = _("The project changed since this risk category was answered: %(category)s.")
        else:
            continue
        yield Blocker(sentence % {"category": category.name}, f"{place}#{category.code}")


def _risks(register: Register) -> Iterator[Blocker]:
    today = today_of(register)
    for risk in _live(register):
        here = reverse("risks:risk-detail", args=[register.code, risk.ref])
        for sentence, step in [*_stated(risk), *_rated(risk, today), *_treated(risk)]:
            yield Blocker(f"{risk.ref}: {sentence}", f"{here}{step}")


def _stated(risk: Risk) -> Iterator[tuple[str, str]]:
    if not risk.has_statement:
        yield _("cause, event and consequence are not all written."), "edit/"
    if risk.owner is None or not risk.owner.is_active:
        yield _("it has no active owner."), "edit/"
    if not risk.strategy:
        yield _("no strategy is chosen."), "edit/"
    if risk.strategy == Strategy.SHARE and not risk.shared_with.strip():
        yield _("it is shared, but the partner's answer is not recorded."), "edit/"
    if risk.appetite == scoring.Appetite.RED_LINE and risk.strategy != Strategy.AVOID:
        yield _("a direct red line can only be avoided."), "edit/"


def _rated(risk: Risk, today: date) -> Iterator[tuple[str, str]]:
    if risk.assessment is None:
        yield _("it is not rated."), "assess/"
    elif risk.next_review_on is None or risk.next_review_on < today:
        yield _("its rating is past its review date."), "assess/"


def _treated(risk: Risk) -> Iterator[tuple[str, str]]:
    measures = list(risk.treatments.all())
    if risk.strategy == Strategy.REDUCE and not measures:
        yield _("it is to be reduced, but nothing is planned."), "treat/"
        return
    latest = risk.assessment
    if latest is None:
        return
    axes = ((Lowers.LIKELIHOOD, _("likelihood")), (Lowers.IMPACT, _("impact")))
    for axis, name in axes:
        falls = getattr(latest, f"target_{axis}") < getattr(latest, f"current_{axis}")
        if falls and not any(t.lowers in (axis, Lowers.BOTH) for t in measures):
            yield _("the target lowers the %(axis)s, but no measure works on it.") % {"axis": name}, "treat/"


def _assumed(risk: Risk, today: date, starts_on: date | None) -> Iterator[Blocker]:
    """Above what the manager carries alone: an acceptance at the level, that lasts past the start."""
    place = reverse("risks:risk-detail", args=[risk.register.code, risk.ref]) + "#acceptance"
    if is_uncovered(risk, today):
        level = level_of(risk)
        rule = risk.rated.matrix.rules.filter(level=level).first()
        seat = rule.get_decides_display() if rule else scoring.Level(level).label
        sentence = _("%(ref)s: at level %(level)s, not accepted by the seat that decides it: %(seat)s.") % {
            "ref": risk.ref,
            "level": scoring.Level(level).label,
            "seat": seat,
        }
        yield Blocker(sentence, place)
    elif (found := covering(risk, today)) and starts_on and not is_in_date(found, starts_on):
        sentence = _("%(ref)s: its acceptance ends on %(on)s, before the project starts.") % {
            "ref": risk.ref,
            "on": date_format(found.valid_until_on or starts_on, "SHORT_DATE_FORMAT"),
        }
        yield Blocker(sentence, place)
