"""Where the files of a log are: a folder, or an office that serves them."""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

SECONDS: Final = 30
OK, GONE = 200, (404, 410)
MAX_FILE: Final = 256 * (2 + 65_535)


class CannotCheck(Exception):
    """Nothing can be said about the record, for or against."""


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
            raise CannotCheck(f"{path} is neither a folder nor an address.")

    def get(self, path: str) -> bytes | None:
        """Return a file of the folder."""
        try:
            return (self._path / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as reason:
            raise CannotCheck(f"{path} cannot be read: {reason}.") from None

    def close(self) -> None:
        """Do nothing: no file stays open."""


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
                raise CannotCheck(f"{self.name}{path} does not answer: {reason}.") from None
        if status == OK and len(content) <= MAX_FILE:
            return content
        self.close()
        if status in GONE:
            return None
        raise CannotCheck(f"{self.name}{path} answers {status}.")

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _ask(self, path: str) -> tuple[int, bytes]:
        self._line.request("GET", f"{self._base}/{path}")
        answer = self._line.getresponse()
        return answer.status, answer.read(MAX_FILE + 1)


def open_source(place: str) -> Source:
    """Return where the files are: at an address, or in a folder. Raises CannotCheck."""
    return Site(place) if place.startswith(("http://", "https://")) else Folder(place)
