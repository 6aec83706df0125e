"""An uploaded copy of a letter is hashed while it arrives and kept nowhere, neither in memory nor on the disk."""

import hashlib
import re
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers, StopUpload

PATH = re.compile(r"/check/$")
MOST_BYTES = 5 * 1024 * 1024
# Up to here the rest of a file that is too large is read and thrown away, so that its sender reads why; beyond it is cut.
DRAINED = 4 * MOST_BYTES


class Hashed(UploadedFile):
    """What is left of the copy: its size and its SHA-256; "" where it was too large."""

    def __init__(self, name: str, size: int, sha256: str) -> None:
        super().__init__(file=None, name=name, size=size)
        self.sha256 = sha256


class Hashing(FileUploadHandler):
    """Takes what is sent to the public check of letters, and nothing else."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Whether the upload is ours, and whether it is beyond all measure."""
        self.is_ours = bool(PATH.search(META.get("PATH_INFO", "")))
        self.is_beyond = content_length > DRAINED

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to hash; no other handler gets a byte."""
        super().new_file(*args, **kwargs)
        if not self.is_ours:
            return
        if self.is_beyond:
            raise StopUpload(connection_reset=True)
        self.digest, self.size = hashlib.sha256(), 0
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hash a piece and forget it."""
        if not self.is_ours:
            return raw_data
        self.size += len(raw_data)
        if self.size <= MOST_BYTES:
            self.digest.update(raw_data)
        return None

    def file_complete(self, file_size: int) -> Hashed | None:
        """The hash instead of the file."""
        if not self.is_ours:
            return None
        sha256 = self.digest.hexdigest() if self.size <= MOST_BYTES else ""
        return Hashed(self.file_name or "", self.size, sha256)
