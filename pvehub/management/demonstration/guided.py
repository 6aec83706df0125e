"""The demonstration's guidance: a note in effect, a draft before colleagues, words approved for outside, a donor talked to."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from knowledge import actions
from knowledge.actions.contributing import Tags, Text
from knowledge.models import Resource
from knowledge.models.messages import words_hash
from knowledge.workflow import CHECKLIST
from projects.models import Project
from pvehub.people.models import Office
from pvehub.vocabulary.models import Term

from .people import person

DONORS = {
    "scope": "Talks with any donor about a PVE project, from the first note to the signature.",
    "clauses": "# Before the talks\n"
    "MUST read the profile of the donor, and ask who keeps the contact.\n"
    "MUST settle in the team what is not for negotiation, and write it into the checklist of the project.\n"
    "SHOULD ask for eighteen months at least: trust is not built in twelve.\n"
    "# In the talks\n"
    "MUST say in the donor’s first draft where its words differ from ours, and propose others.\n"
    "RED LINE: No list of participants is handed over, in whatever form.\n"
    "RED LINE: No activity whose purpose is to gather information on groups.\n"
    "RED LINE: No agreement that calls our work counter-terrorism (RL-2).\n"
    "# In the agreement\n"
    "MUST have a line for research and monitoring.\n"
    "SHOULD name the day on which both sides look at the terminology again.",
    "topic": "donors",
    "mandate": "The memo of the Director General that every PVE project is endorsed at headquarters.",
}
FAMILIES = {
    "scope": "Work with the families of people who come back from an armed group.",
    "clauses": "# First contact\n"
    "MUST leave it to the family whether, where and by whom it is visited.\n"
    "SHOULD begin with what the family needs, and not with the one who came back.\n"
    "# What is written down\n"
    "RED LINE: No names, addresses or photographs of family members leave the case files of the partner.\n"
    "MUST keep the neighbours’ view apart from the family’s own.",
    "topic": "risks",
}
PROFILE = {
    "donor": "Partnership for Safe Returns",
    "priorities": "Return and reintegration of displaced people; skills and small enterprises in border districts.",
    "instruments": "One call a year; direct agreements with organizations it has worked with before.",
    "windows": "The call opens in the first quarter; concept notes of four pages.",
    "time_frames": "Five months from concept to contract; grants of twelve to twenty-four months; reports every half year.",
    "focal": "Head of office, with the regional office in copy",
    "terms_used": "safe return\nstability\nresilience of communities",
    "terms_avoided": "deradicalization\ncounter-terrorism",
    "phrasing": "social cohesion → resilience of communities → deradicalization\n"
    "young people at risk of exclusion → young people without prospects → potential recruits",
    "red_lines": "No list of participants. No visit of the donor to participants’ homes.",
}


def fill(projects: dict[str, Project]) -> None:
    """By real actions of those who would."""
    note = _write("guidance", "NBO", "regional-director-nbo", TITLES[0], DONORS, risks=["DON", "PAR"])
    _publish(note, "regional-specialist-nbo")
    profile = _write("donor-profile", "NG", "project-officer-ng", TITLES[2], PROFILE)
    _publish(profile, "regional-specialist-dkr")
    _consult()
    _approve()
    _negotiate(projects["nigeria"])


TITLES = (
    ("Before you sign with a donor", "What is settled before, during and after talks with donors of PVE projects."),
    ("Working with the families of those who return", "How families are met, and what is never written down."),
    ("Partnership for Safe Returns", "Funds return and reintegration in border districts; cautious in its words."),
)


def _write(
    kind: str, office: str, author: str, said: tuple[str, str], fields: dict[str, str], risks: Any = ()
) -> Resource:
    terms = list(Term.objects.of("risk-categories").filter(code__in=risks))
    text = Text(said[0], said[1], "en", fields)
    at = Office.objects.get(code=office)
    return actions.contribute(kind, by=person(author), office=at, text=text, tags=Tags(risk_categories=terms))


def _publish(resource: Resource, second: str) -> None:
    """These kinds bind others: two curators agree."""
    curator, seen = person("curator"), actions.submit(resource, by=resource.created_by).sha256
    actions.claim(resource, by=curator)
    actions.second(resource, by=person(second), seen=seen)
    actions.publish(resource, by=curator, seen=seen, checklist={name: True for name, _label in CHECKLIST})


def _consult() -> None:
    author = person("regional-director-nbo")
    draft = _write("guidance", "NBO", "regional-director-nbo", TITLES[1], FAMILIES)
    asked = actions.open_consultation(
        draft,
        by=author,
        until_on=timezone.localdate() + timedelta(days=18),
        offices=list(Office.objects.filter(code__in=("UG", "KE", "SO", "HQ"))),
        question="Is the first visit ours to make, or the partner’s? What do you do today?",
    )
    answered = actions.comment_on(
        asked, by=person("project-officer-ug"), clause="1.1", text="Say who asks the family: with us it is the elder."
    )
    actions.comment_on(
        asked,
        by=person("project-officer-ke"),
        clause="2.1",
        text="Partners send photographs for visibility all the time. Add that visibility is no exception.",
    )
    actions.dispose(
        answered, by=author, outcome="partly", because="The elder where there is trust in one; else the partner."
    )


def _approve() -> None:
    """One version of the message line may be used outside; the other waits."""
    line = Resource.objects.published().get(kind="message")
    text = line.published_revision
    assert text is not None
    seen, until = words_hash(text.language, text.fields["public"]), timezone.localdate() + timedelta(days=300)
    actions.approve(line, "public", by=person("trd-head"), seen=seen, valid_until_on=until)


def _negotiate(project: Project) -> None:
    manager = project.manager
    for item, state, note in (
        ("time", "raised", "They offer twelve months. We asked for eighteen and sent the figures of the first phase."),
        (
            "terms",
            "agreed",
            "“Safe return” stays in their texts, “community stabilization” in ours; no “deradicalization”.",
        ),
        (
            "expectations",
            "not-agreed",
            "They ask for a list of those trained. We will not give one: see our red lines.",
        ),
        ("time", "agreed", "Eighteen months, with a review after nine."),
    ):
        actions.note_negotiation(project, by=manager, item=item, state=state, note=note)
