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
    ends_on="valid_until",
    fields=(
        Field(
            "sort",
            _("What it is"),
            entry="choice",
            choices=(
                ("context", _("context assessment")),
                ("market", _("market assessment")),
                ("conflict", _("conflict analysis")),
                ("perception", _("perception study")),
            ),
        ),
        Field(
            "area",
            _("Area"),
            _("Country, region or district; no coordinates."),
            entry="line",
            required=True,
            is_place=True,
        ),
        Field("valid_from", _("Field work ended on"), entry="date"),
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
        Field("limits", _("Limits"), _("Where it was done and for whom it may not hold.")),
        Field("link", _("Where to find it"), _("Its address or its DOI."), entry="line"),
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
        Field("reference", _("Number or symbol"), entry="line"),
        Field("issued_by", _("Issued by"), entry="line"),
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
            _(
                "One a line; begin each with MUST, SHOULD or RED LINE. They are numbered as they stand; a line that begins "
                "with # opens a section. A red line of the register is named by its number: RL-3."
            ),
            entry="clauses",
            required=True,
            most_lines=200,
        ),
        Field(
            "topic",
            _("Topic"),
            entry="choice",
            choices=(
                ("approach", _("our approach")),
                ("start", _("when to begin")),
                ("risks", _("risks and safety")),
                ("communication", _("language and communication")),
                ("partners", _("partners")),
                ("donors", _("how to engage with donors")),
                ("monitoring", _("monitoring and evaluation")),
            ),
        ),
        Field("effective_on", _("In effect from"), _("The day of its publication, if nothing is said."), entry="date"),
        Field("mandate", _("Mandate"), _("The policy it rests on.")),
        Field(
            "rests_on",
            _("What it rests on"),
            _("Addresses of the lessons, practices and evaluations behind it, one a line; each then says so."),
            entry="lines",
        ),
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
    organization="donor",
    fields=(
        Field("donor", _("Donor"), _("Its name as the projects have it."), entry="line", required=True),
        Field("priorities", _("Priorities"), required=True),
        Field("instruments", _("Instruments"), _("Funds, calls, direct agreements.")),
        Field("windows", _("Windows"), _("Which calls or budget lines are open to this work, and when.")),
        Field("time_frames", _("Time frames"), _("From concept to contract; length of a grant; dates of reports.")),
        Field(
            "focal",
            _("Who keeps the contact"),
            _("The seat and office on our side; no telephone numbers."),
            entry="line",
        ),
        Field("terms_used", _("Terms it uses"), _("One a line."), entry="lines", is_mention=True),
        Field("terms_avoided", _("Terms it avoids"), _("One a line."), entry="lines", is_mention=True),
        Field(
            "phrasing",
            _("Phrasing"),
            _("One a line: our words → theirs → never."),
            entry="table",
            columns=(_("We say"), _("They say"), _("Never")),
            is_mention=True,
        ),
        Field(
            "red_lines",
            _("Red lines"),
            _("What we do not accept from this donor, or it from us."),
            is_mention=True,
        ),
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
        Field("public", _("For donors, government and the public"), required=True, needs_approval=True),
        Field("community", _("For participants and communities"), required=True, needs_approval=True),
        Field(
            "points",
            _("Talking points"),
            _("One a line: what is asked → what we say."),
            entry="table",
            columns=(_("Asked"), _("We say")),
        ),
        Field("avoid", _("Words to avoid"), _("One a line."), entry="lines", is_mention=True),
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
        Field("jurisdiction", _("Jurisdiction"), entry="line", required=True, is_place=True),
        Field("instrument", _("Instrument"), entry="line", required=True),
        Field("dated", _("Date of the law"), entry="date", required=True),
        Field("effect", _("Effect"), _("What it allows, forbids or asks of a project."), required=True),
        Field("source", _("Source"), _("Where the text of the law stands, and who read it for us."), entry="line"),
    ),
)

PARTNER: Final = Kind(
    slug="partner-profile",
    label=_("Partner or expert profile"),
    plural=_("Partner and expert profiles"),
    about=_("An institution or an expert to work with, and what for."),
    resource_types=("MOU",),
    verify_months=12,
    ends_on="agreement_ends",
    organization="name",
    fields=(
        Field(
            "name",
            _("Name"),
            _("Of the institution or the expert, as the projects have it."),
            entry="line",
            required=True,
        ),
        Field(
            "sort",
            _("What it is"),
            entry="choice",
            required=True,
            choices=(
                ("institution", _("institution, university or think tank")),
                ("expert", _("individual expert")),
                ("roster", _("network or roster")),
            ),
        ),
        Field("skills", _("Skills"), _("Topics, methods, target groups they know."), required=True),
        Field("past_work", _("Past work"), _("What they did for us or others, one a line."), entry="lines"),
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
        Field(
            "status",
            _("Agreement"),
            entry="choice",
            choices=(
                ("none", _("none yet")),
                ("talks", _("in negotiation")),
                ("signed", _("signed")),
                ("ended", _("ended")),
            ),
        ),
        Field(
            "agreement_ends",
            _("Agreement ends on"),
            _(
                "Attach the agreement as a file with a tier of its own. "
                "Who answers for the profile is reminded before this day."
            ),
            entry="date",
        ),
    ),
)
