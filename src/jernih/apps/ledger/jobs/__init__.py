"""What the clock does with the record: number, write, sign, publish; once a second.

Why a loop of its own and not a periodic task: a task a second would be 86,400 job rows a day,
and would wait behind other jobs.
"""

import logging
from threading import Event

from django.db import Error, connection
from django.utils import timezone

from jernih.apps.ledger import actions, queries
from jernih.apps.ledger.actions import sequence
from jernih.pure.roles import CLOCK

log = logging.getLogger("jernih.ledger")

SECONDS = 1.0


def sequence_entries() -> int:
    """Bring every waiting entry to the public, and say how many were numbered.

    Safe to run twice, and at the same time as another: only one does the work.
    Raises RecordDiffers or RecordRolledBack when something was changed behind our back.
    """
    if not queries.take_sequencer_lock():
        return 0
    try:
        queries.refuse_rollback()
        # A crash here: nothing happened. The entries wait on.
        numbered = actions.number_waiting(actor=CLOCK)
        # A crash here: indexes without files. The next run starts from the last signature,
        # finds them numbered, and writes them.
        edge = actions.grow_files(actor=CLOCK)
        # A crash here: files nobody points to yet. The next run writes the same bytes again,
        # and refuses if they are not the same.
        actions.sign_checkpoint(edge=edge, actor=CLOCK, now=timezone.now())
        # A crash here: signed and stored, not shown. The next run shows it.
        actions.publish(actor=CLOCK)
        # A crash here: shown without what witnesses signed. The next run shows it.
        actions.show_witnesses(actor=CLOCK)
        return numbered
    finally:
        # A lost connection has let go of the lock by itself.
        if connection.is_usable():
            queries.free_sequencer_lock()


def keep_sequencing(stop: Event) -> None:
    """Sequence every second until told to stop.

    A database that is away is waited for; a record that was changed ends the loop.
    """
    is_whole = False
    while not stop.is_set():
        try:
            if not is_whole:
                actions.heal_files(actor=CLOCK)
                is_whole = True
            numbered = sequence_entries()
        except Error as reason:
            log.warning("The database is away, the record waits: %s", reason)
            connection.close()
            numbered = 0
        # A full round means that a standstill is being worked off: go on at once. Otherwise
        # a pause, or a busy hour would sign, and keep partial files, twenty times a second.
        if numbered < sequence.MAX_ROUND:
            stop.wait(SECONDS)
