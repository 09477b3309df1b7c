"""Make answers and tokens as a browser does: plain functions, through the real actions."""

import secrets
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

from jernih.apps.hall import queries as hall_queries
from jernih.apps.hall.models import CounterDay
from jernih.apps.offices.models import Office
from jernih.apps.surveys import actions, queries
from jernih.apps.surveys.models import SurveyKey
from jernih.pure import blind, survey
from jernih.pure.quarters import quarter_of
from jernih.pure.roles import CITIZEN, CLOCK
from jernih.pure.states import TicketState
from jernih.pure.survey import Answer
from jernih.pure.vrf_key import read_key
from tests.hall_makers import DAY, HallMade, make_desk, make_ticket
from tests.vectors import load

CONTENT = "444433334|66666655|66665|NO"
CROSS = "111122221|11111122|11112|YES"


def said(text: str = CONTENT) -> Answer:
    return survey.read_answer(text, scales=survey.scales_on(queries.rules(), on=DAY))


def served_codes(hall: HallMade, count: int = 1, desk: CounterDay | None = None) -> list[str]:
    """Codes of tickets that were served, one after another."""
    desk = desk or make_desk(hall)
    tickets = [make_ticket(hall, at=TicketState.SERVED, desk=desk) for _ in range(count)]
    return [hall_queries.ticket_code(ticket) for ticket in tickets]


def make_key(office: Office, *, now: datetime) -> SurveyKey:
    """The key of a quarter, from known primes: to find new ones takes a while."""
    numbers = load("vrf")["keys"]["2048"]
    p, q = int(numbers["p"], 16), int(numbers["q"], 16)
    d = pow(65537, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(65537, p * q)
    private = rsa.RSAPrivateNumbers(
        p, q, d, d % (p - 1), d % (q - 1), rsa.rsa_crt_iqmp(p, q), public
    ).private_key()
    settings.SURVEY_DIR.mkdir(parents=True, exist_ok=True)
    file = settings.SURVEY_DIR / f"{office.slug}-{quarter_of(now.date())}.pem"
    file.touch(mode=0o600)
    file.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return actions.publish_key(office_id=office.pk, actor=CLOCK, now=now)


def get_token(code: str, key: SurveyKey, *, now: datetime) -> actions.Token:
    """A token that the office signed without seeing it."""
    public = read_key(key.modulus)
    token, prefix = secrets.token_bytes(32), secrets.token_bytes(32)
    prepared = blind.prepare(token, prefix=prefix)
    chance = secrets.randbelow(public.n - 2) + 2
    hidden = blind.blind(public, prepared, salt=secrets.token_bytes(48), chance=chance)
    signed = actions.sign_token(
        code=code, key=key.key, blinded=hidden.message, actor=CITIZEN, now=now
    )
    signature = blind.finish(public, prepared, signed=signed, unblind=hidden.unblind)
    return actions.Token(key=key.key, prefix=prefix, token=token, signature=signature)


def answer_by_browser(code: str, key: SurveyKey, text: str = CONTENT, *, now: datetime) -> None:
    token = get_token(code, key, now=now)
    actions.take_answer(
        office=key.office.slug, token=token, answer=said(text), actor=CITIZEN, now=now
    )
