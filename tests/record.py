"""Check the record at the end of a test, as a stranger would."""

import re
from pathlib import Path

from django.conf import settings

from jernih import verify
from jernih.apps.ledger import actions, jobs
from jernih.pure.roles import CLOCK


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
    assert findings.violations == []
    assert names_nobody()
    return findings


# Not between other hex digits: refs and hashes hold such runs by chance.
PERSONAL = re.compile(
    rb"(?<![0-9a-f])(?:[0-9]{16}|(?:\+?62|0)8[0-9]{7,11})(?![0-9a-f])"  # an ID number, a mobile
    rb"|@"  # an e-mail address
    rb"|\\u"  # a letter that only a name has
)


def names_nobody() -> bool:
    """Tell whether no published byte looks like a person: no ID number, telephone, address."""
    bundles = Path(settings.LOG_DIR).glob("tile/entries/**/*")
    return not any(PERSONAL.search(path.read_bytes()) for path in bundles if path.is_file())
