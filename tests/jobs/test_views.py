"""The progress page: one's own jobs, with and without JavaScript."""

import pytest
from django.urls import reverse

from pvehub.jobs import actions, later
from pvehub.jobs.models import Job
from tests import make

pytestmark = pytest.mark.django_db


def test_job_detail_is_for_its_owner_only(as_):
    job = later("letters.tasks.write", 1, by=(officer := make.officer()), label="Letter 1", back_url="/projects/")
    timer = later("letters.tasks.write", 2)

    assert as_(officer).get(job.get_absolute_url()).status_code == 200
    assert as_(make.administrator()).get(job.get_absolute_url()).status_code == 404
    assert as_(officer).get(timer.get_absolute_url()).status_code == 404


def test_job_detail_asks_again_while_it_is_open_and_then_leads_on(as_):
    job = later("letters.tasks.write", 1, by=(officer := make.officer()), label="Letter 1", back_url="/projects/")
    Job.objects.update(total=4, progress=3)
    page = as_(officer).get(job.get_absolute_url()).content.decode()
    assert "3 of 4" in page and "hx-trigger" in page and "Look again" in page

    actions.finish(actions.claim())
    fragment = as_(officer).get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in fragment and "hx-trigger" not in fragment and 'href="/projects/"' in fragment


def test_job_detail_shows_no_error_of_the_inside(as_):
    officer = make.officer()
    job = Job.objects.create(
        name="letters.tasks.write",
        owner=officer,
        state="failed",
        error="ValueError: secret",
        finished_at="2026-03-04T12:00Z",
    )
    page = as_(officer).get(reverse("jobs:job-detail", args=[job.pk])).content.decode()
    assert "secret" not in page and "could not be done" in page
