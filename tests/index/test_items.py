"""What goes in and out keeps postings and counts exact, whatever happens in which order, and nobody waits for it."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pvehub import index
from pvehub.index.models import Lexeme, Posting, SearchDoc, Tally
from tests.index.conftest import recount, statistics
from tests.machinery.amount import some

WORDS = st.lists(st.sampled_from("youth prison school leçon état mothers the cattle radio".split()), max_size=8)
TEXTS = st.one_of(WORDS.map(" ".join), WORDS.map(lambda words: " ".join(words * 90)))
ITEMS = st.builds(
    index.Item,
    kind=st.sampled_from(["resource", "project"]),
    id=st.integers(1, 3),
    title=WORDS.map(" ".join),
    body=st.lists(TEXTS, max_size=2),
    language=st.sampled_from(["en", "fr", "ar", "pt"]),
    region=st.integers(0, 9),
    tier=st.integers(0, 2),
    part=st.integers(0, 1),
    is_open=st.booleans(),
)
STEPS = st.lists(
    st.one_of(
        ITEMS,
        st.tuples(st.sampled_from(["resource", "project"]), st.integers(1, 3), st.sampled_from([None, 0, 1])),
        st.just("refresh"),
    ),
    max_size=12,
)


@pytest.mark.django_db
@settings(deadline=None, max_examples=some(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_postings_and_counts_stay_exact_through_any_sequence(db: None, steps: list[Any]) -> None:
    with transaction.atomic():
        for step in steps:
            if step == "refresh":
                index.refresh()
            elif isinstance(step, tuple):
                index.drop(*step)
            else:
                index.put(step)
        assert statistics() == recount()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_an_unchanged_item_changes_no_row(put: Any) -> None:
    put(1, "mothers of Kawempe", "A lesson")
    before = (statistics(), Tally.objects.count())

    put(1, "mothers of Kawempe", "A lesson")

    assert (statistics(), Tally.objects.count()) == before


@pytest.mark.django_db
def test_dropping_everything_leaves_nothing(put: Any) -> None:
    put(1, "word " * 1000, "A lesson", part=0)
    put(1, "the attachment", part=7)

    index.drop("resource", 1)
    index.refresh()

    assert not SearchDoc.objects.exists() and not Posting.objects.exists()
    assert not Lexeme.objects.exists() and not Tally.objects.exists()


@pytest.mark.django_db
def test_one_part_can_go_alone(put: Any, everything: Any) -> None:
    put(1, "elders")
    put(1, "minutes of the market committee", part=7)
    parts = {"resource": SearchDoc.objects.filter(part__gt=0).values("part")}

    index.drop("resource", 1, part=7)

    assert index.ask("market", allowed=everything, parts_allowed=parts).total == 0
    assert index.ask("elders", allowed=everything, parts_allowed=parts).total == 1


@pytest.mark.django_db
def test_a_shorter_text_leaves_no_chunk_behind(put: Any) -> None:
    put(1, "cattle " * 1500)
    assert SearchDoc.objects.count() == 4

    put(1, "radio")

    assert list(SearchDoc.objects.values_list("chunk", "body")) == [(0, "radio")]
    assert statistics() == recount()


@pytest.mark.django_db
def test_text_that_no_database_keeps_is_kept_without_it(put: Any, everything: Any) -> None:
    put(1, "one\0two \ud800 three", "a\0title")

    assert index.ask("three", allowed=everything).total == 1


@pytest.mark.django_db
def test_rebuild_gives_the_index_that_the_writes_gave(put: Any) -> None:
    items = [index.Item("resource", pk, f"Title {pk}", [f"text about radio {pk}"], tier=pk % 2) for pk in range(1, 6)]
    put(99, "what no app hands in any more")

    assert index.rebuild(iter(items)) == 5

    assert statistics() == recount()
    assert sorted(SearchDoc.objects.values_list("thing_id", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_the_same_words_in_opposite_order_do_not_wait_for_one_another() -> None:
    """Each holds its first write open until both have made theirs; new words and known ones alike."""
    words = [f"word{number}" for number in range(60)]
    index.put(index.Item("resource", 1, "", [" ".join(words[:30])]))
    barrier, errors = threading.Barrier(2, timeout=20), []

    def write(first: int, text: list[str]) -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("set local lock_timeout = '5s'")
                index.put(index.Item("resource", first, "", [" ".join(text)]))
                barrier.wait()
                index.put(index.Item("resource", first + 1, "", [" ".join(reversed(text))]))
                barrier.wait()
        except Exception as error:  # whatever it was, the test tells
            errors.append(error)
            barrier.abort()
        finally:
            connection.close()

    for round_number in range(10):
        first = 10 + round_number * 10
        writers = [
            threading.Thread(target=write, args=(first, words)),
            threading.Thread(target=write, args=(first + 5, words[::-1])),
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(60)

    assert errors == []
    assert statistics() == recount()
    index.refresh()
    assert statistics() == recount()
    assert Lexeme.objects.get(word="word5").df == 41


@pytest.mark.django_db(transaction=True)
def test_upkeep_beside_writers_loses_no_count() -> None:
    stop, errors = threading.Event(), []

    def keep_up() -> None:
        try:
            while not stop.is_set():
                index.refresh()
        except Exception as error:  # whatever it was, the test tells
            errors.append(error)
        finally:
            connection.close()

    keeper = threading.Thread(target=keep_up)
    keeper.start()
    for pk in range(1, 31):
        index.put(index.Item("resource", pk % 7 + 1, f"title {pk}", [f"radio cattle {'school ' * (pk % 5)}"]))
        if pk % 5 == 0:
            index.drop("resource", pk % 7 + 1)
    stop.set()
    keeper.join(60)

    assert errors == []
    index.refresh()
    assert statistics() == recount()
    assert not Tally.objects.exists()
