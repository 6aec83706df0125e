"""Timers and background work of knowledge: thin, by id, calling actions. A sweep that was away makes up for it with one run."""

from knowledge.tasks.compendia import drop_expired_compendia, write_compendium
from knowledge.tasks.files import extract_text, index_filed_under
from knowledge.tasks.finding import forget_asked, tell_news
from knowledge.tasks.guiding import remind_guidance
from knowledge.tasks.importing import bring_in_references
from knowledge.tasks.promises import remind_meetings, remind_promises
from knowledge.tasks.prompting import ask_for_lessons
from knowledge.tasks.reading import remind_reading, tell_of_new, tell_of_turn
from knowledge.tasks.series import remind_series
from knowledge.tasks.talking import route_questions, tell_of_talk
from knowledge.tasks.trusting import keep_trust, remind_reviews, remind_verification
from knowledge.tasks.use import tell_citing

__all__ = [
    "remind_series",
    "drop_expired_compendia",
    "write_compendium",
    "route_questions",
    "tell_of_talk",
    "ask_for_lessons",
    "bring_in_references",
    "extract_text",
    "forget_asked",
    "index_filed_under",
    "keep_trust",
    "remind_meetings",
    "remind_promises",
    "remind_guidance",
    "remind_reading",
    "remind_reviews",
    "remind_verification",
    "tell_citing",
    "tell_news",
    "tell_of_new",
    "tell_of_turn",
]
