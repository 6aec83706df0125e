"""Threads as a page draws them: what was said, what is suggested, what the reader may do; and the matrix of responses."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from endorsement import diffing, guards, permissions
from endorsement.models import Case, Comment, Submission, Thread
from endorsement.workflow import Status
from knowledge import linking
from knowledge.kinds import clauses
from pvehub.people.models import User


@dataclass(frozen=True)
class Spoken:
    """A comment as the thread component draws it. `named` are the people it names, as far as this reader may know."""

    author: User
    at: datetime
    text: str
    language: str = ""
    comment: Comment | None = None
    named: list[User] = field(default_factory=list)


@dataclass
class ShownThread:
    """A thread as the component draws it, with what the reader may do in it."""

    pk: int
    thread: Thread
    place: str
    quoted: str
    state: str
    response_required: bool
    comments: list[Spoken] = field(default_factory=list)
    why_not_answer: str | None = None
    why_not_resolve: str | None = None
    speaks_for_project: bool = False
    may_accept: bool = False
    old_words: str = ""
    clauses: list[Any] = field(default_factory=list)

    @property
    def suggestions(self) -> list[Comment]:
        """The comments of the thread that suggest other words."""
        return [spoken.comment for spoken in self.comments if spoken.comment and spoken.comment.suggested_text]


def threads(case: Case, user: User) -> list[ShownThread]:
    """The threads this person may read, oldest first, with their comments; a fixed number of queries."""
    rows = list(Thread.objects.visible_to(user).filter(case=case).order_by("pk"))
    for_project = permissions.answers_for_the_project(user, case)
    spoken = _spoken(case, rows, user)
    answering = permissions.may_answer(user, case)
    tie = permissions.why_not_of_headquarters(user, case)
    accepting = for_project and case.status == Status.RETURNED
    orphaned = _old_words(rows)
    named = _clauses(spoken, user)
    return [
        ShownThread(
            pk=thread.pk,
            thread=thread,
            place=guards.named(thread, case.current_submission),
            quoted=thread.quoted,
            state=thread.state,
            response_required=thread.is_response_required,
            comments=spoken.get(thread.pk, []),
            why_not_answer=None if answering and thread.state != Thread.State.RESOLVED else "-",
            why_not_resolve="-"
            if tie or thread.state == Thread.State.RESOLVED or user.pk not in (thread.opened_by_id, case.lead_id)
            else None,
            speaks_for_project=for_project,
            may_accept=accepting and _is_open(user, case, thread),
            old_words=orphaned.get(thread.pk, ""),
            clauses=named.get(thread.pk, []),
        )
        for thread in _of(case, rows)
    ]


def _of(case: Case, rows: list[Thread]) -> list[Thread]:
    for thread in rows:
        thread.case = case
    return rows


def _is_open(user: User, case: Case, thread: Thread) -> bool:
    """Whether the section is open; who may edit at all was asked of the case already."""
    return thread.state != Thread.State.RESOLVED and case.project.is_open(thread.section)


def _spoken(case: Case, rows: list[Thread], user: User) -> dict[int, list[Spoken]]:
    """What was said in each thread. Whom a comment names is read by headquarters and by the person named."""
    found: dict[int, list[Spoken]] = {}
    comments = Comment.objects.filter(thread__in=rows).select_related("written_by").prefetch_related("mentions")
    comments = list(comments.order_by("pk"))
    is_told = any(comment.mentions.all() for comment in comments) and case_is_internal_to(user, case)
    for comment in comments:
        named = [
            person for person in comment.mentions.all() if is_told or user.pk in (person.pk, comment.written_by_id)
        ]
        said = Spoken(comment.written_by, comment.written_at, comment.text, comment=comment, named=named)
        found.setdefault(comment.thread_id, []).append(said)
    return found


def _clauses(spoken: dict[int, list[Spoken]], user: User) -> dict[int, list[Any]]:
    """The guidance and red lines that each thread names and this person may read; no query where none is named."""
    texts = {key: "\n".join(said.text for said in found) for key, found in spoken.items()}
    rows = linking.cited_in(user, texts.values())
    named = {key: [*clauses.cited(text), *clauses.red_lines(text)] for key, text in texts.items()}
    return {key: [rows[one] for one in found if one in rows] for key, found in named.items()}


def case_is_internal_to(user: User, case: Case) -> bool:
    """Whether this person reads what headquarters writes for itself about the case."""
    return Case.objects.internal_to(user).filter(pk=case.pk).exists()


def _old_words(rows: list[Thread]) -> dict[int, str]:
    """What stood at the place of each orphan in the version it was written on; one query, and none without orphans."""
    orphans = [thread for thread in rows if thread.is_orphan]
    if not orphans:
        return {}
    versions = Submission.objects.in_bulk({thread.submission_id for thread in orphans})
    return {thread.pk: _words(versions[thread.submission_id], thread) for thread in orphans}


def _words(submission: Submission, thread: Thread) -> str:
    for section in submission.content.get("sections", []):
        for item in section["fields"]:
            if section["slug"] == thread.section and item["name"] == thread.field:
                return diffing.shown(item["value"])
    return ""


def responses(case: Case, user: User, *, is_for_field: bool) -> list[dict[str, Any]]:
    """The matrix of responses: each question with its answers, the words that changed since, and how it was settled.

    For the field without what only headquarters reads.
    """
    shown = [row for row in threads(case, user) if not is_for_field or row.thread.audience == Thread.Audience.EVERYONE]
    versions = Submission.objects.in_bulk({row.thread.submission_id for row in shown})
    now = case.current_submission
    found = []
    for row in shown:
        before = _words(versions[row.thread.submission_id], row.thread)
        after = _words(now, row.thread) if now else ""
        found.append(
            {
                "row": row,
                "number": versions[row.thread.submission_id].number,
                "asked": [said for said in row.comments if said.comment and not said.comment.is_answer],
                "answers": [said for said in row.comments if said.comment and said.comment.is_answer],
                "pieces": _nearby(diffing.words(before, after)) if before != after else [],
                "verdict": row.thread.verdict,
            }
        )
    return found


AROUND = 60  # characters of unchanged text on each side of a change


def _nearby(pieces: list[diffing.Piece]) -> list[diffing.Piece]:
    """A difference with long unchanged stretches shortened, so that a table of them stays readable."""
    found: list[diffing.Piece] = []
    for n, (op, text) in enumerate(pieces):
        if op == "=" and len(text) > 2 * AROUND:
            head = text[:AROUND] if n else ""
            tail = text[-AROUND:] if n < len(pieces) - 1 else ""
            text = f"{head} … {tail}"
        found.append((op, text))
    return found
