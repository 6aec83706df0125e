"""The permissions that can be held on an office. HERE: at that very office. BELOW: at it and all offices under it."""

HERE = {
    "see_drafts": "See the office's drafts",
    "see_restricted_drafts": "See the office's restricted drafts",
    "create_projects": "Create projects",
    "edit_projects": "Edit projects and registers",
    "submit_cases": "Submit for endorsement",
    "clear_cases": "Clear for submission",
    "lower_tier": "Lower confidentiality",
    "answer_comments": "Answer comments",
    "accept_medium": "Assume risks up to Medium",
}
BELOW = {
    "see_region": "See what the region has submitted",
    "advise_cases": "Advise on cases",
    "accept_high": "Assume risks up to High",
    "curate_resources": "Curate resources",
    "see_submitted": "See what has been submitted",
    "see_named": "See what only named persons see, once submitted",
    "see_internal": "Read internal threads and reviews",
    "screen_cases": "Screen cases",
    "review_cases": "Review cases",
    "give_clearances": "Give clearances when asked",
    "decide_cases": "Decide cases",
    "decide_high_cases": "Decide the cases above the head of TRD",
    "accept_very_high": "Assume risks up to Very high",
    "accept_extreme": "Assume Extreme risks",
    "accept_for_organization": "Assume what nobody below may",
    "own_method": "Own the risk method",
    "see_registers": "Read registers",
    "advise_results": "Advise on results",
    "administer": "Administer people, offices and vocabularies",
}
ALL = HERE | BELOW
