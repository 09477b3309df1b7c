"""Check the record at the end of a test, as a stranger would."""

import re
from pathlib import Path

from django.conf import settings

from jernih import verify
from jernih.apps.ledger import actions, jobs
from jernih.pure.roles import CLOCK
from jernih.pure.tlog.tiles import parse_tile_path, split_entries


def publish_record() -> None:
    """Bring every fact so far to the public."""
    actions.make_key(actor=CLOCK)
    while jobs.sequence_entries():
        pass


def read_record() -> verify.Findings:
    """Publish, then run the verifier over the published files."""
    publish_record()
    return verify.verify(verify.Folder(str(settings.LOG_DIR)))


def check_record() -> verify.Findings:
    """Fail unless the whole record verifies, and keeps every rule."""
    findings = read_record()
    assert findings.violations == [], findings.violations[:3]
    assert names_nobody()
    return findings


# Not between other hex digits: refs and hashes hold such runs by chance.
PERSONAL = re.compile(
    rb"(?<![0-9a-f])(?:[0-9]{16}|(?:\+?62|0)8[0-9]{7,11})(?![0-9a-f])"  # an ID number, a mobile
    rb"|@"  # an e-mail address
    rb"|\\u"  # a letter that only a name has
)


def is_published(path: Path) -> bool:
    """Tell whether a file below tile/ is one that is served: no half of one that was killed."""
    return path.is_file() and not path.name.startswith(".")


def names_nobody() -> bool:
    """Tell whether no published entry looks like a person: no ID number, telephone, address."""
    home = Path(settings.LOG_DIR)
    found = [path for path in home.glob("tile/entries/**/*") if path.is_file()]
    # A crash may leave half a file beside its place, under a name that is never served.
    bundles = [path for path in found if not path.name.startswith(".")]
    tiles = {path: parse_tile_path(str(path.relative_to(home))) for path in bundles}
    entries = [
        entry
        for path, tile in tiles.items()
        for entry in split_entries(path.read_bytes(), width=tile.width)
    ]
    return not any(map(PERSONAL.search, entries))
