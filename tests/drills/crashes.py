"""A round of the sequencer as a process of its own, that is killed before a line of its program.

Real process, real SIGKILL, real files and database. Every checkpoint that it ever signed is written
down at the moment of signing, whether or not it got as far as the database or the public.
"""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Any

from django.db import connections

from jernih.apps import ledger
from jernih.apps.ledger import jobs
from jernih.pure.tlog.note import Checkpoint, parse_checkpoint, parse_note

STEPS = f"{Path(ledger.__file__).parent}{os.sep}"
END = b"\0"


class OneRound(Event):
    """Let the loop of the sequencer go round once: it is told to stop when it would pause."""

    def wait(self, timeout: float | None = None) -> bool:  # noqa: ARG002 - as its parent
        self.set()
        return True


@dataclass
class Crashes:
    """Kills rounds, one after the other. journal: every note that was signed in any of them."""

    journal: Path

    def round(self, *, line: int = 0, is_new: bool = False) -> tuple[bool, int]:
        """Run a round that is killed before its n-th line; 0 is never.

        is_new: count a line only when it is come to for the first time.
        Return whether it was killed, and how many lines it came to.
        """
        # A connection is nothing that two processes may share.
        connections.close_all()
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            self._be_killed(Walk(line, self.journal, is_new=is_new), write)
        os.close(write)
        with os.fdopen(read, "rb") as said:
            lines = said.read()
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        assert killed or status == 0, f"the round failed: {status}"
        return killed, int(lines or b"0")

    def _be_killed(self, walked: "Walk", write: int) -> None:
        code = 1
        try:
            sys.settrace(walked.enter)
            jobs.keep_sequencing(OneRound())
            sys.settrace(None)
            os.write(write, b"%d" % walked.lines)
            code = 0
        finally:
            # Not a step further: what follows is the test that forked.
            os._exit(code)

    def signed(self) -> list[Checkpoint]:
        """Return every checkpoint that was ever signed, in order."""
        notes = self.journal.read_bytes().split(END)[:-1] if self.journal.exists() else []
        return [parse_checkpoint(parse_note(note).text) for note in notes]


class Walk:
    """Counts the lines of the sequencer's own program, and ends the process before one of them."""

    def __init__(self, last: int, journal: Path, *, is_new: bool) -> None:
        self.lines, self._last, self._journal = 0, last, journal
        self._is_new, self._known = is_new, set[tuple[str, int]]()

    def enter(self, frame: FrameType, _event: str, _given: Any) -> Callable[..., Any] | None:
        if frame.f_code.co_name == "sign_note":
            return self._sign
        return self._step if frame.f_code.co_filename.startswith(STEPS) else None

    def _step(self, frame: FrameType, event: str, _given: Any) -> Callable[..., Any]:
        if event == "line":
            self._known.add((frame.f_code.co_filename, frame.f_lineno))
            self.lines = len(self._known) if self._is_new else self.lines + 1
            if self.lines == self._last:
                os.kill(os.getpid(), signal.SIGKILL)
        return self._step

    def _sign(self, _frame: FrameType, event: str, given: Any) -> Callable[..., Any]:
        if event == "return" and given is not None:
            with self._journal.open("ab") as out:
                out.write(given.encode() + END)
        return self._sign
