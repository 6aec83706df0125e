"""An amendment that waited is set upon the endorsement that came first, with one text chosen for each field in question."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from endorsement import guards, permissions
from endorsement.merging import Clash
from endorsement.models import Case
from projects import actions as projects
from projects import content
from projects.tokens import Seen
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.people.models import User

from .moving import locked

MINE, THEIRS = "mine", "theirs"


@transaction.atomic
def rebase(case: Case, *, by: User, seen: str, choices: Mapping[str, str]) -> Case:
    """From here the draft stands on the version that is endorsed now, whose hash is `seen`.

    Where the working copy says otherwise than that version, the person says which text is to stand: their own stays, what
    is endorsed is written into the working copy. Every field that both changed has to be chosen.
    """
    case = locked(case)
    access.require(permissions.why_not_rebase(by, case))
    now, clashes = guards.endorsed_version(case.project), guards.clashes(case)
    if now is None or now.sha256 != seen:
        raise access.Moved(_("Another endorsement came in meanwhile. Nothing was chosen."), url=case.get_absolute_url())
    if unsaid := [clash for clash in clashes if choices.get(clash.field) not in (MINE, THEIRS)]:
        sentence = _("Choose a text for “%(field)s”.")
        raise access.Unmet(
            [Blocker(sentence % {"field": clash.label}, f"#id_choice_{clash.field}") for clash in unsaid]
        )
    for clash in clashes:
        if choices[clash.field] == THEIRS:
            _take(case, clash, by=by)
    before = case.baseline
    case.baseline = now
    case.save(update_fields=["baseline"])
    changes = {"baseline": [before.sha256 if before else "", now.sha256], "chosen": ["", dict(choices)]}
    trail.record(case, "endorsement.rebased", by=by, changes=changes)
    return case


def _take(case: Case, clash: Clash, *, by: User) -> None:
    """Write what is endorsed into the field of the working copy; the text it replaces stays in the history."""
    if clash.is_table:
        sentence = _("“%(field)s” is a table: change its rows by hand, then choose the working copy.")
        raise access.Unmet([Blocker(sentence % {"field": clash.label}, f"#id_choice_{clash.field}")])
    record = content.read(case.project, [clash.field])
    seen = Seen.of(record.data[clash.field], record.revisions[clash.field])
    given = projects.Given(clash.data, clash.theirs, seen)
    projects.save_fields(case.project, clash.section, {clash.field: given}, by=by)
