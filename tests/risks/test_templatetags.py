"""The cards on the desk and on the project page."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from risks.models import Risk
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db

HIGH = Rating(3, {"programme": 4})


def drawn(tag, user, **things):
    request = RequestFactory().get("/")
    request.user = user
    return Template("{% load handover risks %}{% " + tag + " %}").render(
        Context({"user": user, "request": request, **things})
    )


def test_the_project_page_shows_the_register_and_what_nobody_assumed():
    register = make.register(make.project(status="draft"))
    risk = make.risk(register, current=HIGH)
    make.risk(register, visibility="restricted", owner=make.officer())
    card = drawn("project_register project", make.officer(), project=register.project)
    assert "High" in card and "Not assumed" in card and risk.get_absolute_url() in card
    assert "1 more risk is restricted" in card
    assert drawn("project_register project", make.officer("KE"), project=register.project).strip() == ""


def test_the_project_page_offers_to_begin_to_who_may():
    make.risk_method()
    project = make.project(status="draft")
    assert f"/risks/open/{project.ref}/" in drawn("project_register project", project.manager, project=project)
    assert drawn("project_register project", make.officer("KE"), project=project).strip() == ""


def test_the_desk_shows_what_is_overdue_and_what_waits(django_assert_max_num_queries):
    project = make.project(status="in_endorsement", tier=1)
    risk = make.risk(project=project, current=HIGH)
    make.acceptance(risk, requested_by=project.manager)
    Risk.objects.update(next_review_on=timezone.localdate() - timedelta(days=2))
    director = make.regional_director()
    assert risk.ref in drawn("overdue_risks", project.manager)
    assert drawn("overdue_risks", director).strip() == ""
    assert risk.ref in drawn("risks_awaiting_me", director)
    assert drawn("risks_awaiting_me", project.manager).strip() == ""


def test_the_section_on_safety_shows_its_risks_to_whom_may_read_them(as_):
    project = make.project(manager=make.officer("UG"))
    where = make.register(project)
    shown = make.risk(where, category="SAF", event="Trainers are followed home")
    make.risk(where, category="DAT", event="A list is lost")
    make.risk(where, category="REP", event="A secret of few", visibility="restricted", owner=project.manager)
    colleague = make.officer("UG")
    url = reverse("projects:project-section", args=[project.ref, "safety"])

    mine, theirs = (as_(person).get(url).content.decode() for person in (project.manager, colleague))

    assert shown.get_absolute_url() in mine and "Trainers are followed home" in theirs
    assert "A secret of few" in mine and "A secret of few" not in theirs
    assert "A list is lost" not in mine
    assert "Trainers" not in as_(project.manager).get(url.replace("safety", "people")).content.decode()
