"""G-0007 §3.2 and RL-3 typed anywhere people write: a link for whoever may open it, words for everybody else."""

import pytest

from knowledge import actions, linking
from knowledge.models import Guidance
from tests import make

pytestmark = pytest.mark.django_db


def link(url, words):
    return f'<a href="{url}"', f"<bdi>{words}</bdi></a>"


def holds(page, url, words):
    return all(part in page for part in link(url, words))


def cited():
    """A note all staff read, a note of other offices, a red line: and a text that names all of them."""
    open_note, shut = make.guidance(), make.guidance(tier=2, office="NE", author=make.officer("NE"))
    line, waiting = make.red_line(), make.red_line(state="proposed")
    numbers = [Guidance.objects.get(resource=note).code for note in (open_note, shut)]
    words = f"See {numbers[0]} §1.1 and {numbers[1]} §1.1; {line.code} holds, {waiting.code} and RL-999 do not."
    clause = open_note.clauses.get(number="1.1")
    return words, clause.get_absolute_url(), f"{numbers[0]} §1.1", line, [f"{numbers[1]} §1.1", waiting.code, "RL-999"]


def test_every_place_where_people_write_links_what_one_may_open_and_leaves_the_rest_words(as_):
    words, url, clause, line, others = cited()
    talk = make.discussion(text=words)
    actions.reply(talk, by=make.officer("UG"), text=words)
    consultation = make.consultation(
        make.guidance(state="draft", author=make.officer("UG")), is_for_all=True, question=words
    )
    make.comment(consultation, by=make.officer("UG"), text=words)
    meeting = make.meeting(key_points=words)
    pages = {"talk": (talk, 2), "consultation": (consultation, 2), "meeting": (meeting, 1)}
    for name, (thing, times) in pages.items():
        page = as_(make.officer("UG")).get(thing.get_absolute_url()).content.decode()
        assert page.count(link(url, clause)[0]) == times, name
        assert holds(page, url, clause) and holds(page, line.get_absolute_url(), line.code), name
        for other in others:
            assert other in page and f"<bdi>{other}</bdi></a>" not in page, (name, other)


def test_reports_and_the_word_of_headquarters_on_them_link_in_the_same_way(as_):
    words, url, clause, line, others = cited()
    report = make.sent_back(make.sent(word=words), text=f"Mind {line.code}.")
    page = as_(report.project.manager).get(report.get_absolute_url()).content.decode()
    assert holds(page, url, clause) and others[0] in page
    assert page.count(link(line.get_absolute_url(), line.code)[0]) == page.count(clause) + 1


def test_texts_that_name_nothing_cost_no_query(django_assert_num_queries):
    person = make.officer("UG")
    with django_assert_num_queries(0):
        assert linking.links_among(person, ["Nothing is named here, G7 and RL-x are not.", ""]) == {}


def test_an_outsider_of_the_note_reads_the_same_words_as_of_a_number_nobody_has(as_):
    *_rest, others = cited()
    reader = make.officer("UG")
    for words in (f"It says {others[0]}.", "It says G-9999 §1.1."):
        assert linking.pieces(words, linking.links_among(reader, [words])) == [(words, None)]
