"""What a long list costs: queries by the five hundred rows, memory for identifiers only, progress seen from outside."""

import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from projects import actions, importing
from projects.actions.progressing import Progress
from projects.models import ImportRow, Project
from pvehub.index.items import BATCH
from pvehub.jobs import actions as jobs
from pvehub.jobs.models import Job
from tests import make

WORDS = "Young people, traders and elders of the border towns settle disputes. " * 30


@pytest.fixture
def officer(db):
    make.reference()
    return make.officer("UG")


def a_list(number, prefix="R", ours=0):
    rows = (f"{prefix}-{n},Row {n},Uganda,{'IOM' if n < ours else 'GIZ'},{n}00,Sida\n" for n in range(number))
    return "Ref,Title,Country,Implementer,Budget,Donor\n" + "".join(rows)


def queries_of(call):
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


def test_a_dry_run_costs_the_same_queries_with_20_and_with_400_rows(officer):
    few, many = (make.listed(a_list(number, f"Q{number}"), officer, make.office("UG")) for number in (20, 400))
    costs = [queries_of(lambda batch=batch: actions.check_batch(batch, by=officer)) for batch in (few, many)]
    assert costs[0] == costs[1] <= 40


def test_applying_others_rows_costs_the_same_queries_however_many_they_are(officer):
    def apply(batch):
        actions.apply_batch(batch, by=officer, seen=actions.seal(batch))

    few, many = (make.listed(a_list(number, f"O{number}"), officer, make.office("UG")) for number in (20, 400))
    costs = [queries_of(lambda batch=batch: apply(batch)) for batch in (few, many)]
    a_batch = 4  # what the index takes for each further batch of texts
    assert costs[1] - costs[0] == a_batch * (-(-400 // BATCH) - 1) and costs[1] <= 80


def test_a_draft_of_ours_costs_at_most_ten_queries(officer):
    def apply(batch):
        actions.apply_batch(batch, by=officer, seen=actions.seal(batch))

    few, many = (
        make.listed(a_list(number, f"D{number}", ours=number), officer, make.office("UG")) for number in (5, 25)
    )
    less, more = queries_of(lambda: apply(few)), queries_of(lambda: apply(many))
    assert (more - less) / 20 <= 10
    assert Project.objects.count() == 30


@pytest.mark.slow
def test_checking_keeps_of_each_row_no_more_than_its_identifier(officer):
    def peak(number):
        batch = actions.upload_batch(
            importing.Sheet("list.csv", "csv", ["Ref", "Title", "Country", "Description"], rows(number)),
            by=officer,
            office=make.office("UG"),
        )
        tracemalloc.start()
        actions.check_batch(batch, by=officer)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    def rows(number):
        return ((n + 2, [f"M{number}-{n}", f"Row {n}", "Uganda", WORDS]) for n in range(number))

    one, four = peak(1000), peak(4000)
    assert len(WORDS) > 2000
    assert (four - one) / 3000 < 1000, "more is kept of each row than its identifier and a digest"
    assert ImportRow.objects.filter(verdict="new").count() == 5000


def test_progress_is_told_from_outside_about_a_hundred_times_and_only_inside_of_a_job(monkeypatch):
    told = []
    monkeypatch.setattr("projects.actions.progressing.progress", lambda done, total: told.append((done, total)))
    for pk in (None, 7):
        token = jobs.current.set(pk)
        progress = Progress(10_000)
        for _ in range(1000):
            progress.step(10)
        jobs.current.reset(token)
    assert (len(told), told[-1]) == (100, (10_000, 10_000))


@pytest.mark.django_db(transaction=True)
def test_how_far_a_list_is_can_be_read_before_its_transaction_ends():
    job = make.job(make.user("staff", "UG"))

    def seen():
        try:
            return Job.objects.get(pk=job.pk).progress
        finally:
            connections.close_all()

    token = jobs.current.set(job.pk)
    with transaction.atomic():
        Progress(100).step(60)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(seen).result() == 60
    jobs.current.reset(token)
