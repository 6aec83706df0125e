"""Kinds that inform or bind: assessments, research, policy, guidance, donors, messages, law, partners."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from knowledge.kinds.shapes import Field, Kind

ASSESSMENT: Final = Kind(
    slug="assessment",
    label=_("Context or market assessment"),
    plural=_("Context and market assessments"),
    about=_("What was found in a place at a time; it ages quickly."),
    resource_types=("CTXA", "MKTA"),
    verify_months=6,
    fields=(
        Field("area", _("Area"), _("Country, region or district; no coordinates."), entry="line", required=True),
        Field(
            "valid_until",
            _("Valid until"),
            _("Usually six to twelve months after the field work."),
            entry="date",
            required=True,
        ),
        Field("method", _("Method"), _("How it was done, with whom."), required=True),
        Field(
            "drivers_found",
            _("Drivers found"),
            _("What pushes, what motivates, what enables; and what protects."),
            required=True,
        ),
    ),
)

RESEARCH: Final = Kind(
    slug="research",
    label=_("Research brief"),
    plural=_("Research briefs"),
    about=_("Somebody else's research in one page: what it asks, what it finds, what it means for us."),
    resource_types=("RESR",),
    verify_months=None,
    fields=(
        Field("citation", _("Citation"), _("Authors, year, title, publisher or journal."), required=True),
        Field("year", _("Year of publication"), entry="year", required=True),
        Field("question", _("Question"), _("What it asks."), required=True),
        Field("finding", _("Finding"), _("What it finds, and how strong that is."), required=True),
        Field(
            "relevance", _("Relevance for us"), _("What a project should do differently because of it."), required=True
        ),
        Field("licence", _("Licence"), _("Whether the text may be passed on."), entry="line"),
    ),
)

POLICY: Final = Kind(
    slug="policy",
    label=_("Policy basis"),
    plural=_("Policy basis"),
    about=_("A memo, resolution or instruction that decisions rest on."),
    resource_types=("POLI",),
    verify_months=12,
    verifier_role="curator",
    fields=(
        Field(
            "instrument",
            _("Instrument"),
            entry="choice",
            required=True,
            choices=(
                ("memo", _("memo")),
                ("resolution", _("resolution")),
                ("instruction", _("instruction")),
                ("policy", _("policy")),
            ),
        ),
        Field("dated", _("Date"), entry="date", required=True),
        Field("requires", _("What it requires"), _("In plain words: who has to do what."), required=True),
    ),
)

GUIDANCE: Final = Kind(
    slug="guidance",
    label=_("Guidance note"),
    plural=_("Guidance notes"),
    about=_("What the organization asks of its projects, in numbered clauses."),
    resource_types=("GUID",),
    verify_months=12,
    verifier_role="curator",
    needs_two=True,
    fields=(
        Field("scope", _("Scope"), _("Which work it covers, and which it does not."), required=True),
        Field(
            "clauses",
            _("Clauses"),
            _("One a line; begin each with MUST, SHOULD or RED LINE."),
            entry="lines",
            required=True,
        ),
        Field("mandate", _("Mandate"), _("The policy it rests on.")),
    ),
)

DONOR: Final = Kind(
    slug="donor-profile",
    label=_("Donor profile"),
    plural=_("Donor profiles"),
    about=_("What a donor funds, how it works, which words it uses."),
    verify_months=6,
    verifier_role="curator",
    needs_two=True,
    fields=(
        Field("donor", _("Donor"), entry="line", required=True),
        Field("priorities", _("Priorities"), required=True),
        Field("instruments", _("Instruments"), _("Funds, calls, direct agreements.")),
        Field("windows", _("Windows and time frames")),
        Field("terms_used", _("Terms it uses"), _("One a line."), entry="lines"),
        Field("terms_avoided", _("Terms it avoids"), _("One a line."), entry="lines"),
        Field("phrasing", _("Phrasing"), _("One a line: our words → theirs → never."), entry="lines"),
        Field("red_lines", _("Red lines"), _("What we do not accept from this donor, or it from us.")),
    ),
)

MESSAGE: Final = Kind(
    slug="message",
    label=_("Message line"),
    plural=_("Message lines"),
    about=_("Agreed words: one version for donors, government and the public, one for participants and communities."),
    resource_types=("COMM",),
    verify_months=12,
    verifier_role="curator",
    fields=(
        Field("public", _("For donors, government and the public"), required=True),
        Field("community", _("For participants and communities"), required=True),
        Field("avoid", _("Words to avoid"), _("One a line."), entry="lines"),
    ),
)

LEGAL: Final = Kind(
    slug="legal-note",
    label=_("Legal note"),
    plural=_("Legal notes"),
    about=_("What a law or a sanctions list means for projects in one jurisdiction."),
    verify_months=6,
    verifier_role="curator",
    fields=(
        Field("jurisdiction", _("Jurisdiction"), entry="line", required=True),
        Field("instrument", _("Instrument"), entry="line", required=True),
        Field("dated", _("Date of the law"), entry="date", required=True),
        Field("effect", _("Effect"), _("What it allows, forbids or asks of a project."), required=True),
    ),
)

PARTNER: Final = Kind(
    slug="partner-profile",
    label=_("Partner or expert profile"),
    plural=_("Partner and expert profiles"),
    about=_("An institution or an expert to work with, and what for."),
    resource_types=("MOU",),
    verify_months=12,
    fields=(
        Field("skills", _("Skills"), required=True),
        Field("languages", _("Languages"), _("One a line."), entry="lines"),
        Field(
            "function",
            _("Function"),
            entry="choice",
            required=True,
            choices=(
                ("research", _("research")),
                ("monitoring", _("monitoring and evaluation")),
                ("design", _("design")),
                ("training", _("training")),
            ),
        ),
        Field("availability", _("Availability"), entry="line"),
        Field("vetted_on", _("Vetted on"), entry="date"),
        Field("agreement_ends", _("Agreement ends on"), entry="date"),
    ),
)
