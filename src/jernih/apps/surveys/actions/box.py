"""Take an answer, seal it, and open a box of many at once: no answer is ever a row of its own."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.db import transaction

from jernih.apps.ledger import actions as ledger
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.surveys import queries
from jernih.apps.surveys.actions import keys, tokens
from jernih.apps.surveys.actions.refusals import BadSurveyKey, ForgedToken, SpentAlready
from jernih.apps.surveys.models import Box, SealedAnswer, SpentToken, SurveyCount, new_name
from jernih.pure import blind, survey, vrf_key
from jernih.pure.events_surveys import BoxOpened
from jernih.pure.quarters import quarter_of
from jernih.pure.roles import Actor, Permission, Refused, require
from jernih.pure.survey import Answer, Way

# A fact holds so many hashes of tokens.
_IN_ONE_FACT: Final = 900
_NONCE_BYTES: Final = 12
# Every sealed answer is as long as every other, whatever was said.
_LENGTH: Final = 128


@dataclass(frozen=True, kw_only=True)
class Token:
    """What a browser shows for its answer. key: the ref of the key that signed it."""

    key: str
    prefix: bytes
    token: bytes
    signature: bytes = field(repr=False)


@transaction.atomic(durable=True)
def take_answer(*, office: str, token: Token, answer: Answer, actor: Actor, now: datetime) -> None:
    """Take an answer that comes with a token; from whom, nothing says.

    Raises Refused, ForgedToken, SpentAlready.
    """
    require(actor, Permission.SURVEY_ANSWER)
    row = tokens.key_in_use(office, token.key, now=now)
    try:
        prepared = blind.prepare(token.token, prefix=token.prefix)
        blind.verify(vrf_key.read_key(row.modulus), prepared, signature=token.signature)
    except blind.BadToken as reason:
        raise ForgedToken(str(reason)) from None
    _drop(row.office, answer, way=Way.BROWSER, spent=sha256(token.token).hexdigest())


@transaction.atomic(durable=True)
def answer_here(*, code: str, answer: Answer, way: Way, actor: Actor, now: datetime) -> None:
    """Take an answer with the ticket's code: the server draws the token, and forgets it at once.

    The weaker way, for who has no JavaScript, the kiosk, and paper. Raises Refused, UnknownCode,
    NotServed, TooLate, AlreadyAnswered.
    """
    needed = Permission.SURVEY_ENTER if way is Way.PAPER else Permission.SURVEY_ANSWER
    require(actor, needed)
    tickets = tokens.served_tickets(code, now=now)
    office = tickets[0].hall_day.office
    require(actor, needed, office=office.slug)
    if way is Way.BROWSER:
        raise Refused("a browser brings its own token")
    tokens.give_token(tickets)
    _drop(office, answer, way=way, spent=sha256(secrets.token_bytes(32)).hexdigest())


@transaction.atomic(durable=True)
def open_boxes(*, office_id: int, actor: Actor, now: datetime) -> int:
    """Open each box in which enough answers lie, add them up, and say how many were counted.

    The key of an opened box is named no more; keys.forget_old_keys destroys it. Raises Refused.
    """
    require(actor, Permission.SURVEY_RUN)
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    today = offices.today(office, now)
    least = offices.rule("index_scales", "box_minimum", on=today)
    boxes = list(Box.objects.select_for_update().filter(office=office).order_by("way"))
    full = [box for box in boxes if box.answers.count() >= least]
    return sum(_open(box, day=today, now=now) for box in full)


def _drop(office: Office, answer: Answer, *, way: Way, spent: str) -> None:
    if SpentToken.objects.filter(pk=spent).exists():
        raise SpentAlready
    Box.objects.get_or_create(office=office, way=way)
    # Whoever opens the box holds this lock: no answer is sealed with a key about to be destroyed.
    box = Box.objects.select_for_update().get(office=office, way=way)
    _created = SpentToken.objects.get_or_create(pk=spent)[1]
    if not _created:
        raise SpentAlready
    key = keys.box_key(box.key, may_make=True)
    if key is None:
        raise BadSurveyKey(box.key)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    words = f"{spent}|{answer.spelled()}".ljust(_LENGTH).encode()
    sealed = nonce + ChaCha20Poly1305(key).encrypt(nonce, words, b"")
    SealedAnswer.objects.create(box=box, sealed=sealed)


def _open(box: Box, *, day: date, now: datetime) -> int:
    """Add up all that lies in a box, and forget which answer was which."""
    scales = survey.scales_on(queries.rules(), on=day)
    found = [_unsealed(box, bytes(row.sealed)) for row in box.answers.all()]
    said = [one.split("|", 1) for one in found if one]
    read = [(spent, survey.read_answer(text, scales=scales)) for spent, text in said]
    if read:
        _count(box, [answer for _spent, answer in read], period=quarter_of(day), day=day)
        _tell(box, sorted(spent for spent, _answer in read), day=day, now=now)
    box.answers.all().delete()
    box.key = new_name()
    box.save(update_fields=["key"])
    return len(read)


def _unsealed(box: Box, sealed: bytes) -> str:
    """Return what was sealed; nothing for an answer older than the key, as after a restore."""
    key = keys.box_key(box.key)
    try:
        opened = ChaCha20Poly1305(key or bytes(32)).decrypt(
            sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], b""
        )
    except InvalidTag:
        return ""
    return opened.decode().rstrip()


def _count(box: Box, answers: Sequence[Answer], *, period: str, day: date) -> None:
    scales = survey.scales_on(queries.rules(), on=day)
    row = SurveyCount.objects.filter(office=box.office, period=period, way=box.way).first()
    before = queries.book_of(row.book) if row else survey.empty_book(scales)
    book = survey.add_up(before, answers, scales=scales)
    SurveyCount.objects.update_or_create(
        office=box.office,
        period=period,
        way=box.way,
        defaults={"answers": book.n, "book": queries.book_json(book)},
    )


def _tell(box: Box, spent: Sequence[str], *, day: date, now: datetime) -> None:
    for at in range(0, len(spent), _IN_ONE_FACT):
        ledger.append(
            BoxOpened(
                office=box.office.slug,
                at=now.replace(microsecond=0),
                day=day,
                period=quarter_of(day),
                way=Way(box.way),
                tokens=tuple(spent[at : at + _IN_ONE_FACT]),
            )
        )
