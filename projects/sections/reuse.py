"""What of a project travels into a new draft made from it: how it works, never where, when, with whom, for how much, or what
was found, rated and decided. Pure data; a field that is not named here stays behind."""

REUSED: tuple[str, ...] = (
    "summary",
    "themes",
    "theory_of_change",
    "assumptions",
    "evidence",
    "outcomes",
    "activities",
    "target_groups",
    "targeting",
    "women_role",
    "youth_role",
    "do_no_harm",
    "stigma",
    "data_protection",
    "exit",
    "co_design",
    "communication_plan",
    "harm_question",
)
