"""An active project of the demonstration asks for an amendment, which waits at headquarters; what is endorsed stands."""

from django.utils.translation import override

from endorsement import actions as endorsement
from endorsement import guards
from projects import actions as projects
from projects import content
from projects.models import Project
from projects.sections import SECTION_OF
from projects.tokens import Seen

from .people import person

WHY = (
    "Since the rains, half of the families come back to the two towns on the river and not to the villages the project was"
    " endorsed for. The elders there ask for the same workshops."
)
CHANGED = {
    "theory_of_change": (
        "If families have income, somebody to talk to and a quick way to settle who owns a house, then coming back holds,"
        " because it is want and fear that undo it. In the towns the quick way is the land office and not the elders, so"
        " the same steps begin there."
    )
}
KEPT = "As in the version that was endorsed: the words are the mission's own, explained there."


def fill(made: dict[str, Project]) -> None:
    """Opened and submitted by its officer, cleared by the chief of mission; TRD screens it next."""
    project = made["nigeria"]
    project.refresh_from_db()
    officer = project.manager
    assert officer is not None
    with override("en"):
        case = endorsement.open_case(project, by=officer, kind="amendment", reason=WHY)
        for name, text in CHANGED.items():
            record = content.read(project, [name])
            seen = Seen.of(record.data[name], record.revisions[name])
            projects.save_fields(project, SECTION_OF[name].slug, {name: projects.Given(text, text, seen)}, by=officer)
        reasons = {guards.place(word.hit): KEPT for word in guards.words_now(case)}
        if reasons:
            endorsement.explain(case, reasons, by=officer)
        case = endorsement.submit(case, by=officer)
        endorsement.clear(case, by=person("chief-of-mission-ng"), note="Agreed with the two town councils.")
