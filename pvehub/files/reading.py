"""The text of a stored file, for the index."""

from pvehub.files import child, extract_child, kinds, place
from pvehub.files.models import StoredFile
from pvehub.files.verdicts import Unreadable

CHUNK = 400  # words


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
    words = text.decode("utf-8", "replace").split()
    return [" ".join(words[start : start + CHUNK]) for start in range(0, len(words), CHUNK)]
