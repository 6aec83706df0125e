"""The pages on which a list is uploaded, matched, looked at, decided about and applied; long ones as a job."""

import io

import pytest
from django.urls import reverse

from projects import actions, tasks
from projects.models import ImportBatch, OtherProject, Project
from pvehub.jobs import sweep
from pvehub.jobs.models import Job
from tests import make
from tests.projects.sheets import xlsx
from tests.projects.test_importing import LIST


@pytest.fixture
def officer(db):
    make.reference()
    make.office("KE")
    return make.officer("UG")


def upload(client, content, name, office):
    file = io.BytesIO(content)
    file.name = name
    return client.post(reverse("projects:import-upload"), {"file": file, "office": office.pk})


def long_list(number):
    return "Ref,Title,Country,Implementer\n" + "".join(f"R-{n},Row {n},Uganda,GIZ\n" for n in range(number))


@pytest.mark.parametrize(
    ("content", "name"), [(LIST.encode(), "list.csv"), (xlsx(LIST), "list.xlsx")], ids=["csv", "xlsx"]
)
def test_the_pages_upload_map_show_and_apply_once(officer, as_, content, name):
    client = as_(officer)
    answer = upload(client, content, name, make.office("UG"))
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("projects:import-map", args=[batch.pk])
    assert "Social cohesion in slums" in client.get(answer.url).content.decode()
    data = batch.mapping["columns"] | {"default_currency": "eur", "language": "en", "office": batch.office_id}
    assert client.post(answer.url, data).status_code == 302

    page = client.get(reverse("projects:import-detail", args=[batch.pk]))
    assert page.status_code == 200 and Project.objects.count() == 0
    only = client.get(reverse("projects:import-detail", args=[batch.pk]), {"show": "refused"}).content.decode()
    assert "Bad amount" in only and "Social cohesion in slums" not in only
    apply = reverse("projects:import-apply", args=[batch.pk])
    assert client.post(apply, {"seen": "crafted"}).status_code == 409
    assert client.post(apply, {"seen": page.context["seen"]}).status_code == 302
    assert Project.objects.count() == 2
    assert client.post(apply, {"seen": page.context["seen"]}).status_code == 409
    done = client.get(reverse("projects:import-detail", args=[batch.pk])).content.decode()
    assert Project.objects.get(external_id="A-UG-08").get_absolute_url() in done
    assert OtherProject.objects.get(external_id="A-REG-01").get_absolute_url() in done
    assert as_(make.officer("UG")).get(reverse("projects:import-detail", args=[batch.pk])).status_code == 404


def test_what_was_chosen_stays_when_the_columns_are_not_said_right(officer, as_):
    client = as_(officer)
    answer = upload(client, LIST.encode(), "list.csv", make.office("UG"))
    said = {"external_id": "ProjectID", "title": "", "default_currency": "eurо", "office": make.office("UG").pk}
    page = client.post(answer.url, said | {"language": "fr", "listed_on": "2026-01-31"})
    text = page.content.decode()
    assert page.status_code == 422
    assert 'value="ProjectID" selected' in text and 'value="2026-01-31"' in text and 'value="fr" selected' in text


def test_rows_are_decided_on_the_page_and_a_foreign_row_is_not(officer, as_):
    client = as_(officer)
    batch = make.listed(LIST, officer, make.office("UG"))
    page = client.get(reverse("projects:import-detail", args=[batch.pk])).content.decode()
    assert 'name="row-6"' in page and 'name="row-2"' not in page

    decide = reverse("projects:import-decide", args=[batch.pk])
    assert client.post(decide, {"row-6": "own", "row-7": "own", "row-x": "own"}).status_code == 302
    assert [row.verdict for row in batch.lines.filter(number__in=[6, 7])] == ["new", "new"]
    assert client.post(decide, {"row-2": "own"}).status_code == 409


def test_a_portfolio_that_moved_shows_a_new_dry_run_instead(officer, as_):
    client = as_(officer)
    batch = make.listed(LIST, officer, make.office("UG"))
    seen = actions.seal(batch)
    make.applied(LIST, officer, make.office("UG"))
    assert client.post(reverse("projects:import-apply", args=[batch.pk]), {"seen": seen}).status_code == 409
    assert Project.objects.count() == 2


def test_a_long_list_is_checked_and_applied_by_jobs_with_a_progress_page(officer, as_):
    client = as_(officer)
    upload(client, long_list(150).encode(), "list.csv", make.office("UG"))
    batch = ImportBatch.objects.get()
    data = batch.mapping["columns"] | {"language": "en", "office": batch.office_id}
    answer = client.post(reverse("projects:import-map", args=[batch.pk]), data)
    job = Job.objects.get()
    assert (answer.url, job.name, job.total) == (job.get_absolute_url(), tasks.check_list.name, 150)
    detail = reverse("projects:import-detail", args=[batch.pk])
    assert job.get_absolute_url() in client.get(detail).content.decode()
    sweep()
    assert detail in client.get(job.get_absolute_url()).content.decode()

    seen = client.get(detail).context["seen"]
    answer = client.post(reverse("projects:import-apply", args=[batch.pk]), {"seen": seen})
    assert answer.url == Job.objects.get(name=tasks.apply_list.name).get_absolute_url()
    assert OtherProject.objects.count() == 0
    sweep()
    assert (OtherProject.objects.count(), Job.objects.filter(state="done").count()) == (150, 2)
    batch.refresh_from_db()
    assert batch.applied_counts["other_new"] == 150


def test_a_job_of_a_person_who_lost_the_role_applies_nothing(officer):
    batch = make.listed(long_list(150), officer, make.office("UG"))
    actions.ask_for("apply_list", batch, by=officer, label="Applying a list")
    officer.postings.all().delete()
    sweep()
    assert OtherProject.objects.count() == 0
    assert Job.objects.get().state == "queued"  # and tried again until it is given up


def test_a_job_whose_dry_run_no_longer_holds_checks_anew(officer):
    batch = make.listed(long_list(150), officer, make.office("UG"))
    make.other(external_id="R-1", title="There")
    actions.ask_for("apply_list", batch, by=officer, label="Applying a list")
    sweep()
    batch.refresh_from_db()
    assert (batch.applied_at, batch.counts["changed"], OtherProject.objects.count()) == (None, 1, 1)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"PK\x03\x04", "list.csv", "is XLSX inside"),
        (b"\x7fELF\x02\x01", "list.xlsx", "no spreadsheet inside"),
        (b"%PDF-1.7", "list.xml", "no XML inside"),
        (b"a", "list.docx", "CSV, XLSX or IATI XML"),
    ],
)
def test_a_file_that_is_not_what_it_claims_is_refused_on_the_page_and_leaves_nothing(
    officer, as_, content, name, sentence
):
    answer = upload(as_(officer), content, name, make.office("UG"))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_dry_run_costs_the_same_with_one_and_with_fifty_rows(officer, as_, django_assert_max_num_queries):
    client = as_(officer)
    few, many = (
        make.listed(long_list(1), officer, make.office("UG")),
        make.listed(long_list(60), officer, make.office("UG")),
    )
    client.get(reverse("projects:import-detail", args=[few.pk]))
    for batch in (few, many):
        with django_assert_max_num_queries(12):
            client.get(reverse("projects:import-detail", args=[batch.pk]))
