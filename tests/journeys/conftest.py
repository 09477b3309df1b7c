"""Every journey has the clock of its pages. Each ends with `check_record()`."""

from tests.clock import clock

__all__ = ["clock"]
