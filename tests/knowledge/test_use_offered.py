"""What others have learnt is offered while a project is written: by country, theme, driver and target group."""

import pytest

from knowledge.models import Resource
from tests import make

pytestmark = pytest.mark.django_db


def titles(project, user):
    return [row.title for row in Resource.objects.visible_to(user).published().useful_for(project)]


def test_what_shares_most_stands_first_and_what_shares_nothing_is_left_out():
    theme = make.term("themes", "SOCOH", "Social cohesion")
    project = make.project(themes=[theme], countries=[make.country("UG")])
    make.resource(title="Both", themes=[theme], countries=[make.country("UG")])
    make.resource(title="Theme", themes=[theme])
    make.resource(title="Neither", countries=[make.country("NE")])
    make.resource(title="Its own", themes=[theme], project=project)
    make.resource(title="Not published", themes=[theme], state="submitted")

    assert titles(project, project.manager) == ["Both", "Theme"]
    assert titles(make.project(), project.manager) == ["Both"]  # by the country of the office


def test_the_page_of_a_draft_offers_them_to_its_people_and_no_word_they_may_not_read(as_):
    theme = make.term("themes", "SOCOH", "Social cohesion")
    project = make.project(themes=[theme])
    make.resource(title="For all staff", themes=[theme])
    make.resource(title="canary7f3q of Niger", themes=[theme], tier=2, office="NE")
    page = as_(project.manager).get(project.get_absolute_url()).content.decode()
    assert "What others have learnt" in page and "For all staff" in page and "canary7f3q" not in page
    submitted = make.project(status="in_endorsement", themes=[theme])
    assert "What others have learnt" not in as_(submitted.manager).get(submitted.get_absolute_url()).content.decode()
