"""Choose which of many signatures are checked, so that everybody chooses the same ones.

Those of the first and last of each day, and some more by the root of the record: whoever forges
many is found, and nobody knows which ones before all of them stand.
"""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256


def sample(days: Mapping[int, date], *, root: bytes, all_up_to: int) -> set[int]:
    """Return the indexes to check. days: the day of each index. root: of the whole record.

    Up to `all_up_to` all are; of more the first and last of each day, and `all_up_to` others.
    """
    if len(days) <= all_up_to:
        return set(days)
    first: dict[date, int] = {}
    last: dict[date, int] = {}
    for index, day in sorted(days.items()):
        first.setdefault(day, index)
        last[day] = index
    edges = {*first.values(), *last.values()}
    others = sorted(set(days) - edges, key=lambda index: _lot(root, index))
    return edges.union(others[:all_up_to])


def _lot(root: bytes, index: int) -> bytes:
    return sha256(root + index.to_bytes(8)).digest()
