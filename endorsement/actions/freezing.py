"""A version is frozen: project, register and attachments as they stand under the locks of the step."""

from datetime import datetime
from typing import Any

from endorsement import canonical
from endorsement.models import Case, Submission
from knowledge import offering
from projects import content
from projects.models import Project
from pvehub.people.models import User
from risks import actions as risks
from risks.models import RegisterSnapshot

from .finding import watch


def read(project: Project, snapshot: RegisterSnapshot | None) -> dict[str, Any]:
    """The content of a version: sections, class, offices and register, with people as uids."""
    return {
        **content.frozen(project),
        "project": {
            "ref": project.ref,
            "title": project.title,
            "tier": project.tier,
            "lead_office": project.lead_office.code,
            "partner_offices": sorted(project.partner_offices.values_list("code", flat=True)),
            "manager": str(project.manager.uid) if project.manager else "",
        },
        "classification": {"class": project.classification, "reason": project.classification_reason},
        "register": {
            "content": snapshot.public_content if snapshot else None,
            "sha256": snapshot.sha256 if snapshot else "",
            "matrix": str(snapshot.matrix_id) if snapshot else "",
            "worst_residual": snapshot.worst_residual if snapshot else "",
        },
        "attachments": content.attachments(project),
        "evidence": offering.frozen(project),
    }


def freeze(case: Case, *, by: User, now: datetime) -> Submission:
    """Write version n+1 of a locked case and make it the one that counts.

    The case's own ref and the number stand in the content, so that no two versions share a hash. The language check runs
    on this very content.
    """
    snapshot = risks.snapshot(case.project, reason="submission", by=by)
    number = (case.submissions.count()) + 1
    frozen = {**read(case.project, snapshot), "case": case.ref, "version": number}
    if case.baseline:
        frozen |= {"kind": case.kind, "baseline": case.baseline.sha256}
    submission = Submission.objects.create(
        case=case,
        number=number,
        content=frozen,
        sha256=canonical.sha256(frozen),
        register_snapshot=snapshot,
        worst_residual=snapshot.worst_residual if snapshot else "",
        author_uid=str(by.uid),
        frozen_at=now,
    )
    watch(case, submission, before=case.current_submission)
    case.current_submission = submission
    case.submitted_at = case.submitted_at or now
    return submission
