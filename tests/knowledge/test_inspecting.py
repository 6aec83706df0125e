"""What the machine tells author and curator beside what holds a text back: words, doubles, files."""

import pytest
from django.urls import reverse

from knowledge import actions, inspecting
from knowledge.models import Resource
from tests import make

pytestmark = pytest.mark.django_db


def _found(resource, person, files=()):
    text = resource.revisions.newest().first()
    return inspecting.findings(resource, text, by=person, files=list(files))


def _doubles(resource, person):
    return [finding.url for finding in _found(resource, person) if finding.check == "duplicate"]


TITLE = "Market committees settle disputes over stalls in Gulu"


def test_terms_that_could_harm_are_told_with_why_and_a_better_one_and_hold_nothing_back(as_):
    term = make.term("sensitive-terms", "counter-narrative", "counter-narrative")
    term.attributes = {"severity": "red-line", "why": "It takes sides", "preferred": "alternative narrative"}
    term.save()
    author = make.officer("UG")
    made = make.resource(state="draft", author=author, fields={"happened": "We built a counter-narrative."})

    (finding,) = _found(made, author)

    assert (finding.check, finding.place, finding.holds_back) == ("red_line", "happened", False)
    assert "counter-narrative" in finding.sentence and "alternative narrative" in finding.sentence
    page = as_(author).get(reverse("knowledge:resource-submit", args=[made.uid])).content.decode()
    assert "Red line" in page and "Mend first" not in page
    actions.submit(made, by=author)
    curator = make.curator()
    review = as_(curator).get(reverse("knowledge:curation-review", args=[made.uid])).content.decode()
    assert "Red line" in review


def test_what_says_much_the_same_is_named_to_who_may_read_it_alone():
    author, stranger, curator = make.officer("UG"), make.officer("NE"), make.curator()
    closed = make.resource(author=author, tier=2, title=TITLE)
    other = make.resource(author=author, title="Radio plays reach herders", summary="A quite different matter.")
    mine = make.resource(state="draft", office="NE", author=stranger, title=f"{TITLE} town", summary="Another summary.")

    assert _doubles(mine, stranger) == []
    actions.submit(mine, by=stranger)
    assert _doubles(mine, curator) == [closed.get_absolute_url()]
    assert other.get_absolute_url() not in _doubles(mine, curator)


def test_two_that_wait_are_doubles_for_the_curator_and_not_for_their_authors():
    one, two, curator = make.officer("UG"), make.officer("NE"), make.curator()
    first = make.resource(state="submitted", author=one, title=TITLE, summary="One.")
    second = make.resource(state="submitted", office="NE", author=two, title=TITLE, summary="Two.")

    assert _doubles(second, two) == []
    assert _doubles(second, curator) == [first.get_absolute_url()]


def test_the_answer_to_an_author_is_the_same_as_if_the_hidden_double_did_not_exist(as_):
    author = make.officer("NE")
    mine = make.resource(state="draft", office="NE", author=author, title=TITLE, summary="Another.")
    url, client = reverse("knowledge:resource-submit", args=[mine.uid]), as_(author)

    def main():
        return client.get(url).content.decode().split("What the machine found")[1].split("</section>")[0]

    before = main()
    make.resource(tier=2, title=TITLE, summary="Another.")
    assert main() == before


def test_accents_and_case_are_no_difference_and_other_words_are():
    assert inspecting.shared("Réintégration à Agadez", "REINTEGRATION A AGADEZ") == 1
    assert inspecting.shared("Radio plays", "Water points") < 0.2
    assert inspecting.shared("", "Water") == 0


def test_a_file_that_is_not_read_is_named(as_):
    author = make.officer("UG")
    made = make.resource(state="draft", author=author, files=(("a.pdf", "words", 0), ("b.pdf", "more", 0)))
    made.attachments.filter(name="a.pdf").update(text=None)
    made.attachments.filter(name="b.pdf").update(text=[], text_error="It is locked.")

    page = as_(author).get(reverse("knowledge:resource-submit", args=[made.uid])).content.decode()

    assert "a.pdf” is still being read" in page and "b.pdf” is not found by its words: It is locked." in page
    assert Resource.objects.get().state == "draft"
