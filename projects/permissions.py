"""Who may do what with a project, each rule a sentence: None means yes. The sentence greys out the button and is the 403."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.people.models import Office, User

from .models import Compendium, Export, ImportBatch, Project, ProjectMember, SavedView
from .sections import BY_SLUG
from .workflow import BEFORE_SUBMISSION, Status, Tier


def _works_on(user: User, project: Project) -> bool:
    """Team, or an officer of the lead or a partner office who can read it (drafts above tier 0 are the team's)."""
    if project.has_member(user):
        return True
    standing = access.standing(user)
    if not any(standing.may("edit_projects", office) for office in project.office_ids()):
        return False
    return _reads_whole(user, project)


def _reads_whole(user: User, project: Project) -> bool:
    """Whether the whole record is this person's to read; not asked again of a page's own row, which came marked for them."""
    if getattr(project, "whole_of", None) == user.pk:
        return bool(getattr(project, "is_whole", False))
    return Project.objects.whole_for(user).filter(pk=project.pk).exists()


def why_not_create(user: User, office: Office | None = None) -> str | None:
    standing = access.standing(user)
    if office is None:
        return None if standing.anywhere("create_projects") else _("Only project officers begin projects.")
    if not standing.may("create_projects", office):
        return _("You can begin a project only for your own office.")
    return None


def why_not_edit(user: User, project: Project, section: str | None = None) -> str | None:
    """Whether this person may change the working copy, or this section of it, now."""
    if not _works_on(user, project):
        return _("Only the team of the project and officers of its offices may change it.")
    if project.status == Status.CANCELLED:
        return _("The project is cancelled: nothing in it changes any more.")
    if project.open_sections is None:
        return None
    if not project.open_sections:
        return _("The project is with its reviewers: nothing in it changes until they return it.")
    if section is not None and not project.is_open(section):
        title = BY_SLUG[section].title if section in BY_SLUG else section
        return _("“%(section)s” is not among the sections reopened for you.") % {"section": title}
    return None


def why_not_record(user: User, project: Project) -> str | None:
    """Values are recorded by the people who work on it, at any time: they are no part of what is endorsed."""
    if not _works_on(user, project):
        return _("Only the team of the project and officers of its offices record values.")
    if project.status == Status.CANCELLED:
        return _("The project is cancelled: nothing in it changes any more.")
    return None


def why_not_state_class(project: Project) -> str | None:
    """While a case is with TRD, a class that TRD overruled is not the author's to change back."""
    if project.status != Status.IN_ENDORSEMENT and project.open_sections is None:
        return None
    ruling = project.class_rulings.order_by("-ruled_at", "-pk").first()
    if ruling is None or not ruling.is_overruled:
        return None
    return _("TRD has given the class of this project; answer in the case if you see it otherwise.")


def why_not_raise_tier(user: User, project: Project, tier: int) -> str | None:
    if tier <= project.tier:
        return _("This is no higher than it is now.")
    if not _works_on(user, project) and why_not_lower_tier(user, project):
        return _("Only those who may edit the project can raise its confidentiality.")
    return None


def why_not_lower_tier(user: User, project: Project) -> str | None:
    """The head of the lead office; TRD too, once the project was submitted."""
    standing = access.standing(user)
    if standing.may("lower_tier", project.lead_office):
        return None
    if project.submitted_once_at and standing.anywhere("decide_cases"):
        return None
    return _("Only the head of the lead office lowers the confidentiality; TRD too, once the project was submitted.")


def why_not_change_team(user: User, project: Project) -> str | None:
    """The manager and the head of the lead office name the team; the heads name managers, too, when one has left."""
    standing = access.standing(user)
    if project.manager_id == user.pk or standing.may("clear_cases", project.lead_office):
        return None
    if _works_on(user, project) and project.status in BEFORE_SUBMISSION:
        return None
    return _("Only the project manager and the head of the lead office change the team.")


def why_not_join(member: User, project: Project) -> str | None:
    """Whether this person can be put on the team at all."""
    if not member.is_active or not access.standing(member).office_ids:
        return _("%(person)s has no posting today, and so cannot work on a project.") % {"person": member}
    if ProjectMember.objects.live().filter(project=project, user=member).exists() or project.manager_id == member.pk:
        return _("%(person)s is on the team already.") % {"person": member}
    return None


def imports_everywhere(user: User) -> bool:
    """TRD and administrators bring in lists for any office."""
    standing = access.standing(user)
    return standing.anywhere("screen_cases") or standing.anywhere("administer")


def why_not_import(user: User, office: Office | None) -> str | None:
    """An officer imports for the own office; TRD and administrators for any, also for several at once (None)."""
    if imports_everywhere(user):
        return None
    standing = access.standing(user)
    if not standing.anywhere("create_projects"):
        return _("Only project officers, TRD and administrators import lists.")
    if office is None:
        return _("Choose your office: you can import only for it.")
    if not standing.may("create_projects", office):
        return _("You can import only for your own office.")
    return None


def why_not_apply(user: User, batch: ImportBatch) -> str | None:
    if batch.owner_id != user.pk:
        return _("Only the person who uploaded a list applies it.")
    if batch.applied_at:
        return _("This list was applied already.")
    return why_not_import(user, batch.office)


def why_not_note_other(user: User) -> str | None:
    """Whoever may bring in a list may also write down a single project of another organization."""
    if access.standing(user).anywhere("create_projects") or imports_everywhere(user):
        return None
    return _("Only project officers, TRD and administrators write down what other organizations do.")


def why_not_remove_other(user: User) -> str | None:
    return None if imports_everywhere(user) else _("Only TRD and administrators take out what stands here.")


def is_there(external_id: str) -> str:
    return _("A record with the identifier %(id)s stands here already.") % {"id": external_id}


def reads(user: User, project: Project) -> str:
    """What this person reads of a project they may see: "working" (its people), "whole" (its reviewers: the endorsed
    content, or the working copy while nothing was endorsed), "open" (the open sections of the endorsed content)."""
    if _works_on(user, project):
        return "working"
    return "whole" if _reads_whole(user, project) else "open"


def reads_of(user: User, projects: Sequence[Project]) -> dict[int, str]:
    """`reads` of many projects this person may see, in a fixed number of queries; their partner offices are prefetched."""
    keys = [project.pk for project in projects]
    wholes = set(Project.objects.whole_for(user).filter(pk__in=keys).values_list("pk", flat=True))
    member = set(ProjectMember.objects.live().filter(user=user, project__in=keys).values_list("project_id", flat=True))
    standing = access.standing(user)
    found = {}
    for project in projects:
        is_officer = any(standing.may("edit_projects", office) for office in project.office_ids())
        works_on = project.manager_id == user.pk or project.pk in member or (is_officer and project.pk in wholes)
        found[project.pk] = "working" if works_on else "whole" if project.pk in wholes else "open"
    return found


def why_not_export(user: User, format: str) -> str | None:
    """Sheets: everyone, of what they read. IATI is a publication in the name of the organization: TRD and administrators,
    likewise of what they read."""
    standing = access.standing(user)
    if not (user.is_active and standing.office_ids):
        return _("You have no posting today, so there is nothing you could take out.")
    if format == Export.Format.IATI and not (standing.anywhere("screen_cases") or standing.anywhere("administer")):
        return _("Only TRD and administrators publish in IATI.")
    return None


def why_not_download(user: User, export: Export) -> str | None:
    """The owner, as long as every project in the file is still read as far as the file tells it."""
    if export.owner_id != user.pk:
        return _("An export is for the person who asked for it.")
    if export.made_at is None:
        return _("This file is not ready yet.")
    refused = why_not_export(user, export.format)
    if refused:
        return refused
    known = set(export.open_ids) | set(export.whole_ids)
    seen = Project.objects.visible_to(user).filter(pk__in=known).count()
    whole = Project.objects.whole_for(user).filter(pk__in=export.whole_ids).count()
    if (seen, whole) != (len(known), len(export.whole_ids)):
        return _("What you may read has changed since this file was made. Ask for it again.")
    return None


MOST_PROJECTS, MOST_COMPENDIA = 500, 20
HOW_MUCH = {"open": 0, "whole": 1, "working": 2}


def why_not_make_compendium(user: User, count: int) -> str | None:
    """Whether this person may have a document written over so many projects."""
    if not (user.is_active and access.standing(user).office_ids):
        return _("Only colleagues with a posting today have compendia written.")
    if not count:
        return _("No project matches this filter.")
    if count > MOST_PROJECTS:
        return _("A compendium holds at most %(most)d projects. Narrow the filter.") % {"most": MOST_PROJECTS}
    if Compendium.objects.filter(owner=user).live().count() >= MOST_COMPENDIA:
        return _("You have %(most)d compendia already. Throw one away first.") % {"most": MOST_COMPENDIA}
    return None


def why_not_hand_out(user: User, compendium: Compendium) -> str | None:
    """Whether its owner still reads every part of it as it was written; else it stays where it is."""
    if compendium.owner_id != user.pk:
        return _("Only the person who asked for a compendium reads it.")
    if not compendium.written_at:
        return _("It is still being written.")
    if compendium.expires_at <= timezone.now():
        return _("Its seven days are over.")
    written = compendium.read_as()
    if not written:
        return _("You may read none of its projects any more.")
    seen = list(Project.objects.visible_to(user).filter(pk__in=written).prefetch_related("partner_offices"))
    if len(seen) < len(written):
        return _("Since it was written you have lost sight of a project in it.")
    if any(project.tier > written[project.pk][0] for project in seen):
        return _("Since it was written the confidentiality of a project in it was raised: its mark is wrong.")
    now = reads_of(user, seen)
    if any(HOW_MUCH[now[pk]] < HOW_MUCH[reads] for pk, (_tier, reads) in written.items()):
        return _("Since it was written there is a project in it of which you read less now.")
    return None


def why_not_update(user: User, project: Project) -> str | None:
    """The team and officers of its offices say how the project goes, whoever reads the record meanwhile."""
    if not _works_on(user, project):
        return _("Only the team of the project and officers of its offices say how it goes.")
    if project.status == Status.CANCELLED:
        return _("The project is cancelled: nothing in it changes any more.")
    return None


def why_not_take_back(user: User, project: Project, author: User) -> str | None:
    """Who wrote it, the manager, the head of the lead office."""
    if user.pk in (author.pk, project.manager_id) or access.standing(user).may("clear_cases", project.lead_office):
        return why_not_update(user, project)
    return _("Only who wrote it, the manager and the head of the lead office take it back.")


def why_not_follow(user: User) -> str | None:
    """All staff follow countries and themes; what they then hear is asked each time."""
    if user.is_active and access.standing(user).office_ids:
        return None
    return _("Only staff with a posting follow a country or a theme.")


def why_not_reuse(user: User, source: Project, office: Office | None = None) -> str | None:
    """Whoever may begin a project, for the own office. What few may read does not travel into an office of others."""
    if source.tier == Tier.NAMED:
        return _("A project for named persons is not reused.")
    if (sentence := why_not_create(user, office)) or source.tier < Tier.OFFICES:
        return sentence
    offices = source.office_ids()
    own = [office.pk] if office else list(access.standing(user).offices("create_projects") or offices)
    if not any(pk in offices for pk in own):
        return _("A project of this confidentiality is reused only in its own offices.")
    return None


UNDO_SECONDS = 30


def offices_above(user: User) -> set[str]:
    """Codes of the offices at which this person serves today, and of those above them."""
    return {code for posting in access.standing(user).postings for code in posting.office.path.strip("/").split("/")}


def why_not_share_view(user: User, audience: str, office: Office | None) -> str | None:
    """Whoever serves somewhere keeps views; an office or region is addressed by those who belong to it."""
    if not access.standing(user).office_ids:
        return _("Only who has a posting today keeps views.")
    if audience == SavedView.Audience.OFFICE and (office is None or office.code not in offices_above(user)):
        return _("You can share a view with your own office and with those above it.")
    return None


def why_not_change_view(user: User, view: SavedView) -> str | None:
    return None if view.owner_id == user.pk else _("Only the person who saved this view changes it.")


def why_not_restore_view(user: User, view: SavedView) -> str | None:
    """Undo lasts half a minute."""
    if view.removed_at is None:
        return _("It was not removed.")
    if timezone.now() > view.removed_at + timedelta(seconds=UNDO_SECONDS):
        return _("The time to take this back is over.")
    return why_not_change_view(user, view)
