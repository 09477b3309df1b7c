"""What only the server's key can tell: a citizen's code, blind indexes."""

from django.conf import settings

from jernih.pure import codes


def server_key() -> bytes:
    """Return the key under which codes and indexes are made."""
    return str(settings.SERVER_KEY).encode()


def code_of(ref: str) -> str:
    """Return the secret code of an application, 20 characters without dashes."""
    return codes.code_of(ref, key=server_key())


def code_index(code: str) -> str:
    """Return the column value by which a bare code is found."""
    return codes.code_index(code, key=server_key())


def nik_index(nik: str) -> str:
    """Return the column value by which a person is known again."""
    return codes.nik_index(nik, key=server_key())


def one_time_hash(code: str, *, contact: str, sent_at: str) -> str:
    """Return the column value of a one-time code."""
    return codes.one_time_hash(code, contact=contact, sent_at=sent_at, key=server_key())
