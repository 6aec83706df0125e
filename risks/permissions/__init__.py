"""Who may do what to a register, in sentences. None means: go ahead."""

from .acceptances import (
    delegation,
    in_seat,
    people_in,
    seat_of,
    why_not_concur,
    why_not_decide,
    why_not_request,
    why_not_withdraw,
)
from .gating import why_not_confirm, why_not_countersign
from .incidents import (
    why_not_close_incident,
    why_not_edit_incident,
    why_not_reopen_incident,
    why_not_report,
    why_not_resume,
)
from .method import why_not_change_version, why_not_own_method
from .registers import (
    why_not_assess,
    why_not_change_treatment,
    why_not_close,
    why_not_edit,
    why_not_edit_risk,
    why_not_name,
    why_not_open,
    why_not_open_office,
    why_not_reopen,
    why_not_restrict,
    why_not_review,
    why_not_treat,
    why_not_verify,
    works_on,
)
from .sheets import people_of, why_not_take_out

__all__ = [
    "delegation",
    "in_seat",
    "people_in",
    "people_of",
    "seat_of",
    "why_not_assess",
    "why_not_change_treatment",
    "why_not_change_version",
    "why_not_close",
    "why_not_close_incident",
    "why_not_concur",
    "why_not_confirm",
    "why_not_countersign",
    "why_not_decide",
    "why_not_edit",
    "why_not_edit_incident",
    "why_not_edit_risk",
    "why_not_name",
    "why_not_open",
    "why_not_open_office",
    "why_not_own_method",
    "why_not_reopen",
    "why_not_reopen_incident",
    "why_not_report",
    "why_not_request",
    "why_not_restrict",
    "why_not_resume",
    "why_not_review",
    "why_not_take_out",
    "why_not_treat",
    "why_not_verify",
    "why_not_withdraw",
    "works_on",
]
