from datetime import date

import pytest

from jernih.pure.absence import paused_until

D = [date(2026, 11, day) for day in range(1, 30)]


@pytest.mark.parametrize(
    ("absences", "until"),
    [
        ([], None),
        ([D[0]], None),
        ([D[0], D[4]], date(2026, 11, 19)),
        ([D[4], D[0]], date(2026, 11, 19)),
        ([D[0], D[4], D[20]], date(2026, 11, 19)),
        ([D[0], D[4], D[20], D[21]], date(2026, 12, 6)),
    ],
)
def test_every_second_absence_makes_one_pause(absences, until):
    assert paused_until(absences, limit=2, pause_days=14) == until
