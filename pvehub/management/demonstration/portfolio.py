"""The demonstration's projects: written, rated, submitted, returned and endorsed by the actions that people use."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from endorsement import actions as endorsement
from endorsement import clearances, guards
from endorsement.actions.deciding import Wanted
from endorsement.models import Case
from knowledge.models import RedLine
from projects import actions as projects
from projects.actions.editing import Given
from projects.models import Project
from projects.rowsets import ROWSETS
from projects.sections import FIELDS, SECTION_OF, TABLES, Kind
from projects.tokens import Seen
from pvehub.people.models import Office, User
from pvehub.vocabulary.models import Term
from risks import actions as risks
from risks.models import Category, Register, Risk
from risks.querysets import library_code
from risks.scoring import Rating

from . import days, monitoring, reviews
from .people import person

TEXTS = Path(__file__).parent / "texts"
ORDER = ("somalia", "nigeria", "niger", "uganda", "bosnia", "colombia", "iraq", "kenya", "coast")
# What every register of the demonstration holds: library code, likelihood and impact before and after, and the treatment.
RISKS = (
    ("STG-1", (4, {"people": 3, "trust": 3}), (2, {"people": 2, "trust": 2}), "en"),
    ("SAF-1", (3, {"people": 4}), (1, {"people": 3}), "en"),
    ("EXP-1", (3, {"programme": 3, "trust": 2}), (2, {"programme": 2}), "en"),
)
SAYS = {
    "en": {
        "why": "Nothing in the activities, partners or target groups touches this; looked at again at each report.",
        "rationale": "After talks with partners and the site assessment; the treatment is under way.",
        "treatment": "Agreed with partners in writing, with a named colleague at the mission who checks it each month.",
        "scope": "Both outcomes answer drivers that the mission has measured; the class is right.",
        "assume": "What remains is small against what the project can change, and is watched each quarter.",
    },
    "fr": {
        "why": "Rien dans les activités, les partenaires ou les groupes ne touche à cela ; revu à chaque rapport.",
        "rationale": "Après échanges avec les partenaires et l’évaluation du site ; le traitement est en cours.",
        "treatment": "Convenu par écrit avec les partenaires ; un collègue de la mission le vérifie chaque mois.",
        "scope": "Les deux effets répondent à des facteurs que la mission a mesurés ; la classe est juste.",
        "assume": "Ce qui reste est faible au regard de ce que le projet peut changer, et suivi chaque trimestre.",
    },
    "es": {
        "why": "Nada en las actividades, los socios o los grupos toca esto; se revisa con cada informe.",
        "rationale": "Tras conversar con los socios y evaluar el sitio; el tratamiento está en marcha.",
        "treatment": "Acordado por escrito con los socios; una colega de la misión lo verifica cada mes.",
        "scope": "Ambos efectos responden a factores que la misión midió; la clase es correcta.",
        "assume": "Lo que queda es poco frente a lo que el proyecto puede cambiar, y se sigue cada trimestre.",
    },
}


def fill() -> dict[str, Project]:
    """Every project of texts/, brought to the stage its file names; by the name of its file."""
    made = {}
    for name in ORDER:
        text = days.moved(json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8")), timezone.localdate())
        with override(text["language"] if text["language"] in SAYS else "en"):
            made[name] = _write(text)
            if text["stage"] != "draft":
                _rate(made[name], SAYS[text["language"]])
                _bring(made[name], text["stage"], SAYS[text["language"]], text)
            monitoring.values(made[name], text.get("values", {}), person(f"project-officer-{text['office'].lower()}"))
    _views()
    return made


def _views() -> None:
    """Filters that colleagues keep and share."""
    region, specialist = Office.objects.get(code="NBO"), person("regional-specialist-nbo")
    projects.save_view(
        by=specialist, name="Begun in our region", query="status=started&region=NBO", audience="office", office=region
    )
    projects.save_view(by=specialist, name="Needs money", query="funding=gap&sort=start", audience="link")
    projects.save_view(by=person("trd-head"), name="No form of VE stated", query="form_of_ve=none", audience="owner")


def _write(text: dict[str, Any]) -> Project:
    office = Office.objects.get(code=text["office"])
    officer = person(f"project-officer-{office.code.lower()}")
    project = projects.begin(
        office, by=officer, title=text["title"], language=text["language"], public_title=text["public_title"]
    )
    values = {
        name: value
        for name, value in {**text, "countries": [text["country"]], "manager": str(officer.uid)}.items()
        if name in FIELDS and FIELDS[name].kind != Kind.ROWS and name not in {"title", "public_title"}
    }
    for section in dict.fromkeys(SECTION_OF[name].slug for name in values):
        given = {
            name: Given(value, str(value), Seen()) for name, value in values.items() if SECTION_OF[name].slug == section
        }
        projects.save_fields(project, section, given, by=officer)
    _rows(project, text, officer)
    if "tier" in text:
        chief = person(f"chief-of-mission-{office.code.lower()}")
        projects.lower_tier(project, text["tier"], by=chief, reason=text["tier_reason"])
    project.refresh_from_db()
    return project


def _terms(name: str, codes: list[str]) -> list[Term]:
    return list(Term.objects.of(name).filter(code__in=codes))


def _rows(project: Project, text: dict[str, Any], officer: User) -> None:
    for code, level, evidence, confidence in text.get("drivers", []):
        term = _terms("drivers", [code])[0]
        fields = {"term": term, "level": level, "evidence": evidence, "confidence": confidence}
        projects.add_row(project, "drivers", by=officer, fields=fields)
    outcomes = [
        projects.add_row(
            project,
            "outcomes",
            by=officer,
            fields={"text": said, "change": change, "drivers": _terms("drivers", codes)},
        )
        for said, change, codes in text.get("outcomes", [])
    ]
    for said, outcome, interventions, approaches in text.get("activities", []):
        fields = {
            "text": said,
            "outcome": outcomes[outcome],
            "interventions": _terms("intervention-tags", interventions),
            "approaches": _terms("approach-tags", approaches),
        }
        projects.add_row(project, "activities", by=officer, fields=fields)
    monitoring.indicators(project, text.get("indicators", []), officer)
    monitoring.documents(project, text.get("documents", []), officer)
    _tables(project, text, officer)
    country = project.countries.first()
    for name, adds, until, kind in text.get("partners", []):
        who, valid = {"name": name, "kind": kind, "country": country}, date.fromisoformat(until)
        fields = {"organization": who, "added_value": adds, "diligence": "clear", "diligence_until_on": valid}
        projects.add_row(project, "partners", by=officer, fields=fields)
    for name, arm, amount, currency in text.get("donors", []):
        who = {"name": name, "kind": "foundation", "country": None}
        fields = {"organization": who, "arm": arm, "amount": amount, "currency": currency}
        projects.add_row(project, "donors", by=officer, fields=fields)


def _tables(project: Project, text: dict[str, Any], officer: User) -> None:
    """The tables whose rows stand in the file as their cells, in the order of the columns."""
    land = project.countries.first()
    for name in ("locations", "components", "context_analysis", *TABLES):
        for row in text.get(name, []):
            cells = [land, *row] if name == "locations" else row
            fields = {column: _cell(column, cell) for column, cell in zip(ROWSETS[name].own, cells, strict=True)}
            projects.add_row(project, name, by=officer, fields=fields)


def _cell(column: str, said: Any) -> Any:
    if column.endswith("_on"):
        return date.fromisoformat(said) if said else None
    return Decimal(said) if column == "share" else said


def _rate(project: Project, says: dict[str, str]) -> None:
    officer = project.manager
    assert officer is not None
    register = risks.open_register(project, by=officer)
    found = risks.add_from_library(register, [library_code(code, project.language) for code, *_ in RISKS], by=officer)
    held = {risk.category.code for risk in found}
    answers = {
        category.code: ("applies", "") if category.code in held else ("not", says["why"])
        for category in Category.objects.all()
    }
    risks.screen(register, answers, by=officer)
    for risk, (_code, before, after, _language) in zip(found, RISKS, strict=True):
        _rate_one(risk, Rating(*before), Rating(*after), officer, says)
    assert Register.objects.of_project(project).exists()


def _rate_one(risk: Risk, before: Rating, after: Rating, officer: User, says: dict[str, str]) -> None:
    due = timezone.localdate() + timedelta(days=120)
    risks.edit(risk, {"strategy": "reduce", "owner": officer}, by=officer)
    risks.treat(risk, text=says["treatment"], lowers="both", owner=officer, due_on=due, by=officer)
    ratings = {"inherent": before, "current": after, "target": after}
    risks.assess(risk, ratings=ratings, confidence="medium", speed="weeks", rationale=says["rationale"], by=officer)


def _assume(project: Project, says: dict[str, str]) -> None:
    """What the rule asks somebody above to assume is asked for and granted by the chief of mission."""
    chief = person(f"chief-of-mission-{project.lead_office.code.lower()}")
    for risk in Risk.objects.filter(register__project=project):
        acceptance = risks.request_acceptance(
            risk, reason=says["assume"], by=person(f"project-officer-{project.lead_office.code.lower()}")
        )
        risks.grant(acceptance, by=chief)


def _bring(project: Project, stage: str, says: dict[str, str], said: dict[str, Any]) -> Case:
    officer, chief = project.manager, person(f"chief-of-mission-{project.lead_office.code.lower()}")
    lead, reviewer, head = person("trd-reviewer"), person("trd-reviewer-second"), person("trd-head")
    assert officer is not None
    case = endorsement.open_case(project, by=officer)
    kept_words, refused = said.get("kept_words", {}), said.get("refused", {})
    if kept_words:  # field → why the words that the check finds in it stay
        hits = [each.hit for each in guards.words_now(case)]
        reasons = {guards.place(hit): kept_words[hit.field] for hit in hits if hit.field in kept_words}
        endorsement.explain(case, reasons, by=officer)
    case = endorsement.submit(case, by=officer)
    if stage == "clearance":
        return case
    case = endorsement.start_review(
        endorsement.clear(case, by=chief),
        by=lead,
        lead=lead,
        reviewers=[reviewer],
        is_scope_confirmed=True,
        scope_note=says["scope"],
        has_asked_about_conflicts=True,
    )
    endorsement.declare(case, by=reviewer, is_free=True)
    if stage == "review":
        return case
    if stage == "returned":
        return _return(case, lead)
    _assume(project, says)
    seen = case.current_submission.sha256
    endorsement.give_review(
        case,
        by=reviewer,
        answers=reviews.answers(refused.get("review", "")),
        recommendation="refuse" if refused else "endorse",
        text=refused.get(
            "review", "The outcomes answer drivers that the mission has measured itself, and the exit is agreed."
        ),
        seen=seen,
    )
    _clear(case, lead)
    case = endorsement.conclude(case, by=lead)
    if stage == "decision":
        return case
    if refused:
        lines = list(RedLine.objects.in_force().filter(number__in=refused["red_lines"]))
        why = {name: refused[name] for name in ("rationale", "what_would_change")}
        return endorsement.refuse(case, by=head, seen=seen, reason="red_line", red_lines=lines, **why).case
    wanted = Wanted(
        text="Send the baseline of both indicators before the first payment to partners.",
        when="before_start",
        owner=officer,
        evidence="Baseline report",
    )
    agreed = Wanted(
        text="Agree in writing with both communities how places are given, and how a complaint is answered.",
        when="by_date",
        due_on=timezone.localdate() + timedelta(days=12),
        owner=officer,
        evidence="Signed minutes",
    )
    endorsement.endorse(
        case,
        by=head,
        seen=seen,
        rationale="Built on the mission's own analysis; the safeguards are proportionate to what remains.",
        risk_statement="What remains is Low or Medium and is assumed at the mission.",
        conditions=[wanted, agreed],
    )
    return case


def _clear(case: Case, lead: User) -> None:
    """What the version asks advisers for is asked and given."""
    version, adviser = case.current_submission, person("adviser")
    for kind in clearances.wanted(version.content, version.worst_residual):
        asked = endorsement.ask_clearance(case, adviser, by=lead, kind=kind)
        remark = "Counsel of the mission reads each agreement before it is signed."
        endorsement.give_clearance(asked, by=adviser, outcome="remarks", text=remark, seen=version.sha256)


def _return(case: Case, lead: User) -> Case:
    endorsement.comment(
        case,
        by=lead,
        text="How do you keep clubs from being filled by one side where there are more applicants than places?",
        section="people",
        field="targeting",
        quoted="places in clubs by lot where there are too few",
        suggested_text="where a club has too few places they are drawn by lot, half of them for each of the two school streams",
        is_response_required=True,
    )
    due = timezone.localdate() + timedelta(days=21)
    return endorsement.send_to_mission(
        case, by=lead, sections=["people"], due_on=due, note="One question; the rest is convincing."
    )
