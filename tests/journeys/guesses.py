"""What somebody with the whole public record, a list of NIKs and a fast machine would try.

Source: research on privacy, e.1 and e.2: a NIK has so little chance in it that any hash of it
without a secret is the NIK itself.
"""

import hmac
import re
from collections.abc import Iterable, Iterator
from hashlib import sha1, sha256, sha512

from jernih.pure import canonical
from jernih.pure.people import Person
from jernih.pure.vrf import nullifier_alpha

TOKEN = re.compile(rb"[0-9a-f]{32,}")
KINDS = ("applicant", "walk-in", "files", "nik")


class Haystack:
    """Every run of hex digits on the record, by its beginning."""

    def __init__(self, entries: Iterable[bytes]) -> None:
        self._heads = {run[:32] for entry in entries for run in TOKEN.findall(entry)}
        self.values = {run for entry in entries for run in TOKEN.findall(entry)}

    def has(self, digest: bytes) -> bool:
        # The first half is enough: 128 bits do not meet by chance, and a shortened hash is one too.
        return digest.hex()[:32].encode() in self._heads


def found(haystack: Haystack, texts: Iterable[bytes], public: Iterable[bytes]) -> Iterator[bytes]:
    """Yield each text of which the record holds a hash that anybody could make."""
    salts = tuple(public)
    for text in texts:
        if any(map(haystack.has, _hashes(text, salts))):
            yield text


def opened(
    haystack: Haystack, people: Iterable[Person], public: Iterable[bytes]
) -> Iterator[Person]:
    """Yield each person whose commitment opens with a salt that anybody could make."""
    salts = [bytes(32), *(sha256(value).digest() for value in public)]
    for person in people:
        given = {"nik": person.nik, "name": person.name, "birth_date": f"{person.birth_date}"}
        shapes = (given, {"nik": person.nik}, {"name": person.name}, {})
        seals = (
            canonical.commitment(kind, salt=salt, fields=fields)
            for kind in KINDS
            for fields in shapes
            for salt in salts
        )
        if any(haystack.has(bytes.fromhex(seal)) for seal in seals):
            yield person


def texts_of(person: Person, batches: Iterable[str]) -> Iterator[bytes]:
    """Yield what of a person somebody might have hashed."""
    born = person.birth_date
    spellings = (person.nik, person.name, person.name.upper(), person.name.lower(), f"{born}")
    yield from (text.encode() for text in spellings)
    yield f"{born:%d-%m-%Y}".encode()
    for mark in ("", "|", ":", " ", "\0"):
        yield mark.join((person.nik, person.name, f"{born}")).encode()
        yield mark.join((person.name, f"{born}")).encode()
    yield canonical.encode({"birth_date": f"{born}", "name": person.name, "nik": person.nik})
    yield from (nullifier_alpha(person.nik, batch=batch) for batch in batches)


def plausible_niks(count: int) -> Iterator[bytes]:
    """Yield so many NIKs of the region, as they are really given: place, birth day, serial."""
    for number in range(count):
        day, rest = number % 28 + 1, number // 28
        month, rest = rest % 12 + 1, rest // 12
        year, serial = 60 + rest % 40, rest // 40 + 1
        yield f"657101{day + 40 * (number % 2):02}{month:02}{year:02}{serial:04}".encode()


def _hashes(text: bytes, salts: tuple[bytes, ...]) -> Iterator[bytes]:
    yield sha256(text).digest()
    yield sha1(text, usedforsecurity=False).digest()
    yield sha512(text).digest()
    yield sha256(sha256(text).digest()).digest()
    for salt in salts:
        yield sha256(salt + text).digest()
        yield sha256(text + salt).digest()
        yield hmac.digest(salt, text, "sha256")
