"""The dossier of one version, for the page that is printed and for the PDF: rendered from the frozen version alone, with the
reviews, advice, proposal and decision that this reader may read."""

from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from endorsement import diffing
from endorsement.actions.lettering import BAND_LABEL
from endorsement.models import Case, Clearance, Condition, Decision, Proposal, Submission
from knowledge import offering
from projects import content, paper
from projects.compendium import Copy
from projects.compendium.printing import instead
from projects.compendium.telling import ISSUER, SHORT, direction, mark_of, text
from projects.sections import Class
from pvehub.people.models import Office, User

from .cases import reviews
from .findings import findings

SHUT = ("team", "restricted")  # risks whose words stand in the frozen copy of the register, for who may read that


def document(case: Case, submission: Submission, user: User, copy: Copy) -> dict[str, Any]:
    """The whole in the shape that paper.typ and the page read."""
    what = _("Dossier of %(ref)s, version %(n)d") % {"ref": case.ref, "n": submission.number}
    title = submission.content["project"]["title"]
    tier = max(case.tier, submission.content["project"]["tier"])
    parts = [*_content(submission), _register(submission), *_said(case, submission, user)]
    return {
        "kind": "record",
        "language": translation.get_language() or "en",
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "issuer": ISSUER,
        "title": what,
        "mark": mark_of(tier),
        "tier": tier,
        "foot": copy.foot(what),
        "columns": [_("Fact"), _("Content")],
        "size": 10,
        "notes": [],
        "project": {
            "title": title,
            "lang": submission.content.get("language", ""),
            "dir": direction(title),
            "mark": mark_of(tier),
            "notes": [],
            "facts": _facts(case, submission),
            "sections": [part for part in parts if part["fields"]],
        },
    }


def pdf(document: dict[str, Any], copy: Copy) -> bytes:
    """The same as a tagged PDF."""
    return paper.render(document, at=copy.at, instead=instead())


def _fact(label: Any, value: Any, language: str = "") -> dict[str, Any]:
    return {"label": str(label), "text": text(str(value), language)}


def _moment(at: Any) -> str:
    local = timezone.localtime(at)
    return f"{date_format(local, 'SHORT_DATE_FORMAT')} {local:%H:%M} {local.tzname()}"


def _band(band: str) -> str:
    return BAND_LABEL.get(band, lambda: _("Not rated"))()


def _facts(case: Case, submission: Submission) -> list[dict[str, Any]]:
    said = submission.content
    given = said.get("classification", {}).get("class", "")
    return [
        _fact(_("Case"), f"{case.ref} · {case.get_kind_display()}"),
        _fact(_("Version"), f"{submission.number}, {_moment(submission.frozen_at)}"),
        _fact("SHA-256", submission.sha256),
        _fact(_("Lead office"), _office(said["project"]["lead_office"])),
        _fact(_("Class"), Class(given).label if given in Class.values else "–"),
        _fact(_("Worst residual risk"), _band(submission.worst_residual)),
        _fact(_("Attachments"), "\n".join(row["sha256"] for row in said.get("attachments", [])) or "–"),
    ]


def _office(code: str) -> str:
    """The office by the name it has today, as people are."""
    return str(Office.objects.filter(code=code).first() or code)


def _content(submission: Submission) -> list[dict[str, Any]]:
    """The sections as they were frozen; what is short stands beside its label."""
    language, found = submission.content.get("language", ""), []
    for section in content.with_names(submission.content.get("sections", [])):
        fields: list[dict[str, Any]] = []
        for item in section["fields"]:
            value = diffing.shown(item["value"])
            if value:
                _put(fields, _fact(item["label"], value, language), is_short=len(value) <= SHORT and "\n" not in value)
        found.append({"title": str(section["title"]), "fields": fields})
    return found


def _put(fields: list[dict[str, Any]], fact: dict[str, Any], *, is_short: bool) -> None:
    if not is_short:
        fields.append(fact)
    elif fields and "facts" in fields[-1]:
        fields[-1]["facts"].append(fact)
    else:
        fields.append({"facts": [fact]})


def _register(submission: Submission) -> dict[str, Any]:
    """The risks by name and band; of those that not every reader of the case reads, the band alone."""
    frozen = (submission.content.get("register") or {}).get("content") or {}
    facts = []
    for risk in frozen.get("risks", []):
        rated = risk.get("assessment") or {}
        band = _band(risk.get("band") or (rated.get("current") or {}).get("band", ""))
        shut = risk.get("visibility") in SHUT or not risk.get("event")
        words = _("not for every reader of the case") if shut else risk["event"]
        facts.append(_fact(risk["ref"], f"{band} · {words}", "" if shut else risk.get("language", "")))
    return {"title": _("Risk register"), "fields": [{"facts": facts}] if facts else []}


def _said(case: Case, submission: Submission, user: User) -> list[dict[str, Any]]:
    """What was said of this version, as far as this person reads it."""
    return [
        {"title": _("Evidence considered by the team"), "fields": _evidence(submission, user)},
        {"title": _("Words that need a second look"), "fields": _findings(case, submission, user)},
        {"title": _("Advice of the region"), "fields": _advice(submission)},
        {"title": _("Clearances"), "fields": _clearances(submission, user)},
        {"title": _("Reviews"), "fields": _reviews(case, submission, user)},
        {"title": _("The lead proposes"), "fields": _proposal(submission, user)},
        {"title": _("Decision"), "fields": _decisions(submission, user)},
    ]


def _evidence(submission: Submission, user: User) -> list[dict[str, Any]]:
    """What the team cited and set aside, as it was frozen, as far as this person may read it."""
    return [
        _fact(
            f"{row['label']}: {row['resource'].title}{' §' + row['clause'] if row['clause'] else ''}", row["why"] or "–"
        )
        for row in offering.considered(user, submission.content.get("evidence", []))
    ]


def _findings(case: Case, submission: Submission, user: User) -> list[dict[str, Any]]:
    found = []
    for each in findings(case, submission, user):
        row = each.row
        said = [f"{one}: {words}" for one, words in ((row.said_by, row.reason), (row.judged_by, row.verdict)) if words]
        head = f"{each.place}: “{row.quoted}” · {row.get_severity_display()} · {each.word}"
        found.append(_fact(head, "\n".join(said) or "–"))
    return found


def _advice(submission: Submission) -> list[dict[str, Any]]:
    row = getattr(submission, "regional_advice", None)
    if row is None:
        return []
    return [_fact(row.by or "", row.text or _("No regional input within its days."))]


def _clearances(submission: Submission, user: User) -> list[dict[str, Any]]:
    rows = Clearance.objects.visible_to(user).filter(submission=submission).select_related("asked_of").order_by("pk")
    return [
        _fact(f"{row.get_kind_display()} · {row.asked_of}", f"{row.get_outcome_display() or _('Asked')}\n{row.text}")
        for row in rows
    ]


def _reviews(case: Case, submission: Submission, user: User) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for row in reviews(case, user):
        if row["review"].submission_id != submission.pk:
            continue
        found.append(_fact(f"{row['reviewer']}: {row['review'].get_recommendation_display()}", row["review"].text))
        scored = [_fact(item["question"], _scored(item)) for item in row["answers"]]
        found += [{"facts": scored}] if scored else []
    return found


def _scored(item: dict[str, Any]) -> str:
    score = "" if item.get("score") is None else f"{item['score']} / 3"
    return " ".join(part for part in (score, item.get("text", "")) if part)


def _proposal(submission: Submission, user: User) -> list[dict[str, Any]]:
    row = Proposal.objects.visible_to(user).filter(submission=submission).select_related("by").first()
    if row is None:
        return []
    said = [row.rationale, row.risk_statement, row.what_would_change, *(one["text"] for one in row.conditions)]
    return [_fact(f"{row.by}: {row.get_outcome_display()}", "\n".join(words for words in said if words))]


def _decisions(submission: Submission, user: User) -> list[dict[str, Any]]:
    """Each decision on this version with its conditions; one that was recalled or reopened says so."""
    rows = Decision.objects.visible_to(user).filter(submission=submission)
    rows = rows.select_related("decided_by", "on_behalf_of", "reversal", "letter").order_by("decided_at", "pk")
    rows = rows.prefetch_related("red_lines__red_line")
    found = []
    for row in rows:
        who = str(row.decided_by)
        if row.on_behalf_of:
            who = _("%(name)s, acting for %(principal)s") % {"name": who, "principal": row.on_behalf_of}
        head = f"{row.get_outcome_display()} · {row.letter.number} · {who} · {_moment(row.decided_at)}"
        lines = [f"{one.red_line.code} · {one.statement}" for one in row.red_lines.all()]
        ground = [" · ".join([row.get_reason_display(), *lines])] if row.reason else []
        said = [*ground, row.rationale, row.risk_statement, row.what_would_change]
        said += [row.reversal.get_kind_display()] if row.is_reversed else []
        found.append(_fact(head, "\n".join(words for words in said if words)))
        facts = [
            _fact(one.number, _condition(one)) for one in row.conditions.select_related("owner").order_by("number")
        ]
        found += [{"facts": facts}] if facts else []
    return found


def _condition(row: Condition) -> str:
    due = f" · {date_format(row.due_on, 'SHORT_DATE_FORMAT')}" if row.due_on else ""
    return f"{row.text} · {row.get_when_display()}{due} · {row.owner} · {row.evidence} · {row.get_state_display()}"
