"""Beginning to ask: what the words name, whom one could ask, and what may be begun again."""

import pytest
from django.urls import reverse

from knowledge import actions, matching
from knowledge.actions import Evidence
from knowledge.models import Discussion
from tests import make

pytestmark = pytest.mark.django_db

NEW = "/knowledge/discussions/new/"


def _asked(**more):
    return {"kind": "question", "title": "Radio in Uganda?", "language": "en", "own_tier": "0"} | more


@pytest.fixture
def themes():
    return [make.term("themes", "SOCOH", "Social cohesion"), make.term("themes", "MEDIA", "Radio programmes")]


def test_the_words_of_a_question_offer_tags_and_colleagues_who_want_to_be_found_and_lose_nothing(as_, themes):
    cohesion, media = themes
    make.term("themes", "EDUCA", "Education and critical thinking")
    known, far = make.user("staff", "KE"), make.user("staff", "NE")
    make.expertise(known, themes=[media])
    make.expertise(far, themes=[media])
    make.expertise(make.user("staff", "KE"), themes=[media], is_listed=False)
    make.expertise(make.user("staff", "KE"), themes=[make.term("themes", "SPORT", "Sport")])
    officer = make.officer("UG")
    client, words = as_(officer), "Who has tried radio programmes on social  cohesion? Nobody here. Is it education?"

    page = client.post(NEW, _asked(text=words, themes=[cohesion.pk], suggest="1", named="x@y.org")).content.decode()

    assert words in page and 'value="x@y.org"' in page and not Discussion.objects.exists()
    told = page.partition('id="hinted"')[2].partition('class="actions"')[0]
    assert (
        "Radio programmes" in told
        and "Education and critical" in told
        and "Uganda" in told
        and "Social cohesion" not in told
    )
    assert {name for name in ("KE", "NE") if f"({name})" in told} == {"KE", "NE"}
    assert told.count('name="named"') == 2
    one = f"{known.name} (KE)"
    answer = client.post(NEW, _asked(text=words, themes=[media.pk], named=["", one]))
    assert answer.status_code == 302 and list(Discussion.objects.get().named.all()) == [known]


def test_with_a_script_only_the_offer_is_answered_and_of_nothing_it_says_so(as_, themes):
    client, htmx = as_(make.officer("UG")), {"HX-Request": "true"}
    some = client.post(NEW, _asked(text="Radio programmes?", suggest="1", themes=["x"]), headers=htmx).content.decode()
    none = client.post(NEW, _asked(title="?", text="Boats", suggest="1"), headers=htmx).content.decode()
    assert some.lstrip().startswith('<div id="hinted"') and "Radio programmes" in some
    assert "name no theme, driver or country" in none and "checkbox" not in none


def test_only_who_may_read_it_where_it_will_stand_is_offered(themes):
    cohesion, media = themes
    near, far = make.user("staff", "UG"), make.user("staff", "NE")
    for person in (near, far):
        make.expertise(person, themes=[media], languages=["fr"])
    project = make.project(tier=2)
    asker, subject = project.manager, {"themes": [media], "drivers": [], "countries": []}
    assert set(matching.who_know(asker, subject, "en")) == {near, far}
    assert matching.who_know(asker, subject, "en", tier=1) == [near]
    assert matching.who_know(asker, subject, "en", on=project) == []
    assert matching.who_know(asker, {"themes": [cohesion]}, "en") == []
    assert matching.who_know(asker, {"themes": []}, "en") == []
    make.member(project, far)
    assert matching.who_know(asker, subject, "en", on=project) == [far]


def test_a_lesson_whose_draft_was_taken_back_is_begun_once_more(as_):
    asker = make.officer("UG")
    made = make.discussion(by=asker)
    answer = actions.accept(make.reply(made), by=asker)
    first = actions.begin_lesson(answer, by=asker)
    answer.refresh_from_db()
    client = as_(asker)
    assert "Write a lesson from it" not in client.get(made.get_absolute_url()).content.decode()
    actions.withdraw(first, by=asker, reason="Too early.")
    assert "Write a lesson from it" in client.get(made.get_absolute_url()).content.decode()
    second = actions.begin_lesson(answer, by=asker)
    answer.refresh_from_db()
    assert second != first and answer.lesson == second
    with pytest.raises(Exception, match="already"):
        actions.begin_lesson(answer, by=asker)


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("/knowledge/glossary/", True),
        ("/projects/PVE-1999-0001/", None),
        ("/knowledge/use/pve-1999-0001/", None),
        ("/projects/?q=PVE", False),
        ("/cases/canary7f3q/", False),
    ],
)
def test_a_typed_address_of_evidence_is_for_whoever_reads_the_meeting_unless_it_names_what_they_may_not_know(
    as_, address, seen
):
    project = make.project(tier=2, ref="PVE-1999-0001")
    action, head = make.promise(), make.head()
    actions.finish(action, by=head, evidence=Evidence(link=address))
    url, link = reverse("knowledge:promise-detail", args=[action.uid]), f'href="{address}" rel="noopener nofollow"'
    assert link in as_(head).get(url).content.decode()
    reader, member = as_(make.officer("NE")), as_(project.manager)
    page = reader.get(url).content.decode()
    assert (link in page) is bool(seen) and (address in page.partition("<main")[2]) is bool(seen)
    assert (link in member.get(url).content.decode()) is (seen is not False)
