"""Whatever the corpus: without all that an asker may not see, the answer is the same, in every part of it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pvehub import index
from pvehub.index.models import SearchDoc
from tests.machinery.amount import some

ASKED = "youth zebra marktes kangaroo radios leçon prison markets kangaro zebre"
WORD = st.sampled_from("youth radio market markets prison leçon mothers zebra zebras kangaroo".split())
TEXT = st.lists(WORD, min_size=1, max_size=7).map(" ".join)


@dataclass(frozen=True)
class Thing:
    title: str
    body: str
    annex: str
    tier: int
    annex_tier: int
    region: int
    language: str
    kind: str


THINGS = st.lists(
    st.builds(
        Thing,
        title=TEXT,
        body=TEXT,
        annex=st.one_of(st.just(""), TEXT),
        tier=st.sampled_from([0, 0, 2]),
        annex_tier=st.sampled_from([0, 2]),
        region=st.integers(0, 3),
        language=st.sampled_from(["en", "fr"]),
        kind=st.sampled_from(["resource", "project"]),
    ),
    min_size=1,
    max_size=7,
)
QUESTION = st.lists(st.sampled_from(ASKED.split()), min_size=1, max_size=4).map(" ".join)


def fill(things: list[Thing], *, only_open: bool) -> None:
    for pk, thing in enumerate(things, start=1):
        if thing.tier and only_open:
            continue
        facts: dict[str, Any] = {"language": thing.language, "region": thing.region}
        index.put(index.Item(thing.kind, pk, thing.title, [thing.body], tier=thing.tier, **facts))
        if thing.annex and not (only_open and thing.annex_tier):
            tier = max(thing.tier, thing.annex_tier)
            index.put(index.Item(thing.kind, pk, "annex", [thing.annex], part=pk, tier=tier, **facts))
    index.refresh()


def told(things: list[Thing], question: str, **more: Any) -> tuple[Any, Any]:
    """All that an outsider learns: page, scores, passages, total, facets, order, correction, suggestions."""
    open_ids = [pk for pk, thing in enumerate(things, start=1) if not thing.tier]
    parts = [pk for pk in open_ids if not things[pk - 1].annex_tier]
    allowed = {
        kind: SearchDoc.objects.filter(kind=kind, thing_id__in=open_ids).values("thing_id")
        for kind in ("resource", "project")
    }
    parts_allowed = {kind: SearchDoc.objects.filter(kind=kind, part__in=parts).values("part") for kind in allowed}
    answer = index.ask(question, allowed=allowed, parts_allowed=parts_allowed, **more)
    unasked = index.ask(question, allowed=allowed, parts_allowed=parts_allowed, open_kinds=list(allowed), **more)
    assert repr(unasked) == repr(answer), "what is taken unasked is what the asker may see"
    return answer, index.suggest(question[: len(question) // 2 + 2], allowed=allowed)


@pytest.mark.django_db
@settings(deadline=None, max_examples=some(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(things=THINGS, question=QUESTION, every=st.booleans())
def test_nothing_of_what_one_may_not_see_shows_in_any_part_of_an_answer(
    db: None, things: list[Thing], question: str, every: bool
) -> None:
    answers = []
    for only_open in (False, True):
        with transaction.atomic():
            fill(things, only_open=only_open)
            answers.append(told(things, question, every_word=every))
            transaction.set_rollback(True)

    assert repr(answers[0]) == repr(answers[1])


@pytest.mark.django_db
@settings(deadline=None, max_examples=some(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(things=THINGS, question=QUESTION)
def test_nor_does_what_was_for_all_and_no_longer_is(db: None, things: list[Thing], question: str) -> None:
    """The counts and the vocabulary still remember it until the night; the answer does not."""
    with transaction.atomic():
        fill([Thing(**{**vars(thing), "tier": 0, "annex_tier": 0}) for thing in things], only_open=False)
        for pk, thing in enumerate(things, start=1):
            if thing.tier or thing.annex_tier:
                index.put(index.Item(thing.kind, pk, "annex", [thing.annex], part=pk, tier=2, region=thing.region))
            if thing.tier:
                facts: dict[str, Any] = {"language": thing.language, "region": thing.region}
                index.put(index.Item(thing.kind, pk, thing.title, [thing.body], tier=2, **facts))
        remembered = told(things, question)[0]
        index.rebuild(list(_items_of(things)))
        afresh = told(things, question)[0]
        transaction.set_rollback(True)

    is_open = {pk for pk, thing in enumerate(things, start=1) if not thing.tier}
    assert {hit.id for hit in remembered.rows} <= is_open
    assert repr(remembered) == repr(afresh)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "close", [lambda: put_long(tier=2), lambda: put_long(is_open=False), lambda: index.drop("resource", 3)]
)
def test_the_length_of_a_text_leaves_the_order_of_the_others_with_the_text(put: Any, seen: Any, close: Any) -> None:
    """Beside a long text the longer of the two is none; without it, it is, and says less for its words."""
    put(1, "radio radio " + " ".join(f"word{number}" for number in range(28)))
    put(2, "radio here again")
    put_long()
    index.refresh()

    def order() -> list[int]:
        return [hit.id for hit in index.ask("radio", allowed=seen([1, 2])).rows]

    assert order() == [1, 2]
    close()
    assert order() == [2, 1]


def put_long(**facts: Any) -> None:
    index.put(index.Item("resource", 3, "", ["market " * 350], **facts))


def _items_of(things: list[Thing]) -> Any:
    for pk, thing in enumerate(things, start=1):
        if not thing.tier:
            facts: dict[str, Any] = {"language": thing.language, "region": thing.region}
            yield index.Item(thing.kind, pk, thing.title, [thing.body], **facts)
            if thing.annex and not thing.annex_tier:
                yield index.Item(thing.kind, pk, "annex", [thing.annex], part=pk, **facts)


@pytest.mark.django_db
def test_a_hidden_word_is_answered_as_one_that_never_existed(put: Any, seen: Any) -> None:
    put(1, "mothers at the market", "Radio")
    put(2, "the quetzal file " * 40, "Quetzal", tier=2, region=9)
    put(1, "quetzal in an annex", "quetzal pdf", part=3, tier=2)
    index.refresh()

    def answers(word: str) -> list[str]:
        asked = [word, f"{word} market", f'"{word}"', f"market {word} radio", word[:-1], f"{word}s"]
        told = [repr(index.ask(text, allowed=seen([1]), every_word=every)) for text in asked for every in (False, True)]
        told += [repr(index.suggest(text, allowed=seen([1]))) for text in asked]
        return [text.replace(word, "…") for text in told]

    with connection.cursor() as cursor:
        cursor.execute("select count(*) from index_vocab where word like 'quetz%'")
        assert cursor.fetchone()[0] == 0
    assert answers("quetzal") == answers("qwetzol")
