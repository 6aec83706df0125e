"""Every write of endorsement: one function per thing that can happen to a case."""

from .advising import advise, ask_clearance, give_clearance, lapse_advice
from .batching import MOST, assign_each, remind_each, remind_holders
from .checking import differing, rebuild
from .citing import cite
from .clearing import clear, send_back
from .conditions import answer_condition, judge_condition, waive_condition
from .deciding import VersionMoved, Wanted, endorse, refuse
from .drafting import ALSO, keep_word, keep_words, let_go, token, words_of
from .finding import explain, judge_finding, judge_red_line
from .living import activate, begin_closing, cancel, close, go_on, waive_lesson
from .mentioning import mentionable
from .objecting import object_to_change, tell_change, today_at_headquarters
from .opening import open_case, submit
from .overriding import carry_out, lapse_override, order_override
from .pausing import hold, resume, withdraw
from .proposing import propose, proposed, take_proposal
from .rebasing import rebase
from .reminding import remind_clock, remind_condition, remind_quiet
from .reports import Typed, accept_report, remind_report, return_report, send_report, settle_report_text, write_report
from .returning import resubmit, send_to_mission
from .reversing import ask_to_reopen, recall, reopen
from .reviewing import carry_review, conclude, declare, give_review, keep_review, questions
from .revoking import FATES, expire, remind_of_end, revoke
from .scheduling import ask_donor_report, drop_report, schedule_reports
from .scoping import confirm_out_of_scope, find_out_of_scope, keep_in_scope
from .screening import assign, recuse, start_review
from .suggesting import accept_suggestion
from .supporting import (
    answer_question,
    ask_back,
    ask_headquarters,
    hand_on,
    keep_answer,
    remind_support,
    take_over,
    withdraw_question,
    write_on,
)
from .suspending import lift, release, suspend, suspend_overdue
from .targeting import set_targets
from .threads import comment, comment_form, reply, reply_form, resolve, takes_words, words_at

__all__ = [
    "ALSO",
    "MOST",
    "Typed",
    "FATES",
    "VersionMoved",
    "Wanted",
    "accept_report",
    "accept_suggestion",
    "activate",
    "advise",
    "answer_condition",
    "answer_question",
    "ask_back",
    "ask_clearance",
    "ask_donor_report",
    "ask_headquarters",
    "ask_to_reopen",
    "assign",
    "assign_each",
    "begin_closing",
    "cancel",
    "carry_out",
    "carry_review",
    "cite",
    "clear",
    "close",
    "comment",
    "comment_form",
    "conclude",
    "confirm_out_of_scope",
    "declare",
    "differing",
    "drop_report",
    "endorse",
    "explain",
    "expire",
    "find_out_of_scope",
    "give_clearance",
    "give_review",
    "go_on",
    "hand_on",
    "hold",
    "judge_condition",
    "judge_finding",
    "judge_red_line",
    "keep_answer",
    "keep_in_scope",
    "keep_review",
    "keep_word",
    "keep_words",
    "lapse_advice",
    "lapse_override",
    "let_go",
    "lift",
    "mentionable",
    "object_to_change",
    "open_case",
    "tell_change",
    "today_at_headquarters",
    "order_override",
    "propose",
    "proposed",
    "questions",
    "rebase",
    "rebuild",
    "recall",
    "recuse",
    "refuse",
    "release",
    "remind_clock",
    "remind_condition",
    "remind_each",
    "remind_holders",
    "remind_of_end",
    "remind_quiet",
    "remind_report",
    "remind_support",
    "reopen",
    "reply",
    "reply_form",
    "resolve",
    "resubmit",
    "resume",
    "return_report",
    "schedule_reports",
    "revoke",
    "send_back",
    "send_report",
    "send_to_mission",
    "set_targets",
    "settle_report_text",
    "start_review",
    "submit",
    "suspend",
    "suspend_overdue",
    "take_over",
    "take_proposal",
    "takes_words",
    "token",
    "waive_condition",
    "waive_lesson",
    "withdraw",
    "withdraw_question",
    "words_at",
    "words_of",
    "write_on",
    "write_report",
]
