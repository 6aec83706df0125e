"""Message catalogs: from the .po that people edit to the .mo that is read, without the tools of gettext."""

import os
import pathlib

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def compile_stale() -> list[pathlib.Path]:
    """Compiles every catalog that is newer than its compiled form; answers with those it compiled."""
    compiled = []
    for folder in settings.LOCALE_PATHS:
        for source in sorted(pathlib.Path(folder).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            _compile(source, target)
            compiled.append(source)
    return compiled


def _compile(source: pathlib.Path, target: pathlib.Path) -> None:
    """Written aside and renamed: test workers may compile at the same time, and a server may be reading."""
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parent.parent.name)
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, catalog)
    draft.replace(target)
