"""How long the language check takes: `python tests/load/language.py`. Reported; what does not depend on the clock is held in
tests/knowledge/test_language_sentences.py.

The list is read out of the database, as every request does. A summary of 350 words in each language, the median and the
slowest of many; then 1 MB of texts made to be slow.
"""

import statistics
import sys
import time
from functools import partial
from os import getloadavg
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.machinery import database  # noqa: E402  (found from here)

TIMES = 200
MEGABYTE = 1_000_000
HOSTILE = (
    "“", '"', "« ", "'a ", "‘a", "\n“", "‚a‘", "   ", "a", "A ", "é", "e\u0301", "\u0301", "enemy ", "Enemy ", "enemy/",
    "ENEMY-1/", "a@", "a.org", "counter-", "counter the ", "lutter contre l'", "Office of the ", "Act of Enemy ", " \n",
    "“enemy” ", "“enemy\n", ". Enemy", "Comité de la lutte contre le terrorisme ", "the counter-terrorism on ",
)  # fmt: skip


def fill():
    """A throw-away database with the list in it, as `up` fills it."""
    import django

    database.start()
    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    from pvehub.vocabulary.loading import load_terms

    setup_test_environment()
    connection.settings_dict["TEST"]["TEMPLATE"] = "pvehub"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    load_terms()


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


def listed():
    """The list as every request reads it, out of the database."""
    from pvehub.vocabulary.models import Term

    return Term.objects.of("sensitive-terms")


def check(text):
    """What a request does: the list is read, and the text with it."""
    from projects.watchwords import Watchlist

    return Watchlist(listed()).hits(text)


def main():
    fill()
    from projects.watchwords import Watchlist

    print(f"load average {getloadavg()[0]:.1f}")
    print(f"list read and made ready: {milliseconds(lambda: Watchlist(listed())):.1f} ms")
    print(f"again: {milliseconds(lambda: Watchlist(listed())):.2f} ms")
    for tongue, text in summaries():
        work = partial(check, text)
        took, used, hits = [milliseconds(work) for _ in range(TIMES)], [cpu(work) for _ in range(TIMES)], len(work())
        said = f"median {statistics.median(took):.2f} ms, of {TIMES} the slowest {max(took):.2f} ms"
        print(
            f"{tongue}, 350 words, {hits} hits: {said}, of the processor {statistics.median(used):.2f} and {max(used):.2f} ms"
        )
    watchlist = Watchlist(listed())
    slow = [(cpu(lambda one=one: watchlist.hits(one * (MEGABYTE // len(one)))), one) for one in HOSTILE]
    for took, one in sorted(slow, reverse=True)[:8]:
        print(f"1 MB of {one!r}: {took / 1000:.2f} s of the processor")


if __name__ == "__main__":
    main()
