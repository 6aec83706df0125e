"""What the settings list by the names of modules and every app fills: the kinds of notices and dates, verbs, retention."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any


def modules(names: Iterable[str]) -> Iterator[ModuleType]:
    """Those of them that are there, in their order. An app may lack one; one that cannot be imported is an error."""
    for name in names:
        package = name.rpartition(".")[0]
        if (not package or find_spec(package) is not None) and find_spec(name) is not None:
            yield import_module(name)


def by_slug(names: Iterable[str], attribute: str, what: str) -> dict[str, Any]:
    """Everything the modules list under this attribute, by its slug; ValueError, in the word `what`, where one stands twice."""
    found: dict[str, Any] = {}
    for module in modules(names):
        for each in getattr(module, attribute):
            if each.slug in found:
                raise ValueError(f"Two kinds of {what} are called {each.slug}.")
            found[each.slug] = each
    return found
