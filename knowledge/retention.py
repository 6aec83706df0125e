"""How long what is on its way into the repository is kept, and what of it goes with a person."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from knowledge.models import ReferenceList
from pvehub.operations.classes import Retained

CLASSES = [
    Retained(
        _("Lists of references that were uploaded"),
        timedelta(days=90),
        _("Applied, its drafts stand in the repository; not applied, it is out of date."),
        lambda since: ReferenceList.objects.filter(created_at__lt=since),
    ),
    Retained(
        _("What was asked of the search"),
        timedelta(days=180),
        _("Gaps show within half a year; who asked is shown to nobody."),
        timer="knowledge.tasks.forget_asked",
    ),
]
GOES = {
    "knowledge.Compendium": None,
    "knowledge.Expertise": None,
    "knowledge.SavedSearch": None,
    "knowledge.Follow": None,
    "knowledge.ReadingLevel": None,
    "knowledge.ResourceUserGrant": None,
    "knowledge.ReferenceList": None,
    "knowledge.TalkFollow": None,
}
STAYS = {
    "knowledge.ReadingAssignment": "Who was asked to read and how many have: a figure that must not change.",
    "knowledge.Asked": "Gaps are shown where three people asked; the words go after half a year.",
    "knowledge.FeedbackGiven": "It says that somebody answered, never what; the count must not change.",
}
