"""Keep out of the logs what opens somebody's page: her code stands in its address."""

import logging
import re
from typing import Any, Final

# The pages of one number: /nomor/<code>/…, /tempat/<code>/…, /survei/isi/<code>/… and below.
_OPENS: Final = re.compile(r"/(nomor|tempat|bukti|survei/isi)/[^/?\s\"']+")


class HideCodes(logging.Filter):
    """Writes `…` where a code stood. Everything else of a line stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the line, and let it through."""
        if isinstance(record.args, tuple):
            record.args = tuple(map(_hidden, record.args))
        record.msg = _hidden(record.msg)
        return True


def _hidden(value: Any) -> Any:
    return _OPENS.sub(r"/\1/…", value) if isinstance(value, str) else value
