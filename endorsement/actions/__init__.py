"""Every write of endorsement: one function per thing that can happen to a case."""

from .checking import differing, rebuild
from .clearing import clear, send_back
from .deciding import VersionMoved, Wanted, endorse, refuse
from .drafting import keep_words, let_go
from .opening import open_case, submit
from .pausing import hold, resume, withdraw
from .reminding import remind_quiet
from .returning import resubmit, send_to_mission
from .reviewing import conclude, declare, give_review, judge_red_line, keep_review, questions
from .screening import assign, recuse, start_review
from .threads import comment, reply, resolve

__all__ = [
    "VersionMoved",
    "Wanted",
    "assign",
    "clear",
    "comment",
    "conclude",
    "declare",
    "differing",
    "endorse",
    "give_review",
    "hold",
    "judge_red_line",
    "keep_review",
    "keep_words",
    "let_go",
    "open_case",
    "questions",
    "rebuild",
    "recuse",
    "refuse",
    "remind_quiet",
    "reply",
    "resolve",
    "resubmit",
    "resume",
    "send_back",
    "send_to_mission",
    "start_review",
    "submit",
    "withdraw",
]
