"""Where the files of a log are: a folder, a file of export, or an office that serves them."""

import zlib
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit
from zipfile import BadZipFile, ZipFile

from jernih.verify.words import Said

SECONDS: Final = 30
OK, GONE = 200, (404, 410)
MAX_FILE: Final = 256 * (2 + 65_535)
# In a file of export the log lies below this, beside the program, the rules and a letter.
LOG_FOLDER: Final = "log/"


class CannotCheck(Exception):
    """Nothing can be said about the record, for or against."""

    def __init__(self, template: str, **values: object) -> None:
        """Say why."""
        self.words = Said(template, **values)
        super().__init__(self.words)


class Source(Protocol):
    """Where the files of a log are."""

    name: str

    def get(self, path: str) -> bytes | None:
        """Return a file by its path below the log's address, None when it is not there."""

    def close(self) -> None:
        """Let go of whatever is open."""


class Folder:
    """A copy of the log's files on this computer."""

    def __init__(self, path: str) -> None:
        """Raises CannotCheck for what is no folder."""
        self.name = path
        self._path = Path(path)
        if not self._path.is_dir():
            raise CannotCheck(
                "{path} is neither a folder, a file of export, nor an address.", path=path
            )

    def get(self, path: str) -> bytes | None:
        """Return a file of the folder."""
        try:
            return (self._path / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as reason:
            raise CannotCheck(
                "{path} cannot be read: {reason}.", path=path, reason=reason
            ) from None

    def close(self) -> None:
        """Do nothing: no file stays open."""


class Archive:
    """One file with a copy of the whole log, as `jernih export` makes it. Nothing is unpacked."""

    def __init__(self, path: str) -> None:
        """Raises CannotCheck for what is no such file."""
        self.name = path
        try:
            self._zip = ZipFile(path)
        except (OSError, BadZipFile, ValueError, NotImplementedError) as reason:
            template = "{path} is not a file of export: {reason}."
            raise CannotCheck(template, path=path, reason=reason) from None

    def get(self, path: str) -> bytes | None:
        """Return a file of the log. Raises CannotCheck for one that is damaged, or endless."""
        try:
            # What the file says of its size is not to be trusted: never more than this is read.
            with self._zip.open(f"{LOG_FOLDER}{path}") as packed:
                content = packed.read(MAX_FILE + 1)
        except KeyError:
            return None
        except (
            OSError,
            BadZipFile,
            EOFError,
            ValueError,
            NotImplementedError,
            RuntimeError,
            zlib.error,
        ) as reason:
            template = "{path} cannot be read: {reason}."
            raise CannotCheck(template, path=f"{self.name}: {path}", reason=reason) from None
        if len(content) > MAX_FILE:
            raise CannotCheck("{path} is too long.", path=f"{self.name}: {path}")
        return content

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()


class Site:
    """The log as an office serves it. One connection is kept for all files."""

    def __init__(self, address: str) -> None:
        """Take the address of the office, or of its /log/."""
        parts = urlsplit(address)
        path = parts.path.rstrip("/")
        self._base = path if path.endswith("/log") else f"{path}/log"
        self.name = f"{parts.scheme}://{parts.netloc}{self._base}/"
        make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._line = make(parts.netloc, timeout=SECONDS)

    def get(self, path: str) -> bytes | None:
        """Fetch a file. Raises CannotCheck when the office does not answer."""
        try:
            status, content = self._ask(path)
        except (OSError, HTTPException):
            # A server may close a line that was kept open; then one more try is fair.
            self._line.close()
            try:
                status, content = self._ask(path)
            except (OSError, HTTPException) as reason:
                template = "{path} does not answer: {reason}."
                raise CannotCheck(template, path=self.name + path, reason=reason) from None
        if status == OK and len(content) <= MAX_FILE:
            return content
        self.close()
        if status in GONE:
            return None
        raise CannotCheck("{path} answers {status}.", path=self.name + path, status=status)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _ask(self, path: str) -> tuple[int, bytes]:
        self._line.request("GET", f"{self._base}/{path}")
        answer = self._line.getresponse()
        content = answer.read(MAX_FILE + 1)
        if answer.getheader("Content-Encoding", "").lower() == "gzip":
            content = _unpacked(content)
        return answer.status, content


def _unpacked(content: bytes) -> bytes:
    """Return what was packed with gzip, which a server of tiles may do unasked.

    Never more than MAX_FILE + 1 bytes. Raises HTTPException for what is not so packed.
    """
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unpack.decompress(content, MAX_FILE + 1)
    except zlib.error as reason:
        raise HTTPException(reason) from None
    if not unpack.eof and len(plain) <= MAX_FILE:
        raise HTTPException("cut off")
    return plain


def open_source(place: str) -> Source:
    """Return where the files are: at an address, in a folder, in a file. Raises CannotCheck."""
    if place.startswith(("http://", "https://")):
        return Site(place)
    return Archive(place) if Path(place).is_file() else Folder(place)
