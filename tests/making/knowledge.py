"""Builders of knowledge: resources that went the whole way, so that index, history and trust are as in life."""

import itertools
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from knowledge import actions, kinds, workflow
from knowledge.actions import Tags, Text
from knowledge.models import Resource
from pvehub.people.models import Posting, User

from . import ground

_numbers = itertools.count(1)
TICKED = {name: True for name, _label in workflow.CHECKLIST}
LESSON = {
    "context": "A district with three markets and many young traders.",
    "happened": "The committees met weekly and settled disputes over stalls.",
    "recommendation": "Agree on the selection criteria with elders and young people first.",
    "outcome": "success",
}
# The steps that lead to each state, in their order.
_WAY = {
    "draft": (),
    "submitted": ("submit",),
    "in_curation": ("submit", "claim"),
    "changes_requested": ("submit", "claim", "request_changes"),
    "declined": ("submit", "claim", "decline"),
    "published": ("submit", "claim", "publish"),
    "archived": ("submit", "claim", "publish", "archive"),
}


def pdf(words: str) -> bytes:
    """A small real PDF whose one page says these words."""
    stream = f"BT /F1 12 Tf 40 700 Td ({words}) Tj ET".encode("latin-1")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, part)
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % table


def upload(name: str = "report.pdf", words: str = "findings") -> SimpleUploadedFile:
    """A PDF as a browser sends it."""
    return SimpleUploadedFile(name, pdf(words), content_type="application/pdf")


def resource(
    *,
    state: str = "published",
    kind: str = "lesson",
    office: str = "UG",
    author: User | None = None,
    project: Any = None,
    files: tuple[tuple[str, str, int], ...] = (),
    title: str = "",
    summary: str = "What worked between traders and young people.",
    language: str = "en",
    fields: dict[str, str] | None = None,
    curator: User | None = None,
    **tags: Any,
) -> Resource:
    """A resource in the state asked for; files are (name, words, tier), read before anybody publishes."""
    author = author or ground.user("project-officer", office)
    text = Text(
        title or f"Market committees {next(_numbers)}",
        summary,
        language,
        LESSON | (fields or {}) if kind == "lesson" else fields or {},
    )
    made = actions.contribute(
        kind, by=author, office=ground.office(office), text=text, tags=Tags(**tags), project=project
    )
    for name, words, tier in files:
        actions.read_text(actions.attach(made, upload(name, words), by=author, tier=tier))
    curator = curator or (_curator() if _WAY[state] else None)
    for step in _WAY[state]:
        _take(step, made, author, curator)
    made.refresh_from_db()
    return made


def waiting_hash(made: Resource) -> str:
    """The hash of the text that waits."""
    return made.revisions.waiting().get().sha256


def _curator() -> User:
    found = (
        Posting.objects.live().filter(role="curator", office__code="HQ", user__email="the-curator@test.example").first()
    )
    return found.user if found else ground.curator(email="the-curator@test.example")


def _take(step: str, made: Resource, author: User, curator: Any) -> None:
    if step == "submit":
        actions.submit(made, by=author)
    elif step == "claim":
        actions.claim(made, by=curator)
    elif step == "publish":
        actions.publish(made, by=curator, seen=waiting_hash(made), checklist=TICKED)
    elif step == "archive":
        actions.archive(made, by=curator, reason="Replaced by the guidance note.")
    else:
        getattr(actions, step)(made, by=curator, seen=waiting_hash(made), checklist={}, reason="Say what it rests on.")


def _in_state(state: str, cast: Any) -> dict[str, Any]:
    """What the matrix asks for by name: `published_t2` is published at tier 2."""
    name, _, tier = state.partition("_t")
    canary = cast.canary
    texts = {"context": f"context {canary}", "happened": f"facts {canary}"}
    return {
        "state": name,
        "author": cast.author,
        "title": f"Title {canary}",
        "summary": f"Summary {canary}",
        "fields": texts,
        "tier": int(tier or 0),
    }


def _matrix_resource(state: str, cast: Any) -> Resource:
    facts = _in_state(state, cast)
    if facts["tier"] < 3:
        return resource(**facts)
    # No curator reads what is for named persons: it was published first and closed afterwards.
    made = resource(**facts | {"tier": 2})
    text = made.revisions.newest().get()
    actions.edit(
        made, by=cast.author, text=Text(text.title, text.summary, text.language, text.fields), tags=Tags(tier=3)
    )
    return made


def _matrix_attachment(state: str, cast: Any) -> Any:
    facts = _in_state(state, cast)
    file = (f"{cast.canary}.pdf", f"words {cast.canary}", facts["tier"])
    made = resource(
        **facts | {"tier": 0, "title": "A page for all", "summary": "For all.", "fields": {}}, files=(file,)
    )
    return made.attachments.get()


THINGS = {
    "resource": _matrix_resource,
    "attachment": _matrix_attachment,
    "kind": lambda state, cast: kinds.LESSON,
}
