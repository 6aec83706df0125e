"""Help beside each field that its own line does not give: a hint, why it is asked, a good example. All of it fictional."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from .shape import Field, Section

# name -> hint, why, example; "" where the field says it itself or where none would help
HELP: dict[str, tuple[Any, Any, Any]] = {
    "title": ("", _("Colleagues find the project by it for years."), ""),
    "summary": (
        "",
        "",
        _(
            "In nine villages herders and farmers manage repaired wells together, because quick and fair settlement takes"
            " weight from the arbitration that armed groups offer."
        ),
    ),
    "manager": ("", _("One person answers questions of reviewers, and is reminded when something falls due."), ""),
    "partner_offices": ("", _("Who works across a border sees the same record."), ""),
    "countries": (
        _("Where the activities take place, not where people come from."),
        _("The list, the map and the region's advice follow from it."),
        "",
    ),
    "locations": ("", "", _("Kampala, Makindye division: two settlements on the railway line. Evictions announced.")),
    "start_on": (
        _("The day from which costs are charged."),
        _("The year in which a project counts follows from it."),
        "",
    ),
    "end_on": (_("As in the agreement with the donor."), _("Exit and evaluation are planned backwards from it."), ""),
    "budget": ("", _("The share for research, for components and for staff is held against it."), ""),
    "currency": ("", _("Sums in different currencies are never added up."), ""),
    "themes": (
        _("One to three; what else belongs to them is shown beside them on the record."),
        _("Whoever follows a theme is told of your project, and finds its lessons."),
        "",
    ),
    "budget_lines": ("", "", _("Monthly hearings with the division councils: 180,000")),
    "components": ("", "", _("Young mediators of a road-building project: 15 percent of its budget, PVE-relevant")),
    "addresses_drivers": (
        _("Look at the outcomes, not at the activities: the same training can be PVE or not."),
        _("The class follows from what a project intends, not from what it does."),
        "",
    ),
    "has_evidence": (
        _("Yes if the theory of change rests on studies, evaluations or the mission's own measured experience."),
        _("A theory without evidence makes a project relevant to prevention, but not specific to it."),
        "",
    ),
    "chosen_for_exposure": ("", _("Exposure is where recruiters are, not who somebody is."), ""),
    "classification": (
        "",
        _(
            "PVE-specific: an evidence-supported theory of change, and outcomes that address drivers, strengthen people who"
            " could be drawn in, or prevent recruitment. PVE-relevant: another main purpose that nevertheless contributes."
        ),
        "",
    ),
    "classification_reason": (
        "",
        _("The reviewer judges the reason, not the tick."),
        _("Outcome 1 answers the lack of opportunity that four in ten named in the 2026 household study."),
    ),
    "forms_of_ve": (
        "",
        _("Violent extremism has no faith and no people; a portfolio that names one only is blind."),
        "",
    ),
    "context_analysis": (
        "",
        "",
        _("412 interviews, March to May 2026: offers come through older peers. Two settlements could not be visited."),
    ),
    "drivers": (
        "",
        _("Push and pull alone miss belonging, recognition and adventure; three lenses find what one does not."),
        _("Individual incentives: protection is named before money; medium confidence; survey of 2025."),
    ),
    "other_forms": (
        _("Also those that nobody speaks of here: of the right, of the left, separatist, of any faith."),
        "",
        _("Football gangs of the harbour recruit among the same boys, under another flag."),
    ),
    "stakeholders": ("", "", _("Landlords' association: fears that rents are discussed; medium influence; undecided.")),
    "assumptions": ("", "", _("Councils come to the hearings also before elections; weak evidence, talks with two.")),
    "evidence": (
        "",
        _("A reviewer may know a study that says the opposite; better to meet it here."),
        _("Evaluation of the first phase (2024): more contact with councils, no change in income."),
    ),
    "outcomes": (
        "",
        _("Several outcomes may answer one driver, and one outcome several: life is no chain."),
        _("Councils and young residents settle disputes about land and noise before they grow."),
    ),
    "activities": (
        "",
        _("An activity that answers no driver may be good work, but it is not prevention."),
        _("Monthly hearing of each division council in the youth centre."),
    ),
    "target_groups": (
        "",
        _("Returnees, former fighters and children need closer protection: who may read this follows from it."),
        "",
    ),
    "targeting": (
        "",
        _("Criteria by faith, ethnicity or origin mark people as suspects and prove the recruiters right."),
        _("Residents of 16 to 29 years, by lot among those who apply; half of the places for women."),
    ),
    "gender_analysis": (
        _("Who decides, who moves where at what hour, and how recruiters speak to women and to men."),
        _("What keeps women out of a room decides what is said in it."),
        _("Young women leave the street at dusk, so the centres open in the morning too."),
    ),
    "gender_marker": (
        _("Principal: the project would not exist without it. Significant: an objective among others."),
        _("Donors and headquarters count by it."),
        "",
    ),
    "women_role": (
        _("As those who decide and lead, not only as those who are reached."),
        _("Women prevent violence before projects come, and after they go."),
        _("Half of the circle leaders; two of the three centre managers."),
    ),
    "youth_role": (
        _("As actors with a say over money and rules, not only as a group at risk."),
        _("Those who are spoken of as a danger stop listening."),
        _("A youth board of each centre decides on a third of its money."),
    ),
    "numbers": ("", "", _("Young residents, women, 15 to 29: 640")),
    "partners": (
        "",
        _("A partner that adds nothing carries risk for nothing; and what is known of each goes out of date."),
        _("Runs the centres, known on every street. Due diligence of March, valid for two years."),
    ),
    "donors": ("", _("Money of a security arm is seen differently by communities than that of a development arm."), ""),
    "government_stance": (
        _("What it hopes for, fears or will ask of you, and what you will not give."),
        _("A request for names comes when it is least convenient; the answer is prepared now."),
        _("The ministry wants numbers of trained youth; the police would like names and get none."),
    ),
    "external_face": ("", _("A visible flag can protect a project in one place and endanger it in another."), ""),
    "face": (
        "",
        _("What protects in one district gives away in the next; the reason shows that somebody has thought of it."),
        _("The associations are known; our name stands on contracts only, so the centres are nobody's outpost."),
    ),
    "negotiation": (
        "",
        "",
        _("18 May: asked for the number kept from joining; nobody can count that, and we said so."),
    ),
    "staff_safety": (
        _("Movement, hours, lodging, what is said at a checkpoint, who decides to stop."),
        _("Staff are the first to be asked what the project is really for."),
        _("Two on each visit, home before dark, no visits on days of evictions."),
    ),
    "participant_safety": (
        _("What could happen to somebody for having been seen with you."),
        _("Taking part must never be what puts a person at risk."),
        _("No lists leave the centre; photographs only of hands and work."),
    ),
    "partner_safety": (
        _("Their own line at which they stop, and what happens then."),
        _("They stay when you leave."),
        _("One call to the mission closes a centre for the day; no reason need be given."),
    ),
    "assets": (
        _("Vehicles, cash, equipment, data: what would be worth taking, or misusing."),
        _("What is taken from you works for somebody else."),
        "",
    ),
    "reputation": (
        _("What somebody could say about the project, and who answers with what."),
        _("The first story told about a project is the one that lasts."),
        _("Somebody may say the centres watch residents: councils and associations answer together."),
    ),
    "duty_of_care": ("", _("They carry the same risk with less behind them."), ""),
    "site_assessment_on": (
        _("The date of the last one; none means that nobody goes yet."),
        _("Security colleagues are asked before, not after."),
        "",
    ),
    "do_no_harm": (
        _("Who could lose by what you give to others, and what you do about it."),
        _("A good intention that raises a price or a suspicion feeds what it wants to prevent."),
        _("Employers pay the going wage, so that nobody loses work to a subsidized newcomer."),
    ),
    "stigma": (
        _("Names, posters, selection, rooms: where could somebody be marked as suspect?"),
        _("A label outlives the project."),
        _("The title speaks of neighbours and skills. Those who take part are called residents."),
    ),
    "data_protection": ("", _("What is not recorded cannot be demanded."), _("Attendance is counted, not listed.")),
    "laws": (
        _("Duties to report, rules on payments, laws on support to groups; and the advice you had."),
        _("Help can become an offence without anybody having meant it."),
        _("Compensation goes through the commune, so that no payment can be called support."),
    ),
    "mandate": ("", _("The link has to hold for these people and this change, not for prevention in general."), ""),
    "other_projects": (
        "",
        "",
        _("Refugee livelihoods in the same divisions: possible confusion of names; one calendar."),
    ),
    "capacity_staff": ("", _("A plan that needs people you do not have is a plan for next year."), ""),
    "capacity_analysis": (_("1 = none yet, 5 = all in place."), _("Who notices when the context moves?"), ""),
    "capacity_monitoring": (_("1 = none yet, 5 = all in place."), _("Who measures, and is free to say it fails?"), ""),
    "exit": (
        _("Who pays, runs and answers for it afterwards, and what people were told from the first day."),
        _("A promise that ends without a word is what recruiters tell next."),
        _("The councils have written two centres into their plan for 2029; two close, and say so now."),
    ),
    "message_donors": (
        _("One or two sentences that are true in the village, too, if somebody translates them."),
        _("What is said far away is read here."),
        _("Work, standing and a hearing for young people make neighbourhoods steadier."),
    ),
    "message_communities": (
        _("In the words people use themselves; no threat, no label."),
        _("People come for what it is, not for what it prevents."),
        _("A place of your own, a job for six months, and the council comes to you."),
    ),
    "co_design": (
        _("Groups and roles, no private persons."),
        _("Nobody knows better how it will be heard."),
        _("The youth boards write the messages."),
    ),
    "communication_plan": (
        "",
        _("Silence is a plan, too, if it is one."),
        _("Local radio in Luganda, no social media."),
    ),
    "harm_question": (
        _("The question you will ask, whom, and how often."),
        _("Harm is rarely reported by those who caused it."),
        _("Each quarter the boards are asked what got worse because of us."),
    ),
    "research_share": (
        _("From 0 to 100. Five to ten percent is usual."),
        _("Prevention is still learning; a project that pays nothing for it teaches nothing."),
        "",
    ),
    "documents": ("", _("A paper that supports a section is found from that section."), ""),
    "document_list": ("", _("What is too sensitive to be uploaded is named by its place only."), ""),
}


def helped(section: Section) -> Section:
    """The section with the help of its fields filled in; what a field says itself stands."""
    return replace(section, fields=tuple(_helped(item) for item in section.fields))


def _helped(item: Field) -> Field:
    hint, why, example = HELP.get(item.name, ("", "", ""))
    return replace(item, hint=item.hint or hint, why=item.why or why, example=item.example or example)
