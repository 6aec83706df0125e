"""The text of a stored file, for the index."""

import re

from pvehub.files import child, extract_child, kinds, place
from pvehub.files.models import StoredFile
from pvehub.files.verdicts import Unreadable

CHUNK = 400  # words
_WORD, _BLANK, _LINE = re.compile(r"\S+"), re.compile(r"[^\S\n]+"), re.compile(r" ?\n\s*")


def text_of(stored: StoredFile) -> list[str]:
    """Chunks of about 400 words; none for pictures and for scans without text. Takes up to ten seconds.

    Raises Unreadable where the parser ran into its limits or the file is gone or broken.
    """
    kind = kinds.of(stored.extension)
    if kind is None or kind.is_image:
        return []
    try:
        with place.path_of(stored.sha256).open("rb") as content:
            ended, text = child.run("text", kind.extension, content)
    except OSError as error:
        raise Unreadable(f"{stored} cannot be opened: {error.strerror}") from error
    if ended != extract_child.DONE:
        raise Unreadable(f"{stored} gave no text: the reader ended with {ended}")
    said = text.decode("utf-8", "replace")
    # The lines of a PDF end where its page is full; those of everything else where a paragraph or a row does.
    return _chunks(said.replace("\n", " ") if kind.extension == "pdf" else said)


def _chunks(text: str) -> list[str]:
    """Pieces of so many words, their lines kept; none of a text without words."""
    text = _LINE.sub("\n", _BLANK.sub(" ", text))
    starts = [word.start() for number, word in enumerate(_WORD.finditer(text)) if number % CHUNK == 0]
    return [text[start:end].rstrip() for start, end in zip(starts, [*starts[1:], len(text)], strict=False)]
