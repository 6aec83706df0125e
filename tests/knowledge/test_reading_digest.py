"""Research on what somebody follows comes in a weekly list, and each hears of their own themes alone."""

import pytest

from knowledge import tasks
from knowledge.models import Resource
from pvehub.notifications.models import Delivery
from tests import make

pytestmark = pytest.mark.django_db


def test_research_comes_weekly_and_two_followers_never_get_each_others():
    first, second = make.term("themes"), make.term("themes", code="LIVEL")
    one, other = make.officer("UG"), make.officer("UG")
    make.follow(one, theme=first)
    make.follow(other, theme=second)
    brief = make.resource(themes=[first])
    Resource.objects.filter(pk=brief.pk).update(kind="research")
    lesson = make.resource(themes=[second])
    for resource in (brief, lesson):
        tasks.tell_of_new(resource.pk)
        tasks.tell_of_new(resource.pk)
    told = Delivery.objects.filter(notice__kind__in=["knowledge.followed_research", "knowledge.followed_news"])
    assert sorted(told.values_list("recipient", "cadence", "notice__about_id")) == sorted(
        [(one.pk, "weekly", str(brief.pk)), (other.pk, "daily", str(lesson.pk))]
    )
