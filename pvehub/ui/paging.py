"""Pages of a list: one count and one slice, however long the list is."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

SIZES = (20, 50)


@dataclass(frozen=True)
class Page:
    """The rows of one page and the way to its neighbours; urls keep the filters of the list."""

    rows: list[Any]
    number: int
    pages: int
    total: int
    next_url: str
    previous_url: str
    size: int = SIZES[0]

    @property
    def first(self) -> int:
        """The place of the first row in the whole list, counted from 1; 0 when the list is empty."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The place of the last row on this page in the whole list."""
        return (self.number - 1) * self.size + len(self.rows)


def page_of(queryset: QuerySet[Any], request: HttpRequest, size: int = SIZES[0]) -> Page:
    """The page that the url asks for (`?page=3`, `?per=50`): two queries, whatever the number of rows.

    A page that does not exist is answered by the nearest one that does: old links and shrunken lists stay usable.
    """
    size = whole(request.GET.get("per"), size) if request.GET.get("per") in map(str, SIZES) else size
    total = queryset.count()
    pages = max(1, -(-total // size))
    number = min(number_of(request), pages)
    start = (number - 1) * size
    return page_at(list(queryset[start : start + size]), request, number=number, total=total, size=size)


def page_at(
    rows: list[Any], request: HttpRequest, *, number: int, total: int, size: int = SIZES[0], reach: int | None = None
) -> Page:
    """The page of this number, for rows that were fetched otherwise. `reach` is how many of the total can be leafed
    through, where that is not all of them."""
    pages = max(1, -(-(total if reach is None else min(total, reach)) // size))
    return Page(
        rows=rows,
        number=number,
        pages=pages,
        total=total,
        next_url=url_of(request, page=number + 1) if number < pages else "",
        previous_url=url_of(request, page=number - 1) if number > 1 else "",
        size=size,
    )


def url_of(request: HttpRequest, **changes: object) -> str:
    """The url of this list with some of its parameters changed; an empty value takes the parameter away."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def number_of(request: HttpRequest) -> int:
    """The page asked for, counted from 1; whatever is no such number is the first."""
    return max(1, whole(request.GET.get("page"), 1))


def whole(text: str | None, otherwise: int) -> int:
    """A whole number out of the url; anything else, or a number of absurd length, counts as not given."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
