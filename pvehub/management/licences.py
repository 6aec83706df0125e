"""Under which licences the locked packages stand, as they say of themselves: one line each, for requirements/licences.tsv.

python -m pvehub.management.licences > pvehub/requirements/licences.tsv
"""

import importlib.metadata
from collections.abc import Iterator

from pvehub import bootstrap

LOCKS = ("production.txt", "development.txt")
FILE = bootstrap.REQUIREMENTS / "licences.tsv"


def lines() -> Iterator[str]:
    """Name, version, licence, and `development` where the portal itself does without it. What is locked for another
    platform is not installed here, so it has nothing to say of itself and no line."""
    shipped = dict(here(LOCKS[0]))
    for name, version in sorted(here(LOCKS[1])):
        yield "\t".join([name, version, licence(name), "" if name in shipped else "development"]).rstrip()


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


def here(lock: str) -> Iterator[tuple[str, str]]:
    """(name, version) of what a lock has for this machine."""
    for name, version, marker in bootstrap._locked(bootstrap.REQUIREMENTS / lock):
        if bootstrap._applies(marker):
            yield name, version


if __name__ == "__main__":
    print("\n".join(lines()))
