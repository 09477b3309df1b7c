"""Steps of proving a contact: ask for a one-time code, then type it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import randbelow

from django.db import connection, transaction
from django.db.models import Q

from jernih.apps.booking import queries
from jernih.apps.booking.actions import words
from jernih.apps.booking.actions.refusals import CodeDead, TooMany, TooSoon, WrongCode
from jernih.apps.booking.models import ContactProof
from jernih.apps.booking.queries import Contact
from jernih.apps.notices import actions as notices
from jernih.apps.offices.models import Office
from jernih.pure.roles import CITIZEN, Actor, Permission, require


@dataclass(frozen=True, kw_only=True)
class CodeSent:
    """Until when the code is good, and from when on another may be asked for."""

    expires_at: datetime
    resend_at: datetime


@transaction.atomic(durable=True)
def ask_code(
    *,
    office_slug: str,
    contact: Contact,
    session_key: str,
    language: str,
    actor: Actor = CITIZEN,
    now: datetime,
) -> CodeSent:
    """Send a one-time code to a contact; every older code for it ends.

    session_key: a secret of this visit; the code is good in this visit only.
    Raises TooSoon right after another, TooMany when the hour's number is reached.
    """
    require(actor, Permission.APPLICATION_MAKE)
    office = Office.objects.get(slug=office_slug)
    _lock_contact(contact)
    _check_limits(contact, session_key, now)

    code = f"{randbelow(10**6):06d}"
    minutes = queries.number("one_time_code_minutes", on=now.date())
    expires_at = now + timedelta(minutes=minutes)
    ContactProof.objects.filter(contact=contact.address, expires_at__gt=now).update(expires_at=now)
    proof = ContactProof.objects.create(
        contact=contact.address,
        contact_kind=contact.kind,
        session_key=session_key,
        code_hash=_hash(code, contact.address, now),
        sent_at=now,
        expires_at=expires_at,
    )

    letter = words.one_time_code(code, minutes=minutes, language=language)
    notices.post(
        office=office.slug,
        channel=contact.kind,
        address=contact.address,
        purpose="one-time-code",
        once_key=f"code:{proof.pk}",
        language=language,
        subject=letter.subject,
        body=letter.body,
        not_before=now,
        is_urgent=True,
        expires_at=expires_at,
        time_zone=office.time_zone,
        now=now,
    )
    wait = queries.number("one_time_code_resend_seconds", on=now.date())
    return CodeSent(expires_at=expires_at, resend_at=now + timedelta(seconds=wait))


def prove_contact(
    *,
    contact: Contact,
    session_key: str,
    code: str,
    actor: Actor = CITIZEN,
    now: datetime,
) -> None:
    """Take a one-time code, in the visit that asked for it; it is good once.

    Raises WrongCode with the tries left, or CodeDead.
    """
    # A wrong try is counted, so it is committed before it is refused.
    tries_left = _try_code(
        contact=contact, session_key=session_key, code=code, actor=actor, now=now
    )
    if tries_left is not None:
        raise WrongCode(tries_left)


@transaction.atomic(durable=True)
def _try_code(
    *, contact: Contact, session_key: str, code: str, actor: Actor, now: datetime
) -> int | None:
    require(actor, Permission.APPLICATION_MAKE)
    proof = (
        ContactProof.objects.select_for_update()
        .filter(contact=contact.address, session_key=session_key)
        .order_by("-sent_at", "-pk")
        .first()
    )
    tries_max = queries.number("one_time_code_tries", on=now.date())
    if proof is None or proof.proven_at or proof.expires_at <= now or proof.tries >= tries_max:
        raise CodeDead

    typed = "".join(char for char in code if char.isdigit())
    if compare_digest(_hash(typed, contact.address, proof.sent_at), proof.code_hash):
        proof.proven_at = now
        proof.save(update_fields=["proven_at"])
        return None
    proof.tries += 1
    proof.save(update_fields=["tries"])
    return tries_max - proof.tries


@transaction.atomic(durable=True)
def forget_proofs(*, actor: Actor, now: datetime) -> int:
    """Delete proofs that nobody can use any more, with the contacts in them; say how many.

    Raises Refused.
    """
    require(actor, Permission.APPLICATION_EXPIRE)
    # The longest that any limit or proof looks back, and a day for those who must explain one.
    forgotten, _ = ContactProof.objects.filter(sent_at__lt=now - timedelta(days=1)).delete()
    return forgotten


def _lock_contact(contact: Contact) -> None:
    # There may be no row to lock yet; without this, two requests at once would send two codes.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [contact.address])


def _check_limits(contact: Contact, session_key: str, now: datetime) -> None:
    hour = timedelta(hours=1)
    rows = ContactProof.objects.filter(
        Q(contact=contact.address) | Q(session_key=session_key), sent_at__gt=now - hour
    ).order_by("sent_at")
    sent = list(rows.values_list("contact", "sent_at"))
    wait = timedelta(seconds=queries.number("one_time_code_resend_seconds", on=now.date()))
    # Another address in the same visit is a corrected typing error: that one may go at once.
    last = max((at for address, at in sent if address == contact.address), default=None)
    if last and last + wait > now:
        raise TooSoon(last + wait)
    at_most = queries.number("one_time_codes_an_hour", on=now.date())
    if len(sent) >= at_most:
        raise TooMany(sent[-at_most][1] + hour)


def _hash(code: str, contact: str, sent_at: datetime) -> str:
    return queries.one_time_hash(code, contact=contact, sent_at=sent_at.isoformat())
