"""A true day on the record, who saw it, and a thief who holds the key and rewrites it.

The office's own sequencer publishes; a reader, a citizen and a witness keep what they saw. The
thief has the real key file and every file of the log. Whoever notices says how.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from jernih.apps.ledger import actions
from jernih.pure.events import event_bytes
from jernih.pure.receipt import Receipt, parse_receipt, write_receipt
from jernih.pure.tlog.add_checkpoint import write_request
from jernih.pure.tlog.cosignature import read_answer
from jernih.pure.tlog.note import parse_checkpoint, parse_note, write_signature, write_vkey
from jernih.pure.tlog.policy import Policy, parse_policy
from jernih.pure.tlog.proof import prove_consistency
from jernih.pure.tlog.tile_proof import TileTree
from jernih.pure.tlog.tiles import tile_path
from jernih.pure.tlog.tlog_proof import TlogProof
from jernih.pure.tlog.tree import leaf_hashes
from jernih.verify import Findings, Folder, verify
from jernih.verify.state import Seen, State, root_text
from tests.bench.w6_days import FIRST, Office
from tests.record import publish_record
from tests.thief import Thief, steal_key
from tests.witness.logs import Client, Reply, talking

Entries = list[bytes]


@dataclass
class Stage:
    """entries: as they were published. seen: by a reader who came by. receipt: a citizen's."""

    thief: Thief
    entries: Entries
    witness: Client
    seen: State
    receipt: bytes
    home: Path

    @property
    def policy(self) -> Policy:
        """What is printed on the office's wall: its key, and whose cosignature counts."""
        witness = write_vkey(self.witness.key)
        text = f"log {self.thief.vkey}\nwitness tablet {witness}\nquorum tablet\n"
        return parse_policy(text.encode())

    def forge(self, entries: Entries, *, name: str = "forged") -> Path:
        """Let the thief write a whole log, every file of it true to her key."""
        folder = self.home / name
        self.thief.write(folder, entries)
        return folder

    def stranger(self, folder: Path) -> Findings:
        """Somebody who comes for the first time, with the key from the wall."""
        return verify(Folder(str(folder)), vkey=self.thief.vkey)

    def reader(self, folder: Path) -> Findings:
        """Somebody who came before, and kept a state file."""
        return verify(Folder(str(folder)), vkey=self.thief.vkey, state=self.seen)

    def careful(self, folder: Path) -> Findings:
        """Somebody who comes for the first time, and asks for the witness."""
        return verify(Folder(str(folder)), policy=self.policy)

    def citizen(self, folder: Path) -> Findings:
        """Somebody who holds a receipt, and holds its checkpoint against the log."""
        return verify(
            Folder(str(folder)),
            vkey=self.thief.vkey,
            state=seen_in(parse_receipt(self.receipt).proof.note, vkey=self.thief.vkey),
        )

    def ask_witness(self, folder: Path, entries: Entries, *, old: int | None = None) -> Reply:
        """Ask the witness to sign this log, with the best proof there is for it."""
        size = len(self.entries) if old is None else old
        known = 0 < size <= len(entries)
        proof = prove_consistency(leaf_hashes(entries), old_size=size) if known else ()
        note = (folder / "checkpoint").read_bytes()
        return self.witness.post(write_request(old_size=size, proof=proof, checkpoint=note))


@contextmanager
def stage(home: Path) -> Iterator[Stage]:
    """Publish a day by the office's own sequencer; let everybody see it, and the thief come."""
    facts = sorted(Office("kantor-01", seats=1, seed=3).day(FIRST), key=lambda fact: fact.at)
    with transaction.atomic():
        actions.append_all(facts)
    publish_record()
    thief, log = steal_key(), Path(settings.LOG_DIR)
    entries = [event_bytes(fact) for fact in facts]
    with talking(home / "witness", thief) as witness:
        made = Stage(thief, entries, witness, State(), b"", home)
        answer = made.ask_witness(log, entries, old=0)
        text = parse_note((log / "checkpoint").read_bytes()).text
        line = read_answer(answer.body, text=text, key=witness.key)
        with (log / "checkpoint").open("a") as out:
            out.write(write_signature(line))
        note = (log / "checkpoint").read_bytes()
        made.seen = seen_in(note, vkey=thief.vkey)
        made.receipt = receipt_of(entries, log, note)
        yield made


def seen_in(note: bytes, *, vkey: str) -> State:
    """Return what a reader remembers to whom this checkpoint was shown."""
    head = parse_checkpoint(parse_note(note).text)
    seen = Seen(size=head.size, root=root_text(head.root), vkey=vkey, note=note.decode())
    return State(logs={head.origin: seen})


def receipt_of(entries: Entries, log: Path, note: bytes) -> bytes:
    """Return the receipt of the first who took a number."""
    index = next(n for n, entry in enumerate(entries) if b'"booking.taken"' in entry)
    tree = TileTree(len(entries), read=lambda tile: (log / tile_path(tile)).read_bytes())
    proof = TlogProof(index=index, hashes=tuple(tree.prove_inclusion(index)), note=note)
    return write_receipt(Receipt(entry=entries[index], salts=(), proof=proof))
