"""Builders of the language check: a few terms of the list, projects that use them, findings."""

from dataclasses import replace
from typing import Any

from endorsement import actions, guards
from endorsement.models import Case, Finding
from projects.actions import values
from projects.models import Project
from pvehub.vocabulary.loading import rows, sensitive_ways
from pvehub.vocabulary.models import Term
from risks.models import CategoryScreening

from . import endorsement as cases
from . import risks

# A red line, strong advice, advice, and one for titles alone.
FEW = ("counter-narrative", "enemy", "tribal / primitive", "CVE / P/CVE (in project title)")


def watched() -> None:
    """Four terms of the list of sensitive terms; `reference()` would load everything."""
    ways = sensitive_ways()
    for row in rows("sensitive_terms.csv"):
        name = row["term_en"]
        if name in FEW:
            told = {key: row[key] for key in ("severity", "why", "preferred")} | ways[name]
            fields = {"name_en": name, "attributes": told}
            Term.objects.get_or_create(list="sensitive-terms", code=name[:40], defaults=fields)


def worded(project: Project, **texts: str) -> Project:
    """The project with these words in its fields, as its manager typed them."""
    for name, text in texts.items():
        values.put(project, name, text, by=project.manager)
    project.save()
    return project


def worded_case(**texts: str) -> Case:
    """A draft of a case on a project that lacks nothing but a reason for its words."""
    watched()
    project = worded(cases.ready_project(), **texts)
    if "red_line" in texts:  # the register's answer to it is given again, knowing it
        CategoryScreening.objects.filter(register=project.register).delete()
        risks.screened(project.register)
    return actions.open_case(project, by=project.manager)


def explained(case: Case, reason: str = "It is the name of their own forum.") -> Case:
    """Every word that needs a reason has this one."""
    names = [guards.place(each.hit) for each in guards.words_now(case)]
    return actions.explain(case, dict.fromkeys(names, reason), by=case.project.manager)


def found_case(**texts: str) -> Case:
    """In review, its words kept with a reason."""
    case = explained(worded_case(**texts))
    case = actions.submit(case, by=case.project.manager)
    case = actions.clear(case, by=cases.someone("chief-of-mission", case.project.lead_office.code))
    return cases.in_review(case)


def answered_case(case: Case) -> Case:
    """Returned with a question and answered, so that only the manager's resubmission is missing."""
    cases.returned(case)
    case = Case.objects.get(pk=case.pk)
    thread = case.threads.owing_an_answer().get()
    actions.reply(thread, by=case.project.manager, text="As it was.", is_unchanged_explained=True)
    return Case.objects.get(pk=case.pk)


def finding(case: Case, words: str = "counter-narrative", **fields: Any) -> Finding:
    """A red line in the summary of the current version, as the check would have written it."""
    fields = {"section": "overview", "field": "summary", "severity": "red-line", "term": "counter-narrative"} | fields
    return Finding.objects.create(case=case, submission=case.current_submission, quoted=words, **fields)


def _matrix_finding(state: str, cast: Any) -> Finding:
    """Its own words carry the canary, those of the case around it do not."""
    made = cases._matrix_case(state, replace(cast, canary="of every day"))
    Case.objects.filter(pk=made.pk).update(red_line="raised")
    return finding(Case.objects.get(pk=made.pk), f"counter-narrative {cast.canary}")


THINGS = {"finding": _matrix_finding}
