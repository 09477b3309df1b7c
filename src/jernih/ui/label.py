"""What a label is: words and a tone."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from django.utils.functional import Promise

Tone = Literal["good", "wait", "act", "bad", "quiet"]
Words = Promise | str


@dataclass(frozen=True)
class Label:
    """What people read, and the tone that colours it."""

    words: Words
    tone: Tone = "quiet"

    def __str__(self) -> str:
        """Read as its words."""
        return str(self.words)


Labels = tuple[tuple[StrEnum, Label], ...]
