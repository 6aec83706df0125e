"""What is measured: how good an order is, how long it took, and what slips of the finger do to it. Pure functions."""

import math
import random
import string
import time
from collections.abc import Callable, Mapping
from typing import Any

DEEP = 100  # places looked at

Search = Callable[[str], list[str]]  # a question → ids of documents, best first


def ndcg(order: list[str], grades: Mapping[str, float], deep: int = 10) -> float:
    """Discounted gain of the first places over that of the best order there is."""
    best = sum(grade / math.log2(place + 2) for place, grade in enumerate(sorted(grades.values(), reverse=True)[:deep]))
    gain = sum(max(grades.get(pk, 0), 0) / math.log2(place + 2) for place, pk in enumerate(order[:deep]))
    return gain / best if best > 0 else 0.0


def recall(order: list[str], grades: Mapping[str, float], deep: int = DEEP) -> float:
    """The share of the answers that are among the first places."""
    answers = {pk for pk, grade in grades.items() if grade > 0}
    return len(answers.intersection(order[:deep])) / len(answers) if answers else 0.0


def measure(search: Search, questions: Mapping[str, str], grades: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """Every question asked once. Quality is the mean over the questions that have an answer."""
    gains, recalls, times, empty = [], [], [], 0
    for pk, text in questions.items():
        start = time.perf_counter()
        order = search(text)
        times.append(1000 * (time.perf_counter() - start))
        empty += not order
        if any(grade > 0 for grade in grades.get(pk, {}).values()):
            gains.append(ndcg(order, grades[pk]))
            recalls.append(recall(order, grades[pk]))
    return {
        "ndcg10": round(sum(gains) / len(gains), 4),
        "recall100": round(sum(recalls) / len(recalls), 4),
        "p50_ms": round(percentile(times, 0.5), 2),
        "p95_ms": round(percentile(times, 0.95), 2),
        "empty_rate": round(empty / len(times), 4),
    }


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def misspelt(text: str, slips: int, chance: random.Random) -> str:
    """The question with so many slips, each in another word of four letters or more while there are such.

    A slip leaves a letter out, puts one in, changes one, or swaps two neighbours.
    """
    tokens = text.split(" ")
    places = [place for place, token in enumerate(tokens) if sum(letter.isalpha() for letter in token) >= 4]
    chance.shuffle(places)
    for number in range(slips if places else 0):
        place = places[number % len(places)]
        tokens[place] = _slip(tokens[place], chance)
    return " ".join(tokens)


def _slip(word: str, chance: random.Random) -> str:
    letters = [place for place, letter in enumerate(word) if letter.isalpha()]
    place, letter = chance.choice(letters), chance.choice(string.ascii_lowercase)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + letter + word[place:]
    if kind == 2:
        return word[:place] + letter + word[place + 1 :]
    place = min(place, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
