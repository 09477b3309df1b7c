"""Programs of other people that read, sign or witness our log in tests; not every machine has them.

Where one is missing its tests are skipped, and every run ends by saying so, loudly (conftest.py).
"""

import shutil
from collections.abc import Callable, Mapping

from tests import age, go_reader, qr, sigsum

# What is missing when the answer is no -> whether it is here.
OTHERS: Mapping[str, Callable[[], bool]] = {
    f"Go's x/mod reads the record (Debian: {go_reader.PACKAGES})": go_reader.is_here,
    "openssl checks a receipt by hand, and signs as a token does": lambda: bool(
        shutil.which("openssl")
    ),
    f"age opens what we seal (Debian: {age.PACKAGES})": age.is_here,
    f"zbarimg reads the codes on our papers (Debian: {qr.PACKAGES})": qr.is_here,
    f"{sigsum.PROGRAM} signs the record (Debian: {sigsum.PACKAGES})": sigsum.is_here,
}


def missing() -> list[str]:
    """Name what could not be tested on this machine."""
    return [name for name, is_here in OTHERS.items() if not is_here()]
