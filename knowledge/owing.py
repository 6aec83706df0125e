"""What knowledge puts on somebody's desk, read in one query however many parts put something there."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from knowledge import ledger
from knowledge.models import (
    Consultation,
    Discussion,
    Flag,
    FollowUpAction,
    GlossaryEntry,
    LessonPrompt,
    RedLine,
    Resource,
    WordProposal,
)
from knowledge.querysets import ORGANIZES, name_column
from pvehub import access
from pvehub.people.models import Office, User

SHOWN: Final = 5


def owed(user: User, today: date) -> dict[str, list[dict[str, Any]]]:
    """By kind (a function below for each) what waits for this person, one more than is shown; read once for as long
    as this object of a request lives, whichever cards ask. A further part is one more queryset with these columns."""
    if not hasattr(user, "_owed_to_knowledge"):
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        parts = [_promises(user, today), _questions(user), _prompts(user), _terms(user)]
        parts += [_consultations(user, today), _red_lines(user), _words(user), _flags(user)]
        for row in _resources(user).union(*parts, all=True):
            found[row["kind_"]].append(row)
        found["resource"].sort(key=lambda row: (row["at_"] is not None, row["at_"], row["title_"]))
        found["promise"].sort(key=lambda row: (not row["mine_"], row["on_"], row["title_"]))
        found["consultation"].sort(key=lambda row: (row["on_"], row["title_"]))
        found["question"].sort(key=lambda row: (row["at_"], row["title_"]))
        user._owed_to_knowledge = found  # type: ignore[attr-defined]  # kept with the person's object, which lives a request
    rows: dict[str, list[dict[str, Any]]] = user._owed_to_knowledge  # type: ignore[attr-defined]  # set above
    return rows


def _columns(kind: str, **columns: Any) -> dict[str, Any]:
    """The columns in one order and of one type, whichever part they come from."""
    types: dict[str, tuple[Any, Any]] = {
        "uid_": (UUIDField(), None),
        "title_": (TextField(), ""),
        "state_": (CharField(), ""),
        "role_": (CharField(), ""),
        "office_": (TextField(), ""),
        "code_": (CharField(), ""),
        "on_": (DateField(), None),
        "at_": (DateTimeField(), None),
        "source_": (TextField(), ""),
        "mine_": (BooleanField(), True),
        "late_": (IntegerField(), 0),
    }
    given = {f"{name}_": value for name, value in columns.items()}
    told = {name: Cast(given.get(name, Value(default)), kind) for name, (kind, default) in types.items()}
    return {"kind_": Value(kind, output_field=CharField()), **told}


def _resources(user: User) -> Any:
    """Texts to curate, and one's own that a curator sent back."""
    name = name_column()
    columns = _columns(
        "resource",
        uid=F("uid"),
        title=F("newest_title"),
        state=F("newest_status"),
        office=F(f"owner_office__{name}"),
        code=F("owner_office__code"),
        at=F("waits_since"),
    )
    return Resource.objects.visible_to(user).awaiting(user).select_related(None).values(**columns)[: SHOWN + 1]


def _promises(user: User, today: date) -> Any:
    """What one's role promised and is due within two weeks or late; for who organizes meetings at headquarters how much is
    late in all."""
    standing = access.standing(user)
    at_headquarters = any(posting.office.kind == Office.Kind.HQ for posting in standing.postings)
    oversees = at_headquarters and any(standing.anywhere(perm) for perm in ORGANIZES)
    soon = today + timedelta(days=-ledger.PROMISE_RUNGS[0])
    rows = FollowUpAction.objects.visible_to(user).for_desk(user, today, soon, oversees=oversees)
    source = "recommendation__{}__title"
    columns = _columns(
        "promise",
        uid=F("uid"),
        title=F("text"),
        state=F("state"),
        role=F("owner_role"),
        office=F(f"owner_office__{name_column()}"),
        code=F("owner_office__code"),
        on=F("due_on"),
        source=Coalesce(source.format("meeting"), source.format("resource")),
        mine=F("is_mine"),
        late=F("late") if oversees else Value(0),
    )
    return rows.select_related(None).values(**columns)[: SHOWN + 1]


def _questions(user: User) -> Any:
    """Questions this person could answer; `source` is the language they are asked in."""
    columns = _columns(
        "question",
        uid=F("uid"),
        title=F("title"),
        code=F("office__code"),
        at=F("written_at"),
        source=F("language"),
    )
    return Discussion.objects.for_expert(user).select_related(None).values(**columns)[: SHOWN + 1]


def _prompts(user: User) -> Any:
    """What the milestones of one's projects ask."""
    columns = _columns(
        "prompt",
        uid=F("uid"),
        title=F("project__title"),
        code=F("project__ref"),
        state=F("milestone"),
        on=F("asked_on"),
    )
    rows = LessonPrompt.objects.visible_to(user).unanswered().order_by("-asked_on", "pk")
    return rows.values(**columns)[: SHOWN + 1]


def _terms(user: User) -> Any:
    """Terms of the glossary that somebody else proposed and that this person may agree."""
    columns = _columns("term", code=F("pk"), title=F("term__name_en"), at=F("proposed_at"))
    rows = GlossaryEntry.objects.to_agree(user).order_by("proposed_at", "pk")
    return rows.values(**columns)[: SHOWN + 1]


def _consultations(user: User, today: date) -> Any:
    """Drafts of guidance this person was asked about and has not commented, and comments on one's own that wait for an
    answer (`state` says which); `code` is the number in its address, `source` its language."""
    columns = _columns(
        "consultation",
        title=F("title"),
        state=F("waits"),
        code=Cast("pk", CharField()),
        on=F("until_on"),
        source=F("language"),
    )
    return Consultation.objects.for_desk(user, today).values(**columns)[: SHOWN + 1]


def _red_lines(user: User) -> Any:
    """Wordings of red lines that another curator proposed."""
    columns = _columns(
        "second", state=Value("line"), code=F("number"), title=KT("proposed__statement"), at=F("proposed_at")
    )
    return RedLine.objects.to_agree(user).values(**columns)[: SHOWN + 1]


def _words(user: User) -> Any:
    """Words on a red line that another curator proposed to add, change or retire."""
    columns = _columns("second", state=Value("word"), code=F("pk"), title=KT("said__name"), at=F("proposed_at"))
    return WordProposal.objects.to_agree(user).values(**columns)[: SHOWN + 1]


def _flags(user: User) -> Any:
    """Words of others in discussions that readers flagged and on which this person rules."""
    columns = _columns("flag", uid=F("discussion__uid"), title=F("discussion__title"), at=F("at"))
    rows = Flag.objects.ruled_by(user).order_by("at", "pk").select_related(None)
    return rows.values(**columns)[: SHOWN + 1]
