"""The bytes of a file, read from any place by any process that has it open."""

import os
from typing import BinaryIO


class FileContent:
    """An open file, of the size that it has now."""

    def __init__(self, file: BinaryIO) -> None:
        """Read this one."""
        self._file = file
        self.size = os.fstat(file.fileno()).st_size

    def read(self, at: int, size: int) -> bytes:
        """Return so many bytes from there on, fewer at the end."""
        if hasattr(os, "pread"):
            # Its place is not shared with the processes that were forked since.
            return os.pread(self._file.fileno(), size, at)
        self._file.seek(at)
        return self._file.read(size)
