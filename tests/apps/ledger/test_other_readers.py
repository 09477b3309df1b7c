"""Programs that we did not write read our log."""

from pathlib import Path

import pytest
from django.conf import settings
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey, VkeySet
from tlog_scales.tlog import Checkpoint

from jernih.apps.ledger.jobs.witnesses import Collector
from jernih.apps.ledger.models import Entry
from jernih.pure.tlog.note import write_vkey
from jernih.pure.tlog.tree import leaf_hash
from tests.apps.ledger import facts
from tests.apps.ledger.witnesses import collect, witnesses
from tests.record import publish_record

pytestmark = pytest.mark.django_db


def test_tlog_scales_reads_root_signature_entries_and_proofs():
    facts.append_many(300)
    publish_record()
    old = TilesReader(LocalBackend(Path(settings.LOG_DIR))).get_checkpoint()
    facts.append_many(301)
    publish_record()

    reader = TilesReader(LocalBackend(Path(settings.LOG_DIR)))
    head = reader.get_checkpoint()

    head.verify(Vkey.from_string((Path(settings.LOG_DIR) / "vkey").read_text().strip()))
    assert head.size == 601
    assert reader.calculate_root_hash() == head.root_hash
    assert reader.get_entry(600) == bytes(Entry.objects.get(index=600).body)
    for index in (0, 255, 256, 511, 512, 600):
        proof = reader.get_inclusion_proof(index, head.size)
        proof.check(leaf_hash(reader.get_entry(index)), head.root_hash)
    reader.get_consistency_proof(old.size, head.size).check(old.root_hash, head.root_hash)


def test_tlog_scales_accepts_what_our_witness_signed_under_our_record(tmp_path):
    facts.append_many(3)
    with witnesses(tmp_path, "ombudsman", "university") as servers:
        collect(Collector())
    head = Checkpoint.from_text((Path(settings.LOG_DIR) / "checkpoint.witnessed").read_text())
    keys = [Vkey.from_string(write_vkey(server.witness.key)) for server in servers]

    found = VkeySet(*keys).verify(head.signatures, head)

    assert {key.name for key, _ in found} == {"ombudsman.example/saksi", "university.example/saksi"}
