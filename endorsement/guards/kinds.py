"""What stands between an amendment, an extension or an emergency and its next step."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from endorsement import merging, validity
from endorsement.models import Case, Condition, Submission
from endorsement.workflow import Status
from projects import content
from projects.models import Project
from pvehub.access import Blocker


def endorsed_version(project: Project) -> Submission | None:
    """The version of the last decision that endorsed the project, or needed not to, and was not taken back."""
    return Submission.objects.endorsed_of(project).first()


def ends_on(case: Case) -> date | None:
    """The last day of the endorsement of a case; None where it has none, or names none."""
    decision = case.last_decision(stands=True)
    if decision is None:
        return None
    return validity.until(
        decision.valid_until_on,
        version_end_on=validity.end_of(decision.submission.content),
        published_end_on=case.project.endorsed_end_on,
    )


def endorsed_until(project: Project) -> date | None:
    """The last day of what is endorsed of a project, also where that day is over."""
    version = endorsed_version(project)
    return ends_on(version.case) if version else None


def clashes(case: Case) -> list[merging.Clash]:
    """Fields of an amendment that another endorsement has changed since it was begun, and the working copy says otherwise."""
    now = endorsed_version(case.project) if case.has_baseline else None
    if now is None or case.baseline is None or now.pk == case.baseline_id:
        return []
    return merging.clashes(case.baseline.content, now.content, content.frozen(case.project))


def to_submit_kind(case: Case) -> list[Blocker]:
    """No other case in hand, nothing left to settle with a later endorsement, and an extension that extends."""
    found = []
    other = case.project.cases.in_hand().exclude(pk=case.pk).first()
    if other is not None:
        sentence = _("The case %(ref)s of this project is in hand. This draft waits until it is decided.")
        found.append(Blocker(sentence % {"ref": other.ref}, other.get_absolute_url()))
    if clashing := clashes(case):
        sentence = _("Another endorsement has changed “%(fields)s” since you began. Choose which text is to stand.")
        names = {"fields": "”, “".join(clash.label for clash in clashing)}
        found.append(Blocker(sentence % names, reverse("endorsement:case-rebase", args=[case.ref])))
    return [*found, *(_extends(case) if case.kind == Case.Kind.EXTENSION else [])]


def _extends(case: Case) -> list[Blocker]:
    """An extension asks for more time than is endorsed."""
    until, end = endorsed_until(case.project), case.project.end_on
    if end is None or until is None or end > until:
        return []
    page = reverse("projects:project-section", args=[case.project.ref, "overview"])
    sentence = _("What is endorsed holds until %(until)s. An extension needs an end of the project after that day.")
    return [Blocker(sentence % {"until": date_format(until, "DATE_FORMAT")}, f"{page}#field-end_on")]


def owed(case: Case) -> list[Condition]:
    """Conditions of the endorsement that this one would replace, which nobody has met or waived: they hold on under it."""
    before = Case.objects.in_good_standing().filter(project=case.project).exclude(pk=case.pk).order_by("pk")
    rows = [row for each in before for row in Condition.objects.of_case(each).select_related("decision__case", "owner")]
    return [row for row in rows if row.state not in (Condition.State.MET, Condition.State.WAIVED)]


def to_replace(case: Case) -> list[Blocker]:
    """A suspended endorsement is not replaced over the head of its suspension."""
    stopped = case.project.cases.filter(status=Status.SUSPENDED).exclude(pk=case.pk).first()
    if stopped is None or not case.has_baseline:
        return []
    sentence = _("The endorsement this one would replace (%(ref)s) is suspended. Lift the suspension first.")
    return [Blocker(sentence % {"ref": stopped.ref}, stopped.get_absolute_url())]


def last_day(case: Case, today: date) -> date | None:
    """The last day that a decision of today may name for the version on the table; it is also the default."""
    if case.current_submission is None:
        return None
    is_emergency = case.kind == Case.Kind.EMERGENCY
    return validity.latest(case.current_submission.content, is_emergency=is_emergency, today=today)


def to_end_on(case: Case, day: date | None, today: date) -> list[Blocker]:
    """The day that a decision names lies ahead, within the version, and on the emergency track within its days."""
    last = last_day(case, today)
    if day is None:
        return []
    if day <= today:
        return [Blocker(_("The last day of the endorsement has to lie ahead."), "#id_endorse-valid_until_on")]
    if last is not None and day > last:
        sentence = _("The endorsement holds until %(day)s at the latest.")
        return [Blocker(sentence % {"day": date_format(last, "DATE_FORMAT")}, "#id_endorse-valid_until_on")]
    return []
