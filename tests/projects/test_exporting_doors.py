"""Large exports and their files; and what no identity gets out by any parameter."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from projects import tasks
from projects.models import Export, Project
from pvehub.audit.models import Reading
from pvehub.jobs.models import Job
from pvehub.people.models import Posting
from tests import make
from tests.machinery.amount import some
from tests.projects.taking import ALL, MAY, URL, canaries, people, table, taken, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(tmp_path, settings):
    settings.FILES_ROOT = tmp_path


# --- large ones -------------------------------------------------------------------------------------------------------


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr("projects.views.exports.AT_ONCE", 1)


def run_jobs():
    for job in Job.objects.filter(name="projects.tasks.make_export", state="queued"):
        tasks.make_export(*job.args)


def ask(client, **fields):
    response = client.post(URL, {"format": "csv", "parts": "facts", **fields})
    assert response.status_code == 302
    return response.headers["Location"]


def test_a_large_export_is_a_job_and_its_file_waits_for_its_owner(as_, large):
    officer = make.officer("UG")
    for title in ("Market", "Ferry"):
        make.project(manager=officer, title=title)
    client = as_(officer)

    progress = ask(client)
    assert client.get(progress).status_code == 200
    run_jobs()
    export = Export.objects.get()

    assert "2 projects" in client.get(export.get_absolute_url()).content.decode()
    raw = b"".join(client.get(reverse("projects:export-download", args=[export.pk])).streaming_content)
    assert {row["Title"] for row in table(raw)} == {"Market", "Ferry"}
    for other in (make.officer("UG"), make.reviewer(), make.administrator()):
        assert as_(other).get(reverse("projects:export-download", args=[export.pk])).status_code == 404
        assert as_(other).get(export.get_absolute_url()).status_code == 404
    assert Reading.objects.filter(kind="projects.export", thing_id=export.pk, what="download").count() == 1
    assert Reading.objects.filter(kind="projects.project", what="export", actor_uid=officer.uid).count() == 2


def test_the_job_has_the_rights_of_its_hour_not_those_of_the_asking(as_, large):
    reader = make.outsider()
    kept, raised = (make.complete_project(status="endorsed", title=title) for title in ("Kept", "Raised"))
    ask(as_(reader))

    Project.objects.filter(pk=raised.pk).update(tier=2)
    run_jobs()

    export = Export.objects.get()
    assert (export.open_ids, export.whole_ids) == ([kept.pk], [])


def test_who_has_no_posting_left_when_the_job_runs_gets_no_file(as_, large):
    officer = make.officer("UG")
    for _ in range(2):
        make.project(manager=officer)
    ask(as_(officer))
    Posting.objects.filter(user=officer).update(ends_at=timezone.now())

    run_jobs()

    assert Export.objects.get().made_at is None


@pytest.mark.parametrize("how", ["tier raised", "posting ended", "account closed", "team left"])
def test_a_file_is_handed_out_only_while_all_of_it_may_still_be_read(how, as_):
    project = make.complete_project(status="endorsed", tier=0)
    reader = make.user("staff", "NG")
    member = make.member(project, reader) if how == "team left" else None
    export = make.export(reader, parts="whole")
    client, url = as_(reader), reverse("projects:export-download", args=[export.pk])
    response = client.get(url)
    assert b"".join(response.streaming_content)

    if how == "tier raised":
        Project.objects.filter(pk=project.pk).update(tier=2)
    elif how == "posting ended":
        Posting.objects.filter(user=reader).update(ends_at=timezone.now())
    elif how == "account closed":
        type(reader).objects.filter(pk=reader.pk).update(is_active=False)
    else:
        member.until_at = timezone.now()
        member.save()

    wanted = {"tier raised": 403, "posting ended": 404, "account closed": 302, "team left": 403}
    assert client.get(url).status_code == wanted[how]


def test_after_a_day_the_file_and_its_row_are_gone(as_, tmp_path):
    officer = make.officer("UG")
    make.project(manager=officer)
    export = make.export(officer)
    assert len(list((tmp_path / ".passing").iterdir())) == 1
    Export.objects.filter(pk=export.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert as_(officer).get(export.get_absolute_url()).status_code == 404

    tasks.sweep_exports()

    assert not list((tmp_path / ".passing").iterdir())
    assert not Export.objects.exists()


def test_a_try_that_was_cut_off_leaves_no_file(as_, large, tmp_path, monkeypatch):
    officer = make.officer("UG")
    for _ in range(2):
        make.project(manager=officer)
    ask(as_(officer))
    monkeypatch.setattr("projects.tasks.write", lambda *parts: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        run_jobs()

    assert not list((tmp_path / ".passing").iterdir())


# --- second doors -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("identity", MAY)
def test_an_export_holds_only_what_its_reader_may_read(identity, as_):
    canaries()
    client = as_(people()[identity])
    open_to, team_to = MAY[identity]
    wanted = {f"canary{name}open" for name in open_to} | {f"canary{name}team" for name in team_to}
    every = {f"canary{name}{side}" for name in ALL for side in ("open", "team")}

    for format in ("csv", "xlsx"):
        for parts in ("facts", "open", "whole"):
            text = words(taken(client, format, parts))
            found = {canary for canary in every if canary in text}
            assert found <= wanted, (format, parts)
            if parts == "whole":
                assert found == wanted, format
    page = client.get(URL).content.decode()
    assert f"{len(open_to)} project" in page
    assert not [canary for canary in every if canary in page]


def test_nobody_gets_no_export():
    make.complete_project(status="endorsed")

    assert Client().get(URL).status_code == 302
    assert Client().post(URL, {"format": "csv", "parts": "whole"}).status_code == 302


@given(
    format=st.sampled_from(["csv", "xlsx", "iati", "pdf", "", "\x00"]),
    parts=st.sampled_from(["facts", "open", "whole", "all", "\ud7ff", ""]),
    query=st.dictionaries(
        st.sampled_from(["q", "status", "region", "year", "country", "page", "theme__name", "office"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        max_size=4,
    ),
    has_hxl=st.sampled_from(["on", "", "maybe"]),
)
@hypothesis_settings(
    max_examples=some(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_parameter_breaks_an_export(format, parts, query, has_hxl, as_):
    officer = make.officer("UG")
    make.project(manager=officer)
    said = {"format": format, "parts": parts, "has_hxl": has_hxl}

    response = as_(officer).post(f"{URL}?{urlencode(query)}", said)

    assert response.status_code in (200, 403, 422)
    if response.streaming:
        assert b"".join(response.streaming_content)
