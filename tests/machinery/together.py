"""Calls that begin at the same moment, each in a thread with a database connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls in threads that start together; what each returned or raised, in order."""
    results: list[Any] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(n: int, call: Callable[[], Any]) -> None:
        try:
            gate.wait()
            results[n] = call()
        except Exception as problem:  # the test looks at what was raised
            results[n] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, call)) for n, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
