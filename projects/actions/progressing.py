"""How far a long transaction is, said from outside of it: what a transaction writes nobody sees before its end."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from django.db import connections

from pvehub.jobs import progress
from pvehub.jobs.actions import current


class Progress:
    """Counts steps; about a hundred times in all, and only inside of a job, it tells the job through a connection of its own."""

    def __init__(self, total: int, *, start: int = 0) -> None:
        self.total, self.done, self.told = total, start, start

    def step(self, number: int) -> None:
        self.done += number
        if current.get() and (self.done - self.told) * 100 >= self.total:
            self.told = self.done
            with ThreadPoolExecutor(1) as pool:
                pool.submit(copy_context().run, self._tell).result()

    def _tell(self) -> None:
        try:
            progress(self.done, self.total)
        finally:
            connections.close_all()  # of this thread
