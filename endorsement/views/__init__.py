"""The pages of endorsement."""

from .advising import clearance_ask, clearance_give
from .batch import case_batch
from .checking import letter_check, letter_check_form
from .conditions import condition_answer, condition_file, condition_judge
from .deciding import case_decide, case_endorse, case_refuse
from .declining import declined_list
from .desk import case_propose, case_resources, case_words, citation_write, proposal_take
from .field import case_answer, case_clear, case_open, case_send_back, case_submit, case_withdraw
from .findings import finding_judge
from .kinds import case_begin, case_rebase, case_revoke
from .life import (
    case_lift,
    case_release,
    case_suspend,
    lesson_waive,
    project_activate,
    project_begin_closing,
    project_cancel,
    project_close,
    project_continue,
)
from .objecting import change_object
from .overriding import override_detail, override_list, override_order
from .oversight import oversight, oversight_export, oversight_list
from .printing import case_dossier, dossier_pdf
from .reading import case_detail, case_list, letter_download, version_detail, version_diff
from .reports import (
    report_ask_donor,
    report_detail,
    report_draft,
    report_drop,
    report_list,
    report_review,
    report_send,
    report_version,
    report_write,
)
from .reversing import case_advise, case_ask_to_reopen, case_out_of_scope, case_recall, case_reopen, scope_answer
from .reviewing import (
    case_assign,
    case_conclude,
    case_declare,
    case_hold,
    case_red_line,
    case_resume,
    case_return,
    case_review,
    case_screen,
    review_carry,
)
from .support import (
    support_ask,
    support_detail,
    support_hand_on,
    support_keep,
    support_list,
    support_reply,
    support_take,
    support_withdraw,
    support_write,
)
from .targets import target_edit
from .threads import case_comment, case_responses, suggestion_accept, thread_reply, thread_resolve

__all__ = [
    "change_object",
    "case_advise",
    "case_answer",
    "case_ask_to_reopen",
    "case_assign",
    "case_batch",
    "case_begin",
    "case_clear",
    "case_comment",
    "case_conclude",
    "case_decide",
    "case_declare",
    "case_detail",
    "case_dossier",
    "case_endorse",
    "case_hold",
    "case_lift",
    "case_list",
    "case_open",
    "case_out_of_scope",
    "case_propose",
    "case_rebase",
    "case_recall",
    "case_red_line",
    "case_refuse",
    "case_release",
    "case_reopen",
    "case_resources",
    "case_responses",
    "case_resume",
    "case_return",
    "case_review",
    "case_revoke",
    "case_screen",
    "case_send_back",
    "case_submit",
    "case_suspend",
    "case_withdraw",
    "case_words",
    "citation_write",
    "declined_list",
    "clearance_ask",
    "clearance_give",
    "condition_answer",
    "condition_file",
    "condition_judge",
    "finding_judge",
    "lesson_waive",
    "dossier_pdf",
    "letter_check",
    "letter_check_form",
    "letter_download",
    "override_detail",
    "override_list",
    "override_order",
    "oversight",
    "oversight_export",
    "oversight_list",
    "project_activate",
    "project_begin_closing",
    "project_cancel",
    "project_close",
    "project_continue",
    "proposal_take",
    "report_ask_donor",
    "report_detail",
    "report_draft",
    "report_drop",
    "report_list",
    "report_review",
    "report_send",
    "report_version",
    "report_write",
    "review_carry",
    "scope_answer",
    "suggestion_accept",
    "support_ask",
    "support_detail",
    "support_hand_on",
    "support_keep",
    "support_list",
    "support_reply",
    "support_take",
    "support_withdraw",
    "support_write",
    "target_edit",
    "thread_reply",
    "thread_resolve",
    "version_detail",
    "version_diff",
]
