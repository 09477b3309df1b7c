"""Tables of booking: a day's supply, its seats, applications and their people."""

from jernih.apps.booking.models.applications import (
    ENDED,
    Applicant,
    Application,
    ContactProof,
    NoShow,
)
from jernih.apps.booking.models.draws import Batch, BatchContributor
from jernih.apps.booking.models.seats import Seat, Slot, Supply

__all__ = [
    "ENDED",
    "Applicant",
    "Application",
    "Batch",
    "BatchContributor",
    "ContactProof",
    "NoShow",
    "Seat",
    "Slot",
    "Supply",
]
