"""Tables of surveys: who was given a token, what lies sealed in a box, what was counted.

No moment, no serial number of a person's own: what the rows do not hold nobody can match.
"""

from secrets import token_hex
from typing import ClassVar

from django.db import models

from jernih.apps.hall.models import Ticket
from jernih.apps.offices.models import Office
from jernih.pure.survey import Way

WAYS = [(way.value, way.value) for way in Way]


def new_name() -> str:
    """Return a name that tells nothing."""
    return token_hex(16)


class SurveyKey(models.Model):
    """The public half of the key for one quarter's tokens; the other half lies in a file."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="survey_keys")
    period = models.CharField(max_length=7)
    key = models.CharField(max_length=64, unique=True)
    modulus = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "period"], name="survey_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.period}"


class TokenGiven(models.Model):
    """A ticket was given its one token, unseen.

    blinded: the hash of what was signed, empty where the server drew the token itself.
    """

    ticket = models.OneToOneField(
        Ticket, on_delete=models.PROTECT, related_name="survey_token", primary_key=True
    )
    blinded = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.ticket_id}"


class SpentToken(models.Model):
    """The hash of a token that came back with an answer; it never comes again."""

    token = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return self.token[:8]


class Box(models.Model):
    """Where sealed answers of one way lie until it is opened, all of it at once.

    key: the name of the file with the key they are sealed with; a new one after every opening.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="survey_boxes")
    way = models.CharField(max_length=8, choices=WAYS)
    key = models.CharField(max_length=32, default=new_name)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "way"], name="survey_box_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.way}"


class SealedAnswer(models.Model):
    """One answer, sealed; gone once its box is opened. ref: chance, so that no order shows."""

    ref = models.CharField(max_length=32, primary_key=True, default=new_name)
    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="answers")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return self.ref[:8]


class SurveyCount(models.Model):
    """The answers of a quarter that came one way, added up; book: as queries.book_of reads it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="survey_counts")
    period = models.CharField(max_length=7)
    way = models.CharField(max_length=8, choices=WAYS)
    answers = models.PositiveIntegerField()
    book = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "period", "way"], name="survey_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.period} {self.way}"


class PublishedIndex(models.Model):
    """What was published of a quarter, as the record has it; the public page reads it.

    figures: the fields of the fact by their names.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="survey_indexes")
    period = models.CharField(max_length=7)
    day = models.DateField()
    figures = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "period"], name="survey_index_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.period}"
