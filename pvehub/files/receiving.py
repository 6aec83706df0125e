"""Where an upload lies while its form is read: in a file that has no name, and so is gone with the request.

Where the disk has no room for it, the form is read to its end all the same: what was typed stays, and the field of the file
says why the file did not.
"""

import contextlib
import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from pvehub.files.verdicts import Rejected, no_room


class Unkept(UploadedFile):
    """A file that came and could not be kept. Each form asks a file for its size, and is told the reason instead."""

    def __init__(self, name: str) -> None:
        super().__init__(file=None, name=name)

    @property
    def size(self) -> int:
        raise Rejected(no_room())

    @size.setter
    def size(self, size: int | None) -> None:
        """Nobody knows."""

    def close(self) -> None:
        """There is nothing to close."""


class _Nowhere:
    """In place of a file there is none of. Django closes what a handler calls its file, whatever became of it."""

    def close(self) -> None:
        """There is nothing to close."""


NOWHERE = _Nowhere()


class Receiving(FileUploadHandler):
    """Takes what is too large for memory."""

    file: Any = NOWHERE

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = NOWHERE
        with contextlib.suppress(OSError):
            self.file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.file is not NOWHERE:
            try:
                self.file.write(raw_data)
            except OSError:
                self._drop()

    def file_complete(self, file_size: int) -> UploadedFile:
        """The file, whole and on the disk; or one that says why not."""
        name = self.file_name or ""
        if self.file is not NOWHERE:
            try:
                self.file.seek(0)  # what is still in memory goes to the disk now
            except OSError:
                self._drop()
        if self.file is NOWHERE:
            return Unkept(name)
        return UploadedFile(self.file, name, self.content_type, file_size, self.charset, self.content_type_extra)

    def upload_interrupted(self) -> None:
        self._drop()

    def _drop(self) -> None:
        file, self.file = self.file, NOWHERE
        with contextlib.suppress(OSError):  # closing writes what is left, and there is still no room for it
            file.close()
