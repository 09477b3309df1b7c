"""Check the record at the end of a test, as a stranger would."""

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
    return findings
