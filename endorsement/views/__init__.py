"""The pages of endorsement."""

from .checking import letter_check, letter_check_form
from .deciding import case_decide, case_endorse, case_refuse
from .field import case_answer, case_clear, case_open, case_send_back, case_submit, case_withdraw
from .reading import case_detail, case_list, letter_download, version_detail, version_diff
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
)
from .threads import case_comment, thread_reply, thread_resolve

__all__ = [
    "case_answer",
    "case_assign",
    "case_clear",
    "case_comment",
    "case_conclude",
    "case_decide",
    "case_declare",
    "case_detail",
    "case_endorse",
    "case_hold",
    "case_list",
    "case_open",
    "case_red_line",
    "case_refuse",
    "case_resume",
    "case_return",
    "case_review",
    "case_screen",
    "case_send_back",
    "case_submit",
    "case_withdraw",
    "letter_check",
    "letter_check_form",
    "letter_download",
    "thread_reply",
    "thread_resolve",
    "version_detail",
    "version_diff",
]
