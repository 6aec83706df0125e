"""How long the language check takes: `python tests/load/language.py`. Reported; what does not depend on the clock is held in
tests/knowledge/test_language_sentences.py.

A summary of 350 words in each language, the median and the slowest of many; then 1 MB of texts made to be slow.
"""

import os
import statistics
import sys
import time
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
TIMES = 200
MEGABYTE = 1_000_000
HOSTILE = (
    "“", '"', "« ", "'a ", "‘a", "\n“", "‚a‘", "   ", "a", "A ", "é", "e\u0301", "\u0301", "enemy ", "Enemy ", "enemy/",
    "ENEMY-1/", "a@", "a.org", "counter-", "counter the ", "lutter contre l'", "Office of the ", "Act of Enemy ", " \n",
    "“enemy” ", "“enemy\n", ". Enemy", "Comité de la lutte contre le terrorisme ", "the counter-terrorism on ",
)  # fmt: skip


def terms():
    """The list as the product brings it, without a database."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pvehub.settings")
    django.setup()
    from pvehub.vocabulary.loading import rows, sensitive_ways
    from pvehub.vocabulary.models import Term

    ways = sensitive_ways()
    for row in rows("sensitive_terms.csv"):
        told = {key: row[key] for key in ("severity", "why", "preferred")} | ways[row["term_en"]]
        yield Term(code=row["term_en"][:40], name_en=row["term_en"], attributes=told)


def summaries():
    """By language, 350 words of the sentences of the test set: as many terms as a text could hold."""
    lines = (ROOT / "tests" / "knowledge" / "language_sentences.tsv").read_text(encoding="utf-8").splitlines()
    for tongue in ("en", "fr", "es"):
        said = [line.split("\t")[2] for line in lines if line.split("\t")[0] == tongue]
        yield tongue, " ".join(" ".join(said).split()[:350])


def milliseconds(work):
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def cpu(work):
    """Of a long one, what it takes of the processor: others may be at work beside it."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def check(listed, text):
    """What a request does: the list as it was read, and the text."""
    from projects.watchwords import Watchlist

    return Watchlist(listed).hits(text)


def main():
    listed = list(terms())
    from projects.watchwords import Watchlist

    print(f"load average {os.getloadavg()[0]:.1f}")
    print(f"list made ready: {milliseconds(lambda: Watchlist(listed)):.1f} ms")
    print(f"again: {milliseconds(lambda: Watchlist(listed)):.2f} ms")
    for tongue, text in summaries():
        work = partial(check, listed, text)
        took, used, hits = [milliseconds(work) for _ in range(TIMES)], [cpu(work) for _ in range(TIMES)], len(work())
        said = f"median {statistics.median(took):.2f} ms, of {TIMES} the slowest {max(took):.2f} ms"
        print(f"{tongue}, 350 words, {hits} hits: {said}, of the processor {max(used):.2f} ms")
    watchlist = Watchlist(listed)
    slow = [(cpu(lambda one=one: watchlist.hits(one * (MEGABYTE // len(one)))), one) for one in HOSTILE]
    for took, one in sorted(slow, reverse=True)[:8]:
        print(f"1 MB of {one!r}: {took / 1000:.2f} s of the processor")


if __name__ == "__main__":
    main()
