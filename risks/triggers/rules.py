"""The table: what in a record asks for which category of risk, and why. Pure data."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .finders import (
    DATA,
    MESSAGES,
    RETURN,
    Finder,
    activities,
    chosen,
    donors,
    nothing_for_research,
    old_analysis,
    partners,
    rows,
    terms,
    undiligent,
    unmeasured,
    weak,
    written,
)


@dataclass(frozen=True)
class Rule:
    """If this is found in that field of the record, that category is to be answered."""

    name: str
    category: str
    field: str
    find: Finder
    why: Any


_MESSAGE = _("An activity works with media or messages, which can turn into confronting a group: “%(what)s”.")
_GROUP_MARKED = _("People of this target group are easily marked as suspects: %(what)s.")
_GROUP_MOVED = _("This target group is easily tied to violence because its people came from elsewhere: %(what)s.")
_GROUP_RETURNS = _("Where this target group lives, relapse, revenge and rejection are possible: %(what)s.")
_GROUP_LAW = _("Help for this target group can touch laws on terrorism, sanctions or duties to report: %(what)s.")
_GROUP_SAFE = _("Being seen with this target group can endanger staff and participants: %(what)s.")
_GROUP_DATA = _("Data on people of this target group can be demanded or used against them: %(what)s.")
_GROUP_HARM = _("Harm to women, children and families has to be looked at for this target group: %(what)s.")
_CAPACITY = _("A capacity that the project needs is rated below 3: it stands at %(what)s.")

# The table. Groups, tags and choices are codes of the vocabularies and of the record's own questions.
RULES: tuple[Rule, ...] = (
    Rule(
        "government-partner",
        "POL",
        "partners",
        partners("government", "local", "security"),
        _("A part of the state is a partner and may use the project for its own ends: %(what)s."),
    ),
    Rule(
        "government-face",
        "POL",
        "external_face",
        chosen("external_face", "government"),
        _("In public, this stands for the project: %(what)s."),
    ),
    Rule(
        "security-group",
        "POL",
        "target_groups",
        terms("target_groups", "SEC"),
        _("The project works with the security sector, which may turn it to its own ends: %(what)s."),
    ),
    Rule(
        "marked-group",
        "STG",
        "target_groups",
        terms("target_groups", "REL", "MIG", "RTF", "FAF", "COR", "DET"),
        _GROUP_MARKED,
    ),
    Rule(
        "exposure",
        "STG",
        "chosen_for_exposure",
        chosen("chosen_for_exposure", "yes"),
        _("Participants are chosen for their exposure to recruitment, which can mark them."),
    ),
    Rule("moved-group", "XEN", "target_groups", terms("target_groups", "MIG", "IDP"), _GROUP_MOVED),
    Rule(
        "xenophobia",
        "XEN",
        "themes",
        terms("themes", "XENOP", "BORDR"),
        _("A theme of the project touches migration or borders: %(what)s."),
    ),
    Rule(
        "migrants",
        "XEN",
        "mandate_links",
        chosen("mandate_links", "migrants"),
        _("The project is tied to this part of the mandate: %(what)s."),
    ),
    Rule(
        "exposed-group", "SAF", "target_groups", terms("target_groups", "SEC", "FAF", "DET", "MED", "VIC"), _GROUP_SAFE
    ),
    Rule(
        "security-donor",
        "SAF",
        "donors",
        donors("security"),
        _("The security arm of a donor pays, which communities may take for what it is not: %(what)s."),
    ),
    Rule("law-group", "LEG", "target_groups", terms("target_groups", "RTF", "FAF", "DET", "SEC"), _GROUP_LAW),
    Rule(
        "laws",
        "LEG",
        "laws",
        written("laws"),
        _("The record names laws that could turn help into an offence: “%(what)s”."),
    ),
    Rule(
        "cash",
        "LEG",
        "activities",
        activities(None, "cash"),
        _("An activity pays people, which laws on sanctions may forbid: “%(what)s”."),
    ),
    Rule("media", "MSG", "activities", activities(MESSAGES, "media"), _MESSAGE),
    Rule(
        "media-group",
        "MSG",
        "target_groups",
        terms("target_groups", "MED"),
        _("The project works with people who make messages: %(what)s."),
    ),
    Rule(
        "narratives",
        "MSG",
        "themes",
        terms("themes", "ALTNA"),
        _("A theme of the project is what people are told: %(what)s."),
    ),
    Rule(
        "red-line",
        "MSG",
        "red_line",
        chosen("red_line", "unsure", "yes"),
        _("The red-line declaration says: %(what)s."),
    ),
    Rule(
        "unmeasured",
        "MEL",
        "indicators",
        unmeasured,
        _("The monitoring plan has no indicator that can be measured now."),
    ),
    Rule(
        "no-research",
        "MEL",
        "research_share",
        nothing_for_research,
        _("Nothing of the budget is for research, monitoring and evaluation."),
    ),
    Rule(
        "capacity-monitoring",
        "MEL",
        "capacity_monitoring",
        weak("capacity_monitoring"),
        _("The capacity to monitor is rated below 3: it stands at %(what)s."),
    ),
    Rule("capacity-staff", "CAP", "capacity_staff", weak("capacity_staff"), _CAPACITY),
    Rule("capacity-analysis", "CAP", "capacity_analysis", weak("capacity_analysis"), _CAPACITY),
    Rule("capacity-monitors", "CAP", "capacity_monitoring", weak("capacity_monitoring"), _CAPACITY),
    Rule(
        "other-projects",
        "REP",
        "other_projects",
        rows("other_projects", "project", effect=("possible", "likely")),
        _("The project can touch other work of ours: %(what)s."),
    ),
    Rule(
        "in-public", "REP", "activities", activities(MESSAGES, "media"), _("An activity is seen in public: “%(what)s”.")
    ),
    Rule(
        "security-work",
        "REP",
        "target_groups",
        terms("target_groups", "SEC"),
        _("Work with the security sector is seen as taking its side: %(what)s."),
    ),
    Rule(
        "third-parties",
        "DOC",
        "partners",
        partners("cso", "religious", "local", "academic", "private", "other"),
        _("People who do not work for us carry out part of it: %(what)s."),
    ),
    Rule(
        "enumerators",
        "DOC",
        "activities",
        activities(DATA, "research"),
        _("An activity sends people out to ask: “%(what)s”."),
    ),
    Rule("return-group", "RET", "target_groups", terms("target_groups", "RTF", "FAF", "COR", "DET"), _GROUP_RETURNS),
    Rule(
        "return-theme",
        "RET",
        "themes",
        terms("themes", "DDR", "REINT", "PRISN"),
        _("A theme of the project is return or release: %(what)s."),
    ),
    Rule(
        "return-work",
        "RET",
        "activities",
        activities(RETURN),
        _("An activity works with return or release: “%(what)s”."),
    ),
    Rule(
        "reintegration",
        "RET",
        "mandate_links",
        chosen("mandate_links", "reintegration"),
        _("The project is tied to this part of the mandate: %(what)s."),
    ),
    Rule(
        "data", "DAT", "activities", activities(DATA, "research"), _("An activity collects data on people: “%(what)s”.")
    ),
    Rule("data-group", "DAT", "target_groups", terms("target_groups", "CHD", "RTF", "FAF", "DET", "VIC"), _GROUP_DATA),
    Rule(
        "diligence",
        "PAR",
        "partners",
        undiligent,
        _("The due diligence on a partner is missing, has ended, or found something: %(what)s."),
    ),
    Rule(
        "security-partner",
        "PAR",
        "target_groups",
        terms("target_groups", "SEC"),
        _("The project leans on the security sector, whose conduct it does not control: %(what)s."),
    ),
    Rule(
        "donor-arm",
        "DON",
        "donors",
        donors("security", "diplomatic"),
        _("The arm of the donor that pays has an agenda of its own: %(what)s."),
    ),
    Rule(
        "donor-asks",
        "DON",
        "negotiation",
        rows("negotiation", "text", kind=("asked", "expectation", "point", "refused")),
        _("The donor asked for something that is not settled as asked: “%(what)s”."),
    ),
    Rule(
        "old-analysis",
        "CTX",
        "context_analysis",
        old_analysis,
        _("The context analysis was to be looked at again by now."),
    ),
    Rule(
        "opposed",
        "CTX",
        "stakeholders",
        rows("stakeholders", "who", influence=("high",), stance=("opposed",)),
        _("Somebody with much influence is against it: %(what)s."),
    ),
    Rule(
        "unproven",
        "CTX",
        "assumptions",
        rows("assumptions", "text", grade=("none",)),
        _("An assumption has no evidence yet: “%(what)s”."),
    ),
    Rule(
        "expectations",
        "EXP",
        "negotiation",
        rows("negotiation", "text", kind=("expectation",)),
        _("An expectation has to be managed: “%(what)s”."),
    ),
    Rule("harm-group", "CHG", "target_groups", terms("target_groups", "CHD", "WMN", "RTF"), _GROUP_HARM),
    Rule("children", "CHG", "numbers", rows("numbers", "who", age=("children",)), _("Children take part: %(what)s.")),
    Rule(
        "gender",
        "CHG",
        "themes",
        terms("themes", "GENDR"),
        _("A theme of the project is the place of women: %(what)s."),
    ),
)
NAMES = sorted({rule.field for rule in RULES})
