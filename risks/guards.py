"""What keeps a register from being submitted or endorsed: every reason as a sentence, with the place to mend it.

The sentences name a risk by its ref alone, so that a restricted one says nothing of itself.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pvehub.access import Blocker
from pvehub.audit.models import Event
from risks import content, scoring, triggers
from risks.covering import covering, is_in_date, is_uncovered, level_of, today_of
from risks.models import AssumptionRule, Escalation, Register, RegisterSnapshot, Risk
from risks.workflow import LIVE, Lowers, Strategy, Visibility

if TYPE_CHECKING:
    from projects.models import Project
    from pvehub.people.models import User


def submission_blockers(project: "Project", *, reader: "User | None" = None) -> list[Blocker]:
    """Everything that is missing before the register can go with a submission.

    What is missing in a restricted risk is said to a `reader` who may read it, and to nobody else.
    """
    register = Register.objects.of_project(project).with_places().first()
    if register is None:
        return [Blocker(_("The project has no risk register yet."), reverse("risks:register-open", args=[project.ref]))]
    return register_blockers(register, reader=reader)


def register_blockers(register: Register, *, reader: "User | None" = None) -> list[Blocker]:
    """The same of a register of any kind; those of offices and of the stream have no record that triggers anything."""
    return [*_screening(register), *_risks(register, reader)]


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
    """All of it again, and: each risk assumed at its level and past the start, no escalation without an answer, and the
    register as it was judged, or with its changes confirmed by this decider.

    A restricted risk at High or worse that the decider may not read blocks, until somebody who may countersigns it as it is.
    """
    register = Register.objects.of_project(project).with_places().first()
    if register is None:
        return submission_blockers(project)
    today, risks = today_of(register), _live(register)
    seen = _seen_by(decider, register)
    found = [*_screening(register), *_missing(register, risks, seen, today)]
    rated = [risk for risk in risks if risk.assessment is not None]
    rules = _rules(rated)
    for risk in rated:
        found += _assumed(risk, rules, today, starts_on)
    now = content.of(register)
    return [
        *found,
        *_escalated(register),
        *_unread(risks, seen, now, snapshot, decider),
        *_changed(now, snapshot, decider),
    ]


def is_bare(risk: Risk, today: date) -> bool:
    """Above what the manager carries alone, and assumed by nobody: a direct red line that is avoided needs nobody."""
    is_avoided = risk.appetite == scoring.Appetite.RED_LINE and risk.strategy == Strategy.AVOID
    return not is_avoided and is_uncovered(risk, today)


def _seen_by(reader: "User | None", register: Register) -> set[int]:
    """The risks of a register that this person may read; for nobody in particular those that are not restricted."""
    rows = Risk.objects.filter(register=register)
    rows = rows.visible_to(reader) if reader else rows.exclude(visibility=Visibility.RESTRICTED)
    return set(rows.values_list("pk", flat=True))


def _escalated(register: Register) -> Iterator[Blocker]:
    """Somebody above was asked to take a risk over, and has not answered."""
    for row in Escalation.objects.asked().filter(risk__register=register, risk__state__in=LIVE).with_risk():
        sentence = _("%(ref)s: it was passed upwards and waits for an answer: %(seat)s.")
        place = reverse("risks:risk-detail", args=[register.code, row.risk.ref]) + "#escalation"
        yield Blocker(sentence % {"ref": row.risk.ref, "seat": row.get_seat_display()}, place)


def _unread(
    risks: list[Risk], seen: set[int], now: dict[str, Any], snapshot: RegisterSnapshot, decider: "User"
) -> Iterator[Blocker]:
    """Restricted risks at High or worse that the decider may not read and nobody cleared countersigned as they are now."""
    signed = set(snapshot.countersigns.exclude(by=decider).values_list("risk__ref", "sha256"))
    hashes = {row["ref"]: content.risk_seal(row, snapshot.content) for row in now["risks"]}
    for risk in risks:
        if risk.pk in seen or risk.assessment is None or (risk.ref, hashes[risk.ref]) in signed:
            continue
        if scoring.band_order(risk.assessment.current_band) >= scoring.band_order(scoring.Band.HIGH):
            sentence = _(
                "%(ref)s: a restricted risk at High or worse that you may not read; somebody who may read it countersigns,"
                " or its owner names you."
            )
            yield Blocker(sentence % {"ref": risk.ref}, snapshot.get_absolute_url())


def _changed(now: dict[str, Any], snapshot: RegisterSnapshot, decider: "User") -> Iterator[Blocker]:
    """The register is no longer what was judged, and this decider has not said of this very content: I have seen it."""
    changed = content.differs(snapshot.content, now)
    if changed and not snapshot.confirmations.filter(sha256=content.seal(now, snapshot.content), by=decider).exists():
        sentence = _("The register changed since it was submitted: %(what)s. Look at the changes and confirm them.")
        yield Blocker(sentence % {"what": ", ".join(changed)}, snapshot.changes_url)


def _live(register: Register) -> list[Risk]:
    return list(
        register.risks.live()
        .with_rating()
        .with_treatments()
        .select_related("assessment__matrix", "register__project")
        .order_by("number")
    )


def _screening(register: Register) -> Iterator[Blocker]:
    """Every category that is mandatory or that the project's record asks for is answered, on what it says today."""
    place = reverse("risks:screening-edit", args=[register.code])
    for asked in triggers.screening(register, today_of(register)):
        if not asked.is_open:
            continue
        said = {"category": asked.category.name}
        if asked.is_stale:
            said["why"] = asked.new[0].sentence
            sentence = _("“%(category)s” was answered with “does not apply” before this was in the record. %(why)s")
        elif asked.triggers:
            said["why"] = asked.triggers[0].sentence
            sentence = _("Risk category not answered: %(category)s. %(why)s")
        else:
            sentence = _("Risk category not answered: %(category)s.")
        yield Blocker(sentence % said, f"{place}#{asked.category.code}")


def _risks(register: Register, reader: "User | None") -> Iterator[Blocker]:
    yield from _missing(register, _live(register), _seen_by(reader, register), today_of(register))


def _missing(register: Register, risks: list[Risk], seen: set[int], today: date) -> Iterator[Blocker]:
    for risk in risks:
        lacking = [*_stated(risk), *_rated(risk, today), *_treated(risk)]
        if lacking and risk.pk not in seen:
            sentence = _("%(ref)s: this restricted risk is not complete; who may read it sees what is missing.")
            yield Blocker(sentence % {"ref": risk.ref}, register.get_absolute_url())
            continue
        here = reverse("risks:risk-detail", args=[register.code, risk.ref])
        for sentence, step in lacking:
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


def _rules(risks: list[Risk]) -> dict[tuple[int, str], AssumptionRule]:
    """The rules of the matrices these risks were rated in, in one query."""
    rows = AssumptionRule.objects.filter(matrix__in={risk.rated.matrix_id for risk in risks})
    return {(rule.matrix_id, rule.level): rule for rule in rows}


def _assumed(
    risk: Risk, rules: dict[tuple[int, str], AssumptionRule], today: date, starts_on: date | None
) -> Iterator[Blocker]:
    """Above what the manager carries alone: an acceptance at the level, that lasts past the start.

    A direct red line that is avoided has nobody to accept it and needs nobody; where it is not, `_stated` says so.
    """
    if risk.appetite == scoring.Appetite.RED_LINE:
        return
    place = reverse("risks:risk-detail", args=[risk.register.code, risk.ref]) + "#acceptance"
    if is_uncovered(risk, today):
        level = level_of(risk)
        rule = rules.get((risk.rated.matrix_id, level))
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


def review_blockers(project: "Project", *, since: datetime) -> list[Blocker]:
    """What a report on the project still asks of its register: each live risk looked at since then. They are counted, not
    named: which ones they are, the round says to those who may read them."""
    register = Register.objects.of_project(project).with_places().first()
    if register is None:
        return submission_blockers(project)
    reviewed = Event.objects.filter(kind=Risk._meta.label_lower, verb="risks.reviewed", at__gte=since)
    left = register.risks.live().exclude(assessment__assessed_at__gte=since).exclude(added_at__gte=since)
    number = left.exclude(pk__in=reviewed.values("thing_id")).count()
    if not number:
        return []
    sentence = ngettext(
        "%(n)d risk of the register was not looked at since %(day)s.",
        "%(n)d risks of the register were not looked at since %(day)s.",
        number,
    )
    place = f"{reverse('risks:review-round', args=[register.code])}?all=1"
    return [
        Blocker(sentence % {"n": number, "day": date_format(timezone.localtime(since), "SHORT_DATE_FORMAT")}, place)
    ]
