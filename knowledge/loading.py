"""What the repository knows before anybody writes: the glossary, the symposiums of 2016 and 2018 and the red lines, in
data/; a second time changes nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from knowledge import actions
from knowledge.models import (
    AgendaItem,
    Definition,
    FeedbackRating,
    FollowUpAction,
    GlossaryEntry,
    Meeting,
    Recommendation,
    RedLine,
)
from pvehub.audit import trail
from pvehub.people.models import Office
from pvehub.vocabulary.models import Term

DATA: Final = Path(__file__).parent / "data"
#: The seat that convened them answers for what was promised, until it passes that on.
OWNER: Final = "trd-head"


@transaction.atomic
def load_reference() -> int:
    """Enter the terms and meetings that are missing; what was changed or followed up since stays as it is; clauses
    that nobody finds yet are found from now on. How many were entered."""
    terms = _load_glossary()
    _draw_lines()
    actions.index_missing_clauses()
    office = Office.objects.filter(kind=Office.Kind.HQ).order_by("pk").first()
    if office is None:
        return terms
    with (DATA / "meetings.json").open(encoding="utf-8") as text:
        wanted = json.load(text)
    known = {str(uid) for uid in Meeting.objects.values_list("uid", flat=True)}
    missing = [facts for facts in wanted if facts["uid"] not in known]
    for facts in missing:
        _enter(facts, office)
    return terms + len(missing)


def _draw_lines() -> None:
    """The red lines of the field, where the register is empty; from then on it is the curators'."""
    if RedLine.objects.exists():
        return
    with (DATA / "red_lines.json").open(encoding="utf-8") as text:
        wanted = json.load(text)
    listed = {term.name_en: term for term in Term.objects.filter(list="sensitive-terms")}
    for facts in wanted:
        terms = [listed[name] for name in facts.pop("terms") if name in listed]
        line = RedLine.objects.create(state=RedLine.State.IN_FORCE, **facts)
        line.terms.set(terms)
        trail.record(line, "knowledge.red_line_agreed", after=line.state)


def _enter(facts: dict[str, Any], office: Office) -> None:
    starts_on, ends_on = (date.fromisoformat(facts[name]) for name in ("starts_on", "ends_on"))
    told = {name: facts[name] for name in ("uid", "title", "series", "place", "note")}
    told |= {name: "\n".join(facts[name]) for name in ("objectives", "key_points")}
    meeting = Meeting.objects.create(
        **told, starts_on=starts_on, ends_on=ends_on, office=office, made_at=timezone.now()
    )
    for position, line in enumerate(facts["agenda"]):
        on, hours, title = line.split(" | ")
        AgendaItem.objects.create(
            meeting=meeting, position=position, on=date.fromisoformat(on), hours=hours, title=title
        )
    for number, row in enumerate(facts["recommendations"], start=1):
        _recommend(meeting, number, row, office)
    FeedbackRating.objects.bulk_create(
        FeedbackRating(meeting=meeting, question=question, score=int(score))
        for question, scores in facts["ratings"].items()
        for score, times in scores.items()
        for _one in range(times)
    )
    trail.record(meeting, "knowledge.meeting_planned")
    actions.index_meeting(meeting)


def _recommend(meeting: Meeting, number: int, facts: dict[str, Any], office: Office) -> None:
    """The report names no day for any action: each falls due a year after."""
    now = timezone.now()
    theme = Term.objects.of("themes").filter(code=facts.get("theme", "")).first()
    row = Recommendation.objects.create(meeting=meeting, number=number, text=facts["text"], theme=theme, made_at=now)
    for text in facts["actions"]:
        action = FollowUpAction.objects.create(
            recommendation=row,
            text=text,
            owner_role=OWNER,
            owner_office=office,
            due_on=actions.latest_due(meeting.ends_on),
            is_due_said=False,
            made_at=now,
        )
        trail.record(action, "knowledge.promised", after=f"{office.code}:{OWNER}")


def _load_glossary() -> int:
    """Enter the terms that are missing; what was written or decided since stays as it is. How many were entered."""
    office = Office.objects.filter(kind=Office.Kind.HQ, parent=None).first()
    missing = Term.objects.of(actions.GLOSSARY).filter(glossary_entry=None)
    rows = list(missing) if office else []
    now, statuses = timezone.now(), GlossaryEntry.Status
    for term in rows:
        is_agreed = term.attributes.get("status") == "agreed-use"
        entry = GlossaryEntry.objects.create(
            term=term,
            owner_office=office,
            status=statuses.AGREED if is_agreed else statuses.WORKING,
            agreed_at=now if is_agreed else None,
        )
        texts = [term.attributes.get(f"definition_{level}", "") for level in ("institutional", "field")]
        if any(texts):
            Definition.objects.create(
                entry=entry,
                language="en",
                number=1,
                institutional=texts[0],
                field=texts[1],
                institutional_at=now,
                field_at=now,
                made_at=now,
                published_at=now if all(texts) else None,
            )
        trail.record(entry, "knowledge.glossary_added", after=term.name_en)
        actions.index_glossary_entry(entry)
    return len(rows)
