"""What the head of TRD of the demonstration finds beside a case: resources weighed by the readers, and the lead's proposal."""

from django.utils import timezone
from django.utils.translation import override

from endorsement import actions as endorsement
from endorsement.actions import Wanted
from endorsement.models import Case
from endorsement.workflow import Status
from knowledge.models import Resource
from projects.models import Project
from pvehub.people.calendar import add_working_days

from .people import person

WEIGHED = (
    (
        "applies",
        "What it asks before a picture is shown holds for apprentices too; the plan for communication leaves it open.",
    ),
    ("not-relevant", "Looked at: it speaks of centres with opening hours, and these are workshops at working time."),
)


def fill(projects: dict[str, Project]) -> None:
    """On the case that waits for its decision, by its lead and its second reviewer."""
    case = Case.objects.filter(project__in=projects.values(), status=Status.DECISION).order_by("pk").first()
    if case is None or case.current_submission is None or case.lead is None:
        return
    second, lead = person("trd-reviewer-second"), case.lead
    like = Resource.objects.visible_to(second).published().useful_for(case.project)
    with override("en"):
        for resource, (stance, why) in zip(like, WEIGHED, strict=False):
            endorsement.cite(case, resource, by=second, stance=stance, why=why)
        office = case.project.lead_office
        wanted = Wanted(
            text="Publish, in the words of the neighbourhood, how places are drawn, before the first draw.",
            when="by_date",
            owner=case.project.manager or lead,
            evidence="Photograph of the notice, with its date",
            due_on=add_working_days(office, timezone.localdate(), 40),
        )
        endorsement.propose(
            case,
            by=lead,
            seen=case.current_submission.sha256,
            revision=0,
            outcome="endorsed_with_conditions",
            rationale="The analysis is the mission's own and recent; the safeguards fit what it found. One thing is missing"
            " that costs nothing and that the reviewers both ask for.",
            risk_statement="What remains is Low or Medium, assumed at the mission, and watched each quarter.",
            conditions=[wanted],
        )
