"""What the reviews say of the quality of a version, by section of the checklist."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

MOST = 3


@dataclass(frozen=True)
class Score:
    """One section of the checklist: the mean of what was scored in it, of how many scores, and of how many questions."""

    section: str
    mean: Decimal | None
    scores: int
    questions: int
    remarks: int


def scorecard(reviews: Iterable[dict[str, Any]]) -> list[Score]:
    """The sections in the order of the checklist, over the reviews (as `reviews` gives them) of the version that counts now.

    Only what this person may read goes in. A section without a score has no mean: what nobody scored is not weak.
    """
    scores: dict[str, list[int]] = {}
    asked: dict[str, set[str]] = {}
    remarks: dict[str, int] = {}
    for row in reviews:
        if row["is_stale"]:
            continue
        for item in row["review"].questions:
            scores.setdefault(item["section"], [])
            asked.setdefault(item["section"], set()).add(item["code"])
        for answer in row["answers"]:
            if answer.get("score") is not None:
                scores[answer["section"]].append(answer["score"])
            remarks[answer["section"]] = remarks.get(answer["section"], 0) + bool(answer.get("text"))
    return [
        Score(section, _mean(given), len(given), len(asked[section]), remarks.get(section, 0))
        for section, given in scores.items()
    ]


def _mean(scores: list[int]) -> Decimal | None:
    return (Decimal(sum(scores)) / len(scores)).quantize(Decimal("0.1")) if scores else None
