"""What is locked of a gift, and how a giver is known again."""

from django.conf import settings

from jernih.apps.conduct.models import Gift
from jernih.pure import codes
from jernih.ui import lockbox

WORDS, PHOTO = "gift-words", "gift-photo"


def words_of(gift: Gift) -> dict[str, str]:
    """Return the texts of a declaration by name; none once erased."""
    return lockbox.unlock_words(gift.sealed, purpose=WORDS)


def said(sealed: bytes | memoryview | None) -> str:
    """Return the words of a line or a hand-over."""
    return lockbox.unlock_words(sealed, purpose=WORDS).get("words", "")


def giver_index(office: str, staff: str, giver: str) -> str:
    """Return the column value by which a giver is known again to the one who declares."""
    name = " ".join(giver.casefold().split())
    text = f"{office}\0{staff}\0{name}"
    return codes.blind_index(text, purpose="giver", key=str(settings.SERVER_KEY).encode())
