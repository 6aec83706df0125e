"""No list is forgotten: each costs the same number of queries, twelve at most, with one, three and three hundred rows."""

import ast
import pathlib
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.utils import timezone

from endorsement.models import Case, Override, Report
from endorsement.workflow import Status
from knowledge.models import Asked, Curation, ReferenceList, Resource, Revision
from projects.models import Follow, OtherProject, Project, SavedView
from pvehub.access.models import AccessRequest
from pvehub.people.models import User
from pvehub.tokens.models import Token
from tests import make
from tests.held import RECORDS
from tests.machinery.amount import of_the_day
from tests.matrix import policy_files

HERE = pathlib.Path(__file__).parent
LIMIT = 12
STEPS = (1, 2, 297)  # together one, three and three hundred

# Lists whose own app holds them to it; every other list stands in MORE below.
API = ("project-list", "organization-list", "other-list", "vocabulary-list", "indicator-list")
ELSEWHERE = {
    **{
        f"api:{name}": ("projects/test_api.py", "test_the_lists_of_the_api_cost_the_same_with_1_3_and_40_rows")
        for name in API
    },
    "tokens:token-list": ("projects/test_api.py", "test_the_lists_of_the_api_cost_the_same_with_1_3_and_40_rows"),
    "endorsement:case-list": (
        "endorsement/test_costs.py",
        "test_the_list_costs_the_same_with_one_three_and_three_hundred_rows",
    ),
    "endorsement:oversight-list": (
        "endorsement/test_oversight.py",
        "test_the_lists_cost_the_same_with_1_3_and_300_cases_and_the_board_thirty_queries",
    ),
    "endorsement:support-list": (
        "endorsement/test_support.py",
        "test_the_list_costs_the_same_with_1_3_and_300_questions",
    ),
    "knowledge:red-line-list": (
        "knowledge/test_red_lines.py",
        "test_the_register_costs_the_same_with_1_3_and_300_lines",
    ),
    "endorsement:declined-list": ("endorsement/test_declined.py", "test_the_list_costs_the_same_with_1_3_and_300_rows"),
    "knowledge:guidance-list": ("knowledge/test_guidance_lists.py", "test_the_lists_cost_the_same"),
    "knowledge:consultation-list": ("knowledge/test_guidance_lists.py", "test_the_lists_cost_the_same"),
    "knowledge:evidence-list": ("knowledge/test_use.py", "test_the_page_costs_the_same_with_1_3_and_30_rows"),
    "knowledge:resource-list": ("knowledge/test_views.py", "test_the_list_costs_the_same_with_1_3_and_300_rows"),
    "search:search-list": (
        "knowledge/test_search.py",
        "test_the_box_costs_the_same_with_one_three_and_three_hundred_rows",
    ),
    "projects:indicator-list": (
        "projects/test_bank.py",
        "test_pages_of_the_bank_cost_the_same_with_one_and_with_many_projects",
    ),
    "projects:late-list": (
        "projects/test_late.py",
        "test_the_list_costs_the_same_with_one_three_and_three_hundred_rows",
    ),
    "notifications:mute-list": ("notifications/test_choosing.py", "test_the_muted_cost_the_same_with_1_and_40_rows"),
    "notifications:notice-list": (
        "notifications/test_views.py",
        "test_notice_list_takes_the_same_queries_for_one_and_for_twenty",
    ),
    "projects:project-list": ("projects/test_views.py", "test_project_list_costs_the_same_with_1_3_and_300_rows"),
    "risks:acceptance-list": ("risks/test_views.py", "test_the_acceptances_that_wait_cost_the_same_with_1_and_20"),
    "risks:incident-list": ("risks/test_incidents.py", "test_incidents_cost_the_same_with_1_3_and_300"),
    "risks:escalation-list": (
        "risks/test_escalating.py",
        "test_the_list_and_the_desk_cost_the_same_with_1_3_and_300_escalations",
    ),
    "risks:category-list": ("risks/test_categories.py", "test_the_list_costs_the_same_with_1_3_and_300_rows"),
    "risks:library-list": ("risks/test_library.py", "test_the_list_costs_the_same_with_1_3_and_300_rows"),
    **dict.fromkeys(
        [f"risks:{name}-list" for name in ("answer", "assumed", "common", "happened", "unanswered")],
        (
            "risks/test_portfolio.py",
            "test_the_portfolio_costs_the_same_with_1_3_and_300_rows_and_a_director_sees_the_region_alone",
        ),
    ),
    "risks:treatment-list": ("risks/test_treating.py", "test_all_measures_cost_the_same_with_1_3_and_300"),
    "risks:risk-list": ("risks/test_views.py", "test_the_lists_cost_the_same_with_1_3_and_300_risks"),
    "risks:risk-overdue": ("risks/test_views.py", "test_the_lists_cost_the_same_with_1_3_and_300_risks"),
    "risks:position-list": ("risks/test_positions.py", "test_the_list_costs_the_same_with_1_3_and_300_positions"),
    "risks:register-list": ("risks/test_offices.py", "test_the_list_costs_the_same_with_1_3_and_300_registers"),
    "risks:snapshot-list": ("risks/test_gating.py", "test_the_frozen_copies_cost_the_same_with_1_3_and_300_of_them"),
    "staffing:office-list": ("staffing/test_offices.py", "test_the_list_costs_the_same_with_1_3_and_300_offices"),
    "staffing:person-list": ("staffing/test_views.py", "test_the_list_keeps_to_twelve_queries"),
}


def more_projects(number, officer):
    return [make.project(manager=officer, office="UG") for _ in range(number)]


def more_participations(number, officer):
    for project in more_projects(number, officer):
        make.participation(project, f"Council {project.pk}")


def more_others(number, officer):
    land = make.country()
    for _ in range(number):
        other = OtherProject.objects.create(external_id=str(uuid.uuid4()), title="Roads", source="list.csv")
        other.countries.add(land)


def more_requests(number, officer):
    for one in (officer, make.outsider()):
        AccessRequest.objects.bulk_create(
            AccessRequest(asked_by=one, address="/projects/x/", reason="To learn.", office=make.office("UG"))
            for _ in range(number)
        )


def more_waiting(number, officer):
    """Resources of the officer that wait for a curator, as they would stand, without the whole way each."""
    first = Resource.objects.filter(created_by=officer).first()
    if first is None:
        first, number = make.resource(state="submitted", author=officer, themes=[make.term()]), number - 1
    text, curation = first.revisions.get(), first.curations.get()
    for _ in range(number):
        row, copy, waits = (thing.__class__.objects.get(pk=thing.pk) for thing in (first, text, curation))
        row.pk, row.uid = None, uuid.uuid4()
        row.save()
        row.authors.add(officer)
        copy.pk, copy.resource, copy.status, copy.sha256, copy.submitted_at, copy.submitted_by = (
            *(None, row, "draft", "", None, None),
        )
        copy.save()  # every text is born a draft
        copy.status, copy.sha256 = text.status, text.sha256
        copy.submitted_at, copy.submitted_by = text.submitted_at, text.submitted_by
        copy.save()
        waits.pk, waits.resource = None, row
        waits.save()
    assert Revision.objects.waiting().count() == Curation.objects.filter(closed_at=None).count()


def more_to_verify(number, officer):
    """Published items of the officer whose date has come, as they would stand, without the whole way each."""
    first = Resource.objects.filter(created_by=officer, verify_by_on=make.today("UG")).first()
    if first is None:
        first, number = make.resource(author=officer), number - 1
        Resource.objects.filter(pk=first.pk).update(verify_by_on=make.today("UG"))
        first.refresh_from_db()
    for _ in range(number):
        row = Resource.objects.get(pk=first.pk)
        row.pk, row.uid, row.state = None, uuid.uuid4(), "draft"
        row.save()
        row.state = "published"
        row.save()


def more_parked(number, officer):
    for _ in range(number):
        make.delivery(officer, state="parked")
        make.job(officer, state="failed")


def more_updates(number, officer):
    for project in more_projects(number, officer):
        make.update(project)


def more_follows(number, officer):
    begun = Follow.objects.filter(user=officer).count()
    for n in range(begun, begun + number):
        make.follow(officer, theme=make.term("themes", f"T{n}", f"Theme {n}"))


def more_overrides(number, officer):
    now, director = timezone.now(), make.doe_director()
    for project in more_projects(number, officer):
        case = Case.objects.create(ref=f"{project.ref}-1", project=project, author=officer, opened_at=now, moved_at=now)
        Override.objects.create(
            case=case, reason="Elections.", ordered_by=director, ordered_at=now, until_at=now + timedelta(days=30)
        )


def more_reports(number, officer):
    today, now = timezone.localdate(), timezone.now()
    for project in more_projects(number, officer):
        Project.objects.filter(pk=project.pk).update(status="in_endorsement", submitted_once_at=now)
        case = Case.objects.create(
            ref=f"{project.ref}-1", project=project, author=officer, opened_at=now, moved_at=now, submitted_at=now
        )
        make.put(case, Status.ENDORSED)
        for place, state in enumerate(("due", "submitted"), 1):
            Report.objects.create(
                **{"project": project, "kind": "interim", "number": place, "state": state, "moved_at": now},
                **{"from_on": today, "to_on": today + timedelta(days=place), "due_on": today},
            )


def more_of_everything(number, officer):
    now = timezone.now()
    for project in more_projects(number, officer):
        case = Case.objects.create(
            ref=f"{project.ref}-1", project=project, author=officer, opened_at=now, moved_at=now, submitted_at=now
        )
        make.put(case, Status.SCREENING)
    more_projects(number, officer)
    more_reports(number, officer)
    more_waiting(number, officer)
    make.more_promises(number, officer)
    for _ in range(number):
        make.notice(officer)


def more_views(number, officer):
    for place in range(number):
        make.saved_view(officer, name=f"View {SavedView.objects.count()} {place}")
        make.saved_view(make.head(), name=f"Shared {SavedView.objects.count()} {place}", audience="office", office="UG")


def more_searches(number, officer):
    for _ in range(number):
        make.saved_search(officer, filters="theme=SOCOH")


def more_questions(number, officer):
    people = [officer, make.outsider(), make.head()]
    for place in range(number):
        make.questions(f"question {Asked.objects.count()} {place}", *people)


def more_collections(number, officer):
    """Each with one of its items closed to others; some shared, some asked of colleagues."""
    closed = Resource.objects.filter(created_by=officer).first() or make.resource(author=officer, tier=2)
    for place in range(min(number, 60)):
        made = make.collection(officer, closed, is_shared=place % 2 == 0)
        make.reading(made, make.officer("UG") if place == 0 else officer)


def more_references(number, officer):
    ReferenceList.objects.bulk_create(
        ReferenceList(owner=officer, office=make.office("UG"), name="list.ris", language="en") for _ in range(number)
    )


def more_feeds(number, officer):
    Token.objects.bulk_create(
        Token(
            owner=officer,
            scope="feeds",
            name="New",
            prefix=uuid.uuid4().hex[:8],
            digest="0" * 64,
            expires_at=timezone.now() + timedelta(days=9),
        )
        for _ in range(number)
    )


def more_alike(number, officer):
    """Missions that share a driver with the officer's: the page shows each mission once, however much it published."""
    for code in ("UG", "NG", "KE")[: number + 1]:
        make.resource(office=code, author=make.officer(code), drivers=[make.term("drivers")])


def more_news(number, officer):
    """What each reader follows, and enough published on it to fill a page."""
    theme = make.term("themes", "NEWS", "News")
    for reader in User.objects.filter(is_active=True):
        Follow.objects.get_or_create(user=reader, theme=theme)
    first = Resource.objects.filter(themes=theme).first() or make.resource(themes=[theme], author=officer)
    for _ in range(min(number, 30)):
        row = Resource.objects.get(pk=first.pk)
        row.pk, row.uid, row.state = None, uuid.uuid4(), "draft"
        row.save()
        row.state = "published"
        row.save()
        row.themes.add(theme)


MORE = {
    "knowledge:discussion-list": make.many_discussions,
    "knowledge:flag-list": make.many_discussions,
    "knowledge:expert-list": lambda number, officer: make.many_experts(number),
    "knowledge:peer-list": more_alike,
    "knowledge:news-list": more_news,
    "knowledge:feed-list": more_feeds,
    "knowledge:reference-list": more_references,
    "search:gap-list": more_questions,
    "search:saved-list": more_searches,
    "knowledge:collection-list": more_collections,
    **dict.fromkeys(["knowledge:meeting-list", "knowledge:promise-list"], make.more_promises),
    **dict.fromkeys(["knowledge:glossary-list", "knowledge:divergence-list"], make.more_terms),
    "search:synonym-list": lambda number, officer: [make.synonym() for _ in range(number)],
    "projects:donor-list": more_participations,
    "projects:figure-list": more_participations,
    "projects:view-list": more_views,
    "access:request-list": more_requests,
    "endorsement:override-list": more_overrides,
    "endorsement:report-list": more_reports,
    "home": more_of_everything,
    "knowledge:contribution-list": more_waiting,
    "knowledge:curation-queue": more_waiting,
    "knowledge:verification-list": more_to_verify,
    "notifications:undelivered-list": more_parked,
    "projects:follow-list": more_follows,
    "projects:organization-list": more_participations,
    "projects:other-list": more_others,
    "projects:update-list": more_updates,
}
READERS = {
    "knowledge:flag-list": ("curator",),
    "knowledge:divergence-list": ("curator",),
    "search:gap-list": ("curator",),
    "search:synonym-list": ("curator", "administrator"),
    "knowledge:curation-queue": ("curator",),
    "notifications:undelivered-list": ("administrator",),
}


def lists(patterns=None):
    """Every route that shows rows: by the names of the house, `-list` and `-queue`, and home."""
    return {
        name
        for name in policy_files.routes(patterns)
        if name == "home" or name.endswith(("-list", "-queue", "-overdue"))
    }


def test_every_list_is_held_to_its_queries_somewhere():
    held = {*MORE, *ELSEWHERE}

    assert not lists() - held, f"lists whose queries nobody counts: {sorted(lists() - held)}"
    assert not held - lists(), f"no such list: {sorted(held - lists())}"


def test_a_list_added_without_a_count_is_found():
    assert lists([path("letters/", lambda request: None, name="letter-list")]) - {*MORE, *ELSEWHERE}


@pytest.mark.parametrize("place", sorted({*ELSEWHERE.values(), *RECORDS.values()}), ids=lambda place: place[1])
def test_the_test_named_elsewhere_is_there(place):
    module, name = place
    tree = ast.parse((HERE / module).read_text(encoding="utf-8"))

    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(MORE))
def test_a_list_costs_the_same_with_1_3_and_300_rows(route, as_):
    officer = make.officer("UG")
    people = {
        "officer": officer,
        "reviewer": make.reviewer(),
        "curator": make.curator(),
        "administrator": make.administrator(),
    }
    named = READERS.get(route, ("officer", "reviewer", "curator"))
    readers = {name: as_(people[name]) for name in of_the_day(named)}
    costs = {name: [] for name in readers}
    for client in readers.values():
        client.get(reverse(route))  # what is read once per process is read now
    for step in STEPS:
        MORE[route](step, officer)
        for name, client in readers.items():
            costs[name].append(cost_of(client, reverse(route)))

    assert all(len(set(counts)) == 1 for counts in costs.values()), costs
    assert max(max(counts) for counts in costs.values()) <= LIMIT, costs


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["project-detail", "project-check", "project-tasks", "project-team"])
def test_a_record_of_a_project_stays_within_thirty_queries(name, as_):
    project = make.case(Status.CLEARANCE).project
    for number in range(20):
        make.participation(project, f"Council {number}")
        make.member(project, make.user("staff", "UG"))
    client = as_(project.manager)
    client.get(reverse(f"projects:{name}", args=[project.ref]))

    assert cost_of(client, reverse(f"projects:{name}", args=[project.ref])) <= 30


def cost_of(client, url):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)
