"""The portfolio and the page of a project, for each kind of reader."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from projects import actions
from projects.models import Project
from pvehub.access import standings
from pvehub.audit import trail
from pvehub.notifications.models import Notice
from tests import make

pytestmark = pytest.mark.django_db
LIST = reverse("projects:project-list")


def titles(answer):
    return [row["title"] for row in answer.context["rows"]]


def test_a_project_of_tier_2_stands_in_no_list_count_or_filter_of_a_person_outside(as_):
    hidden = make.complete_project(status="endorsed", tier=2, title="Hidden", office="NG")
    shown = make.complete_project(status="endorsed", tier=0, title="Shown")
    outsider = as_(make.user("staff", "UG"))

    answer = outsider.get(LIST)
    assert (titles(answer), answer.context["page"].total) == (["Shown"], 1)
    page = answer.content.decode()
    assert "Hidden" not in page and hidden.ref not in page and "Nigeria" not in page
    for query in ("q=Hidden", "country=NG", "office=NG", "theme=SOCOH", "status=endorsed"):
        assert hidden.ref not in outsider.get(f"{LIST}?{query}").content.decode(), query
    assert outsider.get(hidden.get_absolute_url()).status_code == 404
    assert outsider.get(shown.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Market", "Harbour"}),
        ("q=market+committees", {"Market"}),
        ("status=endorsed", {"Harbour"}),
        ("region=DKR", {"Harbour"}),
        ("region=NBO", {"Market"}),
        ("office=NG", {"Harbour"}),
        ("country=UG", {"Market"}),
        ("theme=SOCOH", {"Market"}),
        ("target=YTH", {"Market"}),
        ("driver=SM2", {"Market"}),
        ("classification=specific", {"Market"}),
        ("year=2026", {"Market"}),
        ("year=2031", set()),
        ("status=nonsense", {"Market", "Harbour"}),
        ("year=x", set()),
    ],
)
def test_filters_are_the_url(as_, query, found):
    head = make.head()
    first = make.complete_project(title="Market", summary="The committees", status="draft")
    actions.follow(first, by=None, status="in_endorsement")
    make.project(title="Harbour", office="NG", status="endorsed")
    assert set(titles(as_(head).get(f"{LIST}?{query}"))) == found


def test_htmx_gets_the_fragment_only(as_):
    make.project()
    answer = as_(make.head()).get(LIST, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "<html" not in answer.content.decode()


def test_a_project_begins_with_a_title_and_once(as_):
    officer = make.officer("UG")
    client, url = as_(officer), reverse("projects:project-create")
    once = "6f0c7f0e-54c1-4a8e-9d0e-0a4c5d1f9b11"
    data = {"title": "  Youth   of the slums ", "language": "en", "office": make.office("UG").pk, "once": once}
    first, second = client.post(url, data), client.post(url, data)
    project = Project.objects.get()
    assert project.title == "Youth of the slums"
    assert first.url == second.url == reverse("projects:project-tasks", args=[project.ref])
    assert client.post(url, {"title": "", "language": "en", "office": make.office("UG").pk}).status_code == 422


def test_after_the_endorsement_others_read_the_endorsed_words_and_the_team_its_copy(as_):
    project = make.complete_project(status="endorsed", tier=0, title="As endorsed", summary="Endorsed words")
    Project.objects.filter(pk=project.pk).update(title="Working title", summary="Working words")
    url = project.get_absolute_url()

    team = as_(project.manager).get(url).content.decode()
    reviewer = as_(make.reviewer()).get(url).content.decode()
    outsider = as_(make.outsider()).get(url).content.decode()
    assert "Working words" in team
    assert "Endorsed words" in reviewer and "Working words" not in reviewer
    assert "Endorsed words" in outsider and "Working" not in outsider
    assert "Household survey" in reviewer and "Household survey" not in outsider
    reader = as_(make.outsider())
    listed = reader.get(LIST).content.decode()
    assert "As endorsed" in listed and "Working" not in listed
    assert titles(reader.get(f"{LIST}?q=working")) == []
    assert titles(reader.get(f"{LIST}?q=endorsed+words")) == ["As endorsed"]
    assert titles(reader.get(f"{LIST}?driver=SM2")) == titles(reader.get(f"{LIST}?target=YTH")) == []
    assert titles(as_(project.manager).get(f"{LIST}?q=working&driver=SM2")) == ["Working title"]


def test_the_task_list_says_of_each_section_where_it_stands(as_):
    project = make.complete_project()
    project.answers.filter(field="theory_of_change").delete()
    rows = {str(row["title"]): row for row in as_(project.manager).get(
        reverse("projects:project-tasks", args=[project.ref])
    ).context["rows"]}  # fmt: skip
    assert rows["Overview"]["status"] == "Complete"
    assert rows["Results"]["status"] == "In progress" and "Theory of change" in rows["Results"]["hint"]
    assert rows["Documents"]["status"] == "Optional"


def test_tier_and_team_through_their_pages(as_, outbox):
    project, colleague = make.project(tier=0), make.user("staff", "UG")
    client = as_(project.manager)
    tier, team = (reverse(f"projects:project-{name}", args=[project.ref]) for name in ("tier", "team"))

    assert client.post(tier, {"tier": "2"}).status_code == 302
    assert client.post(tier, {"tier": "0", "reason": "x"}).status_code == 403
    assert as_(make.chief("UG")).post(tier, {"tier": "0"}).status_code == 422
    assert client.post(team, {"email": colleague.email}).status_code == 302
    assert client.post(team, {"email": colleague.email}).status_code == 422
    assert client.post(team, {"email": "nobody@test.example"}).status_code == 422
    assert client.post(reverse("projects:member-end", args=[project.ref, colleague.uid])).status_code == 302
    assert [event.verb for event in trail.of(project).order_by("seq")] == [
        "projects.tier_raised",
        "projects.member_added",
        "projects.member_ended",
    ]
    assert outbox == [("projects.member_added", colleague)]
    assert Notice.objects.get().recipient == colleague


def test_the_cards_for_home_show_drafts_and_news_in_few_queries(django_assert_max_num_queries):
    officer = make.officer("UG")
    for _ in range(3):
        make.project(manager=officer, title="My draft")
    news = make.project(status="endorsed", title="The news")
    request = RequestFactory().get("/")
    page = Template("{% load projects %}{% my_drafts %}{% projects_new %}")
    standings.begin()  # as in a request: the standing is read once, in two queries; a third names content types once a process
    try:
        with django_assert_max_num_queries(5):
            text = page.render(Context({"user": officer, "request": request}))
    finally:
        standings.end()
    assert text.count("My draft") == 3 and news.title in text
    assert "no draft" in Template("{% load projects %}{% my_drafts %}").render(Context({"user": make.head()}))
