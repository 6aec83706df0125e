"""The pages of the registers: load through visible_to, call one action, answer."""

from .acceptances import (
    acceptance_concur,
    acceptance_decline,
    acceptance_detail,
    acceptance_grant,
    acceptance_list,
    acceptance_request,
    acceptance_withdraw,
)
from .incidents import (
    incident_close,
    incident_detail,
    incident_edit,
    incident_list,
    incident_reopen,
    incident_report,
    risk_resume,
)
from .registers import library_add, register_detail, register_open, screening_edit
from .risks import (
    reader_name,
    reader_unname,
    risk_add,
    risk_assess,
    risk_close,
    risk_detail,
    risk_edit,
    risk_list,
    risk_overdue,
    risk_reopen,
    risk_review,
)
from .sheets import register_export, risk_export
from .treatments import treatment_add, treatment_edit, treatment_verify

__all__ = [
    "acceptance_concur",
    "acceptance_decline",
    "acceptance_detail",
    "acceptance_grant",
    "acceptance_list",
    "acceptance_request",
    "acceptance_withdraw",
    "incident_close",
    "incident_detail",
    "incident_edit",
    "incident_list",
    "incident_reopen",
    "incident_report",
    "library_add",
    "reader_name",
    "reader_unname",
    "register_detail",
    "register_export",
    "register_open",
    "risk_add",
    "risk_assess",
    "risk_close",
    "risk_detail",
    "risk_edit",
    "risk_export",
    "risk_list",
    "risk_overdue",
    "risk_reopen",
    "risk_resume",
    "risk_review",
    "screening_edit",
    "treatment_add",
    "treatment_edit",
    "treatment_verify",
]
