"""Kinds that tell what was lived through: lesson, good practice, tool, evaluation."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from knowledge.kinds.shapes import Field, Kind

LESSON: Final = Kind(
    slug="lesson",
    label=_("Lesson"),
    plural=_("Lessons"),
    about=_("What you would tell a colleague who starts the same work tomorrow, good or bad."),
    verify_months=24,
    fields=(
        Field("context", _("Context"), _("Where, with whom, when; no names of participants."), required=True),
        Field("happened", _("What happened"), _("The facts, in the order they came."), required=True),
        Field("why", _("Why it happened"), _("What you think caused it, and how sure you are.")),
        Field(
            "recommendation",
            _("Recommendation"),
            _("Begin with a verb: what should the next team do?"),
            required=True,
            example=_(
                "Agree with elders and youth leaders on the selection criteria before the first call for participants."
            ),
        ),
        Field("applies", _("Applies when"), _("The conditions under which you would say the same again.")),
        Field("not_applies", _("Does not apply when"), _("Where following this could do harm.")),
        Field(
            "outcome",
            _("This is about"),
            entry="choice",
            required=True,
            choices=(
                ("success", _("a success")),
                ("failure", _("a failure")),
                ("gap", _("a gap")),
                ("adaptation", _("an adaptation on the way")),
            ),
        ),
        Field(
            "evidence",
            _("Evidence"),
            _("What shows it: monitoring figures, interviews, an evaluation, your own observation."),
        ),
        Field(
            "stage",
            _("Stage of the project"),
            entry="choice",
            choices=(
                ("design", _("design")),
                ("start", _("start-up")),
                ("implementation", _("implementation")),
                ("monitoring", _("monitoring and evaluation")),
                ("closing", _("closing")),
            ),
        ),
    ),
)

PRACTICE: Final = Kind(
    slug="practice",
    label=_("Good practice"),
    plural=_("Good practices"),
    about=_("An approach that worked more than once and that others can repeat."),
    resource_types=("CASE",),
    verify_months=24,
    fields=(
        Field("problem", _("Problem"), _("What it answers to."), required=True),
        Field("approach", _("Approach"), _("What is done, step by step."), required=True),
        Field("conditions", _("Conditions"), _("What has to be in place for it to work."), required=True),
        Field("resources", _("Resources"), _("People, time and money it takes.")),
        Field(
            "do_no_harm", _("Do no harm"), _("What could go wrong for people, and how that is avoided."), required=True
        ),
        Field(
            "replicated",
            _("Replicated in"),
            _("Countries or projects where it was repeated, one a line."),
            entry="lines",
            is_place=True,
        ),
    ),
)

TOOL: Final = Kind(
    slug="tool",
    label=_("Tool or training manual"),
    plural=_("Tools and training manuals"),
    about=_("Something to use: a checklist, a template, a survey, a curriculum, terms of reference."),
    resource_types=("TOOL", "TMAN", "SURV", "TOR"),
    verify_months=18,
    fields=(
        Field(
            "sort",
            _("What it is"),
            entry="choice",
            required=True,
            choices=(
                ("manual", _("training manual")),
                ("curriculum", _("curriculum")),
                ("checklist", _("checklist")),
                ("template", _("template")),
                ("survey", _("survey tool")),
                ("terms", _("terms of reference")),
                ("other", _("another tool")),
            ),
        ),
        Field("purpose", _("Purpose"), _("What one can do with it."), required=True),
        Field("audience", _("For whom"), _("Who uses it, and what they need to know before."), required=True),
        Field("duration", _("Duration"), _("How long it takes to use or to teach."), entry="line"),
        Field(
            "rights",
            _("Adaptation"),
            entry="choice",
            required=True,
            choices=(
                ("free", _("may be adapted freely")),
                ("credit", _("may be adapted if the source is named")),
                ("ask", _("ask the owner office first")),
                ("none", _("must not be changed")),
            ),
        ),
        Field("how_to", _("How to, in five lines"), _("One step a line."), entry="lines", required=True, most_lines=5),
        Field("languages", _("Languages it exists in"), _("One a line."), entry="lines"),
        Field("version", _("Version"), _("Its number or year, and what is new in it."), entry="line"),
        Field(
            "adapted",
            _("Used and adapted in"),
            _("One a line: mission → what was changed there."),
            entry="table",
            columns=(_("Mission"), _("What was changed")),
            is_place=True,
        ),
    ),
)

EVALUATION: Final = Kind(
    slug="evaluation",
    label=_("Evaluation or report"),
    plural=_("Evaluations and reports"),
    about=_("A finished evaluation, review or project report, with its findings in plain words."),
    resource_types=("EVAL", "RPRT"),
    verify_months=None,
    fields=(
        Field(
            "sort",
            _("Sort"),
            entry="choice",
            required=True,
            choices=(
                ("final", _("final evaluation")),
                ("mid-term", _("mid-term evaluation")),
                ("ex-post", _("ex-post evaluation")),
                ("review", _("internal review")),
                ("report", _("project report")),
            ),
        ),
        Field("year", _("Year"), _("The year its findings describe."), entry="year", required=True),
        Field("method", _("Method"), _("How the findings were reached."), required=True),
        Field("sample", _("Sample"), _("How many people or places, and how they were chosen.")),
        Field("findings", _("Findings"), _("The three to five that matter most."), required=True),
        Field(
            "ratings",
            _("Ratings of criteria"),
            _("One a line: criterion → 1 to 5 → why. For example: relevance → 4 → asked for by the communities."),
            entry="table",
            columns=(_("Criterion"), _("Rating, 1 to 5"), _("Why")),
            scale=5,
        ),
        Field("recommendations", _("Recommendations"), _("One a line; begin with a verb."), entry="lines"),
        Field("response", _("Management response"), _("What was accepted, what was not, and why.")),
        Field(
            "follow_up",
            _("Follow-up actions"),
            _("One a line: what → which office or seat → by when."),
            entry="table",
            columns=(_("What"), _("Who"), _("By when")),
        ),
    ),
)
