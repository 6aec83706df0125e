"""The numbered letter of a decision, made in the transaction of the decision."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from endorsement import letters
from endorsement.models import Case, Condition, Decision, Letter, LetterBook
from endorsement.workflow import Status
from pvehub import files

ISSUER = ("Transition and Recovery Division", "Department of Operations and Emergencies")
BAND_LABEL = {
    "low": lambda: _("Low"),
    "medium": lambda: _("Medium"),
    "high": lambda: _("High"),
    "very_high": lambda: _("Very high"),
    "extreme": lambda: _("Extreme"),
}


def issue(decision: Decision) -> Letter:
    """Number, write, seal and keep the letter; numbers of a year have no gaps because their row is locked."""
    year = timezone.localdate(decision.decided_at).year
    LetterBook.objects.get_or_create(year=year)
    book = LetterBook.objects.select_for_update().get(year=year)
    book.last += 1
    book.save(update_fields=["last"])
    code = letters.new_code()
    number = letters.number(year, book.last)
    with translation.override(decision.case.project.lead_office.working_language):
        words = facts(decision, number, code)
    check = settings.SITE_URL + reverse("endorsement:letter-check", args=[code])
    pdf = letters.render(words, check_url=check, at=decision.decided_at)
    stored = files.store_own(pdf, "pdf", by=decision.decided_by)
    return Letter.objects.create(
        decision=decision, number=number, pdf=stored, verification_code=code, issued_at=decision.decided_at
    )


def facts(decision: Decision, number: str, code: str) -> dict[str, Any]:
    """Everything the letter says, in the active language, as letter.typ names it."""
    case, submission = decision.case, decision.submission
    project = submission.content["project"]
    rows = [
        (_("Project"), f"{project['ref']} · {project['title']}"),
        (_("Case"), case.ref),
        (
            _("Version judged"),
            _("version %(number)d, frozen on %(date)s")
            % {"number": submission.number, "date": _day(submission.frozen_at)},
        ),
        (_("Lead office"), str(case.project.lead_office)),
        (_("Worst residual risk"), BAND_LABEL.get(decision.residual_level, lambda: _("not rated"))()),
    ]
    if case.kind != Case.Kind.NEW:
        rows.insert(2, (_("Asked for as"), str(case.get_kind_display())))
    if replaced := _replaced(case):
        rows.append((_("Takes the place of"), replaced))
    if decision.valid_until_on:
        rows.append((_("Holds until"), _day(decision.valid_until_on)))
    return {
        "language": translation.get_language() or "en",
        "issuer": " · ".join(ISSUER),
        "heading": _heading(decision),
        "number": number,
        "date": _day(decision.decided_at),
        "mark": str(case.project.get_tier_display()),
        "facts": [{"label": label, "value": value} for label, value in rows],
        "sentence": _sentence(decision),
        "parts": _parts(decision),
        "conditions_title": _("Conditions"),
        "conditions": [_condition(row) for row in decision.conditions.order_by("number")],
        "signature": _signature(decision),
        "check_title": _("Check that this letter still stands"),
        "check_text": _("Scan the code, or type it at %(url)s")
        % {"url": settings.SITE_URL + reverse("endorsement:letter-check-form")},
        "code": letters.grouped(code),
        "hash_label": _("SHA-256 of the version this letter speaks of"),
        "sha256": decision.sha256,
        "qr_alt": _("QR code that opens the page where this letter is checked"),
    }


def _replaced(case: Case) -> str:
    """The letter of the endorsement that this one takes the place of."""
    before = Letter.objects.filter(decision__submission=case.baseline_id, decision__reversal=None)
    letter = (
        before.filter(decision__case__status=Status.SUPERSEDED).order_by("-pk").first() if case.baseline_id else None
    )
    return letter.number if letter else ""


def _heading(decision: Decision) -> str:
    if decision.outcome == Decision.Outcome.REFUSED:
        return _("Letter of decision")
    if decision.outcome == Decision.Outcome.NOT_REQUIRED:
        return _("Letter of no objection")
    return _("Letter of endorsement")


def _parts(decision: Decision) -> list[dict[str, Any]]:
    """The headed parts of the letter: reasons, and what a refusal or an endorsement says besides."""
    reasons = {"title": _("Reasons"), "paragraphs": _paragraphs(decision.rationale)}
    if decision.outcome == Decision.Outcome.REFUSED:
        change = {"title": _("What would change the answer"), "paragraphs": _paragraphs(decision.what_would_change)}
        return [
            {"title": _("Ground"), "paragraphs": [decision.get_reason_display(), *_red_lines(decision)]},
            reasons,
            change,
        ]
    if decision.outcome == Decision.Outcome.NOT_REQUIRED:
        return [reasons]
    return [reasons, {"title": _("Risks assumed"), "paragraphs": _paragraphs(decision.risk_statement)}]


def _red_lines(decision: Decision) -> list[str]:
    """The red lines it rests on, each by its number and in the words of that day."""
    rows = decision.red_lines.select_related("red_line").order_by("red_line__number")
    return [f"{row.red_line.code} · {row.statement}" for row in rows]


def _sentence(decision: Decision) -> str:
    return {
        Decision.Outcome.ENDORSED: _("The version named above is endorsed."),
        Decision.Outcome.CONDITIONS: _("The version named above is endorsed under the conditions below."),
        Decision.Outcome.REFUSED: _("The version named above is not endorsed."),
        Decision.Outcome.NOT_REQUIRED: _(
            "There is no objection to the version named above. It is out of scope: no endorsement is required."
        ),
    }[Decision.Outcome(decision.outcome)]


def _condition(row: Condition) -> dict[str, str]:
    detail = [row.get_when_display()]
    if row.due_on:
        detail = (
            [date_format(row.due_on, "DATE_FORMAT")]
            if row.when == Condition.When.BY_DATE
            else [*detail, _day(row.due_on)]
        )
    detail += [_("seen to by %(name)s") % {"name": row.owner}, _("shown by %(evidence)s") % {"evidence": row.evidence}]
    return {"text": row.text, "detail": " · ".join(detail)}


def _signature(decision: Decision) -> list[str]:
    name = str(decision.decided_by)
    if decision.on_behalf_of:
        name = _("%(name)s, acting for %(principal)s") % {"name": name, "principal": decision.on_behalf_of}
    return [name, decision.seat_label[:1].upper() + decision.seat_label[1:]]


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.splitlines() if part.strip()]


def _day(at: Any) -> str:
    return date_format(timezone.localtime(at) if hasattr(at, "hour") else at, "DATE_FORMAT")
