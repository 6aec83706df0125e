"""The answer holds what the asker may see, ranked by it alone, and every word counts without being required."""

from typing import Any

import pytest

from pvehub import index
from pvehub.index.models import SearchDoc
from pvehub.people.models import Office
from tests import make

pytestmark = pytest.mark.django_db


def found(words: str, allowed: Any, **more: Any) -> list[int]:
    return [hit.id for hit in index.ask(words, allowed=allowed, **more).rows]


def test_every_word_counts_and_none_is_required(put: Any, everything: Any) -> None:
    put(1, "mothers and the market")
    put(2, "the radio of the market")
    put(3, "cattle")

    assert found("which mothers listen to radio at the market?", everything) == [1, 2]


def test_a_rare_word_says_more_than_a_common_one(put: Any, everything: Any) -> None:
    for pk in range(1, 9):
        put(pk, "youth work in town")
    put(9, "prison work in town")

    assert found("youth prison", everything)[0] == 9


def test_a_title_says_more_than_a_text(put: Any, everything: Any) -> None:
    put(1, "about radio and other matters", "Lesson")
    put(2, "about many and other matters", "Radio")

    assert found("radio", everything) == [2, 1]


def test_an_outsiders_answer_is_the_same_whether_the_restricted_exists_or_not(put: Any, seen: Any) -> None:
    for pk, text in enumerate(["youth radio", "youth prison market", "radio radio cattle", "market"], start=1):
        put(pk, text, f"Lesson {pk}")
    index.refresh()
    questions = ["youth radio market", "zebra", "prison", '"youth radio"', "cattle youth"]
    before = [index.ask(words, allowed=seen([1, 2, 3, 4])) for words in questions]

    put(50, "zebra youth radio prison market " * 30, "Zebra", tier=2)
    put(51, "zebra youth radio draft", "Zebra", is_open=False)
    put(1, "zebra in an attachment about cattle", part=9, tier=2)
    index.refresh()

    assert [index.ask(words, allowed=seen([1, 2, 3, 4])) for words in questions] == before
    assert before[1] == index.Answer([], 0, [])
    assert sorted(found("zebra", seen([1, 2, 50, 51]))) == [50, 51]


def test_an_attachment_is_found_by_those_who_may_see_both_it_and_its_thing(put: Any, seen: Any) -> None:
    put(1, "A lesson on dialogue")
    put(1, "the zebra crossing was painted by the youth committee", "annex.pdf", part=7)
    put(1, "another annex", "other.pdf", part=8)

    def parts(*numbers: int) -> Any:
        return {"resource": SearchDoc.objects.filter(part__in=numbers).values("part")}

    assert found("zebra", seen([1])) == []
    assert found("zebra", seen([1]), parts_allowed=parts(8)) == []
    assert found("zebra", seen([]), parts_allowed=parts(7)) == []
    hit = index.ask("zebra", allowed=seen([1]), parts_allowed=parts(7, 8)).rows[0]
    assert (hit.kind, hit.id, hit.part) == ("resource", 1, 7)


def test_what_an_empty_queryset_allows_is_nothing(put: Any) -> None:
    put(1, "radio")

    assert index.ask("radio", allowed={"resource": SearchDoc.objects.none()}) == index.Answer([], 0, [])
    assert index.ask("radio", allowed={}) == index.Answer([], 0, [])


def test_a_kind_that_is_not_asked_for_is_not_searched(put: Any, everything: Any) -> None:
    put(1, "radio")
    put(1, "radio", kind="project")

    both = index.ask("radio", allowed=everything)
    one = index.ask("radio", allowed={"project": everything["project"]})

    assert [(hit.kind, hit.id) for hit in both.rows] == [("resource", 1), ("project", 1)]
    assert (one.rows[0].kind, one.total) == ("project", 1)


def test_a_queryset_of_things_is_asked_by_its_key_whatever_it_filters_by(put: Any) -> None:
    office = make.office("UG")
    put(office.pk, "radio", kind="project")
    put(office.pk + 1000, "radio", kind="project")
    offices = Office.objects.filter(code__contains="U", name_en__regex=r"^Office (U|%s)").order_by("code")

    assert found("radio", {"project": offices}) == [office.pk]
    assert found("radio", {"project": offices.values_list("pk", flat=True)}) == [office.pk]
    assert found("radio", {"project": offices.extra(where=["code like 'U%%'"])}) == [office.pk]


def test_equal_hits_keep_one_order_over_all_pages(put: Any, everything: Any) -> None:
    for pk in (5, 3, 9, 1, 7, 2, 8):
        put(pk, "the same radio text")

    pages = [found("same radio", everything, offset=offset, limit=3) for offset in (0, 3, 6, 9)]

    assert pages == [[1, 2, 3], [5, 7, 8], [9], []]
    assert index.ask("same radio", allowed=everything, offset=9, limit=3).total == 7


def test_of_equal_hits_those_in_the_askers_language_come_first(put: Any, everything: Any) -> None:
    put(1, "radio", language="en")
    put(2, "radio", language="es")

    assert found("radio", everything, language="es") == [2, 1]


def test_a_long_text_is_one_hit_by_its_best_chunk(put: Any, everything: Any) -> None:
    put(1, " ".join(["cattle"] * 700 + ["zebra in the north"] + ["market"] * 700))

    answer = index.ask("zebra", allowed=everything)

    assert answer.total == 1
    assert ("zebra", True) in answer.rows[0].highlight


@pytest.mark.parametrize("words", ["réintégration", "reintegration", "RÉINTÉGRATIONS", "re\u0301inte\u0301gration"])
def test_accents_case_and_number_do_not_matter(put: Any, everything: Any, words: str) -> None:
    put(1, "La réintégration des familles à Diffa", language="fr")
    put(2, "Le marché", language="fr")

    assert found(words, everything) == [1]


@pytest.mark.parametrize("words", ["P/CVE", "cve", "PVE-2026-0042", "2026", "M&E", "m&e plan", "U.N.", "UN"])
def test_slashes_hyphens_and_dots_hide_no_word(put: Any, everything: Any, words: str) -> None:
    put(1, "A P/CVE project, PVE-2026-0042, with its M&E plan for the U.N.")

    assert found(words, everything) == [1]


@pytest.mark.parametrize("words", ["الحماية", "حماية", "والحماية", "حمايه", "الحِمَايَة"])
def test_arabic_words_are_found_with_and_without_article_and_vowels(put: Any, everything: Any, words: str) -> None:
    put(1, "تقرير الحماية في نيامي", language="ar")
    put(2, "تقرير السوق في نيامي", language="ar")

    answer = index.ask(words, allowed=everything)

    assert [hit.id for hit in answer.rows] == [1]
    assert ("الحماية", True) in answer.rows[0].highlight


def test_little_words_of_any_language_rank_nothing(put: Any, everything: Any) -> None:
    put(1, "Le thé de la paix", language="fr")
    put(2, "work in prison", language="en")

    assert found("the work in the prison", everything) == [2]


def test_quotation_marks_ask_for_the_words_as_they_stand(put: Any, everything: Any) -> None:
    put(1, "youth committees of the market")
    put(2, "market committees for youth")

    assert found('"youth committees"', everything) == [1]
    assert found("«youth committees» market", everything) == [1]


def test_the_passage_is_plain_text_in_pieces_for_the_page_to_escape(put: Any, everything: Any) -> None:
    put(1, "before <script>alert(1)</script> the P/CVE radio \x02forged\x03 after")

    pieces = index.ask("radio", allowed=everything).rows[0].highlight

    assert [text for text, matched in pieces if matched] == ["radio"]
    assert "P/CVE" in "".join(text for text, _ in pieces)
    assert not set("".join(text for text, _ in pieces)) & set("\x02\x03\u200b")


def test_the_answer_says_which_words_found_something(put: Any, everything: Any, seen: Any) -> None:
    put(1, "youth radio")
    put(2, "prison", tier=2)

    answer = index.ask("youth prison zebra", allowed=seen([1]))

    assert answer.matched_words == ["youth"]
    assert answer.rows[0].words == ["youth"]


@pytest.mark.parametrize(
    "words",
    ["", "   ", "the", "' or 1=1 --", "a & b | !c:*", "\\", "'\\''", "%s %(x)s", "\0", "\ud800", '"', "x" * 9999],
)
def test_any_question_has_an_answer(put: Any, everything: Any, words: str) -> None:
    put(1, "radio 100% a 'b' \\c")

    assert index.ask(words, allowed=everything).total in (0, 1)


def test_an_answer_takes_two_queries(put: Any, everything: Any, django_assert_num_queries: Any) -> None:
    for pk in range(1, 40):
        put(pk, "youth radio market")

    with django_assert_num_queries(2):
        index.ask("youth radio", allowed=everything)
