"""Under which licences the locked packages stand, as they say of themselves: one line each, for requirements/licences.tsv.

python -m pvehub.management.licences > pvehub/requirements/licences.tsv
"""

import importlib.metadata
from collections.abc import Iterator

from pvehub import bootstrap

LOCKS = ("production.txt", "development.txt")
FILE = bootstrap.REQUIREMENTS / "licences.tsv"


def lines() -> Iterator[str]:
    """Name, version, licence, and `development` where the portal itself does without it. What is locked for another platform
    or another Python is not installed here: of it the line stays that was written where it is."""
    shipped, known = locked(LOCKS[0]), {tuple(line.split("\t")[:2]): line for line in _written()}
    for (name, version), is_here in sorted(locked(LOCKS[1]).items()):
        if is_here:
            told = licence(name), "" if (name, version) in shipped else "development"
            yield "\t".join([name, version, *told]).rstrip()
        elif (name, version) in known:
            yield known[name, version]


def _written() -> list[str]:
    return FILE.read_text("utf-8").splitlines() if FILE.exists() else []


def licence(name: str) -> str:
    """The SPDX expression; where a package has none, its classifiers, else the first line it gives; "" for none at all."""
    told = importlib.metadata.metadata(name)
    if told["License-Expression"]:
        return str(told["License-Expression"])
    classified = [
        words[-1]
        for value in told.get_all("Classifier") or []
        if (words := value.split(" :: "))[0] == "License" and words[-1] != "OSI Approved"
    ]
    given = (told["License"] or "").strip().splitlines()[:1]
    return " AND ".join(classified) or "".join(given)


def locked(lock: str) -> dict[tuple[str, str], bool]:
    """(name, version) of everything in a lock, and whether it is for this machine."""
    rows = bootstrap._locked(bootstrap.REQUIREMENTS / lock)
    return {(name, version): bootstrap._applies(marker) for name, version, marker in rows}


def here(lock: str) -> list[tuple[str, str]]:
    """(name, version) of what a lock has for this machine."""
    return [package for package, is_here in locked(lock).items() if is_here]


if __name__ == "__main__":
    print("\n".join(lines()))
