"""Page tests have the clock of their pages."""

from tests.clock import clock

__all__ = ["clock"]
