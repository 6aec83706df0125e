"""The roles: name, where they are served, what they give. Pure data; a posting turns a role into rights."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HQ, REGIONAL, MISSION = "hq", "regional", "mission"
EVERYWHERE = frozenset({HQ, REGIONAL, MISSION})


class Role:
    """`grants`: permissions of pvehub.people.rights, held on the posting's office."""

    slug: ClassVar[str]
    name: ClassVar[str | Promise]
    description: ClassVar[str | Promise]
    at: ClassVar[frozenset[str]] = EVERYWHERE
    grants: ClassVar[frozenset[str]] = frozenset()
    needs_confirmation: ClassVar[bool] = False


class Staff(Role):
    slug = "staff"
    name = _("Staff")
    description = _("Reads what is open to all, contributes lessons and questions, follows.")


class ProjectOfficer(Role):
    slug = "project-officer"
    name = _("Project officer")
    description = _("Creates and edits the office's projects and registers, answers comments, submits reports.")
    at = frozenset({MISSION, REGIONAL})
    grants = frozenset({"see_drafts", "create_projects", "edit_projects", "submit_cases", "answer_comments"})


class ChiefOfMission(Role):
    slug = "chief-of-mission"
    name = _("Chief of mission")
    description = _("Clears a case for submission; decides risks up to Medium.")
    at = frozenset({MISSION})
    grants = frozenset(
        "see_drafts see_restricted_drafts create_projects edit_projects clear_cases lower_tier answer_comments "
        "accept_medium".split()
    )


class RegionalSpecialist(Role):
    slug = "regional-specialist"
    name = _("Regional specialist")
    description = _("Advises on the region's cases; curates the region's resources.")
    at = frozenset({REGIONAL})
    grants = frozenset({"see_region", "see_registers", "advise_cases", "curate_resources"})


class RegionalDirector(Role):
    slug = "regional-director"
    name = _("Regional director")
    description = _("Clears the projects the regional office leads; decides risks up to High.")
    at = frozenset({REGIONAL})
    grants = frozenset(
        "see_drafts see_restricted_drafts see_region see_registers clear_cases lower_tier accept_medium "
        "accept_high".split()
    )


class MonitoringAdviser(Role):
    slug = "me-adviser"
    name = _("M&E adviser")
    description = _("Reads and comments results, indicators and values; answers requests for support.")
    at = frozenset({REGIONAL, HQ})
    grants = frozenset({"see_region", "advise_results"})


class TrdReviewer(Role):
    slug = "trd-reviewer"
    name = _("TRD reviewer")
    description = _("Screens, reviews, comments, asks for changes, reviews reports.")
    at = frozenset({HQ})
    grants = frozenset({"see_submitted", "see_internal", "see_registers", "screen_cases", "review_cases"})
    needs_confirmation = True


class TrdHead(Role):
    slug = "trd-head"
    name = _("TRD head")
    description = _("Decides cases while the worst residual risk is at most Very high; decides risks up to Very high.")
    at = frozenset({HQ})
    grants = TrdReviewer.grants | {"see_named", "decide_cases", "accept_very_high", "lower_tier"}
    needs_confirmation = True


class DoeDirector(Role):
    slug = "doe-director"
    name = _("DOE director")
    description = _("Decides the cases above the head of TRD, overrides, and reopened cases.")
    at = frozenset({HQ})
    grants = frozenset(
        {"see_submitted", "see_internal", "see_registers", "see_named", "decide_high_cases", "accept_very_high"}
    )
    needs_confirmation = True


class Adviser(Role):
    slug = "adviser"
    name = _("Adviser (legal, security, protection, media)")
    description = _("Gives a clearance when asked; sees a case from then on.")
    at = frozenset({HQ})
    grants = frozenset({"give_clearances"})


class RiskOfficer(Role):
    slug = "risk-officer"
    name = _("Risk officer")
    description = _("Owns the method; reads every register; decides Extreme risks.")
    at = frozenset({HQ})
    grants = frozenset({"see_submitted", "see_registers", "own_method", "accept_extreme", "give_clearances"})
    needs_confirmation = True


class DirectorGeneralsOffice(Role):
    slug = "dg-office"
    name = _("Director General's office")
    description = _("Assumes what nobody below may, and the register of the whole stream.")
    at = frozenset({HQ})
    grants = frozenset({"accept_for_organization"})
    needs_confirmation = True


class Curator(Role):
    slug = "curator"
    name = _("Curator")
    description = _("Curates within headquarters or a region; never own contributions.")
    at = frozenset({HQ, REGIONAL})
    grants = frozenset({"curate_resources"})


class Administrator(Role):
    slug = "administrator"
    name = _("Administrator")
    description = _("People, offices, vocabularies, settings. Reads no record because of it.")
    at = frozenset({HQ})
    grants = frozenset({"administer"})
    needs_confirmation = True


ROLES: tuple[type[Role], ...] = (
    Staff,
    ProjectOfficer,
    ChiefOfMission,
    RegionalSpecialist,
    RegionalDirector,
    MonitoringAdviser,
    TrdReviewer,
    TrdHead,
    DoeDirector,
    Adviser,
    RiskOfficer,
    DirectorGeneralsOffice,
    Curator,
    Administrator,
)
BY_SLUG: dict[str, type[Role]] = {role.slug: role for role in ROLES}


def group_name(office_code: str, role_slug: str) -> str:
    """The address of everyone who serves in that role at that office, e.g. NE:project-officer."""
    return f"{office_code}:{role_slug}"
