"""A declaration in the order of the commission's form, for JSON, CSV and paper.

Source: minimum fields of KPK Reg 2/2019 (recipient, post, giver, place and time, kind, value,
chronology, evidence).
"""

import csv
import io
import json
from collections.abc import Sequence

from django.utils.translation import gettext as _

from jernih.apps.conduct.models import Gift
from jernih.apps.conduct.queries.gifts import GiftDetail, colleagues
from jernih.pure import gifts
from jernih.ui.labels import label_of
from jernih.ui.templatetags.jernih import day, rupiah

FORM: tuple[str, ...] = (
    "recipient_nik", "recipient_name", "recipient_address", "recipient_phone", "recipient_post",
    "recipient_office", "giver_name", "giver_relation", "giver_address", "giver_phone",
    "place", "happened_on", "time", "occasion", "answer", "kind", "description", "value_rupiah",
    "chronology", "evidence_pictures", "item_is", "declared_on", "register_number",
)  # fmt: skip


def fields_of(found: GiftDetail) -> dict[str, str]:
    """Return every field of the form by name, in its order; codes, not words."""
    gift, words = found.gift, found.words
    names = {one.ref: one.full_name for one in colleagues(gift.office)}
    told = {
        "recipient_nik": words.get("own_nik", ""),
        "recipient_name": names.get(gift.declared_by, ""),
        "recipient_address": words.get("own_address", ""),
        "recipient_phone": words.get("own_phone", ""),
        "recipient_post": words.get("own_post", ""),
        "recipient_office": gift.office.name,
        "giver_name": words.get("giver", ""),
        "giver_relation": gift.relation,
        "giver_address": words.get("giver_address", ""),
        "giver_phone": words.get("giver_phone", ""),
        "place": words.get("place", ""),
        "happened_on": gift.happened_on.isoformat(),
        "time": words.get("time", ""),
        "occasion": gift.occasion,
        "answer": gift.answer,
        "kind": gift.kind,
        "description": words.get("thing", ""),
        "value_rupiah": str(gift.value),
        "chronology": words.get("chronology", ""),
        "evidence_pictures": str(len(found.photos)),
        "item_is": gift.place,
        "declared_on": gift.declared_on.isoformat(),
        "register_number": gift.ref,
    }
    return {name: told[name] for name in FORM}


def as_json(found: GiftDetail) -> str:
    """Return the form as JSON, fields in its order."""
    return json.dumps(fields_of(found), ensure_ascii=False, indent=1) + "\n"


def as_csv(found: GiftDetail) -> str:
    """Return the form as a table of one row; nothing in it is a formula to a spreadsheet."""
    out = io.StringIO()
    told = fields_of(found)
    writer = csv.writer(out)
    writer.writerow(told)
    writer.writerow(_harmless(value) for value in told.values())
    return out.getvalue()


def as_paper(found: GiftDetail) -> list[tuple[str, str]]:
    """Return the form as label and words, for paper."""
    told, gift = fields_of(found), found.gift
    shown = told | {
        "giver_relation": str(label_of(gifts.GiverRelation(gift.relation))),
        "occasion": str(label_of(gifts.GiftOccasion(gift.occasion))),
        "answer": str(label_of(gifts.GiftAnswer(gift.answer))),
        "kind": str(label_of(gifts.GiftKind(gift.kind))),
        "item_is": str(label_of(gifts.Custody(gift.place))),
        "happened_on": day(gift.happened_on),
        "declared_on": day(gift.declared_on),
        "value_rupiah": rupiah(gift.value),
    }
    return list(zip(_labels(), shown.values(), strict=True))


def _labels() -> Sequence[str]:
    return (
        _("NIK of the recipient"), _("Name of the recipient"), _("Address of the recipient"),
        _("Phone of the recipient"), _("Post"), _("Office"), _("Name of the giver"),
        _("Who the giver is"), _("Address of the giver"), _("Phone of the giver"),
        _("Place"), _("Day"), _("Time"), _("Occasion"), _("What was done"), _("Kind"),
        _("What it is"), _("Value, estimated"), _("How it went"), _("Pictures"),
        _("Where the thing is"), _("Declared on"), _("Number in the register"),
    )  # fmt: skip


def _harmless(value: str) -> str:
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def file_name(gift: Gift) -> str:
    """Return the name of its file, without an ending."""
    return f"gratifikasi-{gift.ref}"
