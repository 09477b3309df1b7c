"""Write an application, its people and the end of its proof in one statement.

By hand, because thousands may do it in one minute. A column that is new in the models and
missing here is refused by the database, or by tests/apps/booking/test_write_application.py.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from jernih.apps.booking import queries
from jernih.apps.booking.actions.refusals import Unproven
from jernih.apps.booking.models import Applicant, Application
from jernih.apps.ledger import actions as ledger

# The proof first: without it nothing else is looked at, so nobody learns who holds a number.
USE_PROOF = """
    UPDATE booking_contactproof SET used_at = %(now)s
    WHERE contact = %(contact)s AND session_key = %(session_key)s
      AND proven_at > %(proven_after)s AND used_at IS NULL AND tries < %(tries_max)s
    RETURNING id
"""
NO_PROOF = "SELECT 0 AS id"
WRITE = """
    WITH proof AS ({proof}),
    application AS (
        INSERT INTO booking_application (
            ref, code_index, office_id, service_id, state, day, channel, helper, contact,
            contact_kind, language, preferences, once_key, moves, applied_at, granted_at,
            end_reason)
        SELECT %(ref)s, %(code_index)s, %(office)s, %(service)s, %(state)s, %(day)s,
            %(channel)s, %(helper)s, %(contact)s, %(contact_kind)s, %(language)s,
            %(preferences)s::jsonb, %(once_key)s, 0, %(now)s, %(now)s, ''
        FROM (SELECT 1 FROM proof LIMIT 1) AS proven
        RETURNING id
    )
    INSERT INTO booking_applicant (
        application_id, service_id, position, name, birth_date, nik_index, nik_last4, priority,
        salt, commitment, seat_id, corrections, is_live)
    SELECT application.id, %(service)s, position, name, birth_date, nik_index, nik_last4,
        priority, decode(salt, 'hex'), commitment, seat, 0, true
    FROM application, json_to_recordset(%(people)s::json) AS person (
        position smallint, name text, birth_date date, nik_index text, nik_last4 text,
        priority text, salt text, commitment text, seat bigint)
    RETURNING application_id
"""
WITH_PROOF, WITHOUT_PROOF = WRITE.format(proof=USE_PROOF), WRITE.format(proof=NO_PROOF)


def write_application(
    application: Application,
    people: Sequence[Applicant],
    *,
    session_key: str | None,
    now: datetime,
) -> None:
    """Insert a granted application with its people, and give it its id.

    session_key: of the visit that proved the contact; None asks for no proof.
    Raises Unproven, or IntegrityError for a form sent twice or a person who holds a number.
    """
    minutes = queries.number("contact_proof_minutes", on=now.date())
    tries_max = queries.number("one_time_code_tries", on=now.date())
    values = _application_values(application)
    values |= {
        "people": _people_json(people),
        "now": now,
        "session_key": session_key,
        "tries_max": tries_max,
        "proven_after": now - timedelta(minutes=minutes),
    }
    row = ledger.prepared(WITHOUT_PROOF if session_key is None else WITH_PROOF, values).fetchone()
    if row is None:
        raise Unproven
    application.pk = row[0]


def _application_values(application: Application) -> dict[str, Any]:
    return {
        "ref": application.ref,
        "code_index": application.code_index,
        "office": application.office_id,
        "service": application.service_id,
        "state": application.state,
        "day": application.day,
        "channel": application.channel,
        "helper": application.helper,
        "contact": application.contact,
        "contact_kind": application.contact_kind,
        "language": application.language,
        "preferences": json.dumps(application.preferences),
        "once_key": application.once_key,
    }


def _people_json(people: Sequence[Applicant]) -> str:
    # In one order for everybody: two families that share two people must not wait in a circle.
    return json.dumps(
        [
            {
                "position": row.position,
                "name": row.name,
                "birth_date": str(row.birth_date),
                "nik_index": row.nik_index,
                "nik_last4": row.nik_last4,
                "priority": row.priority,
                "salt": bytes(row.salt).hex(),
                "commitment": row.commitment,
                "seat": row.seat_id,
            }
            for row in sorted(people, key=lambda row: row.nik_index)
        ]
    )
