"""Tables of messages: rows first, sending later."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jernih.pure.states import NoticeState


class NoticeChannel(models.TextChoices):
    """The ways a message can go out."""

    EMAIL = "EMAIL"
    SMS = "SMS"
    WHATSAPP = "WHATSAPP"


class Notice(models.Model):
    """One message to one address, sent once.

    once_key: makes a second row for the same happening impossible.
    time_zone: of the office, for its quiet hours; an urgent message does not wait for morning.
    expires_at: after this the message is of no use and is dropped.
    leased_until: a sender has it in hand; nobody else takes it before.
    """

    office = models.SlugField(max_length=40)
    channel = models.CharField(max_length=10, choices=NoticeChannel.choices)
    address = models.CharField(max_length=254)
    purpose = models.SlugField(max_length=40)
    once_key = models.CharField(max_length=120, unique=True)
    language = models.CharField(max_length=5, default="id")
    subject = models.CharField(max_length=160)
    body = models.TextField()
    state = models.CharField(max_length=10, default=NoticeState.WAITING)
    time_zone = models.CharField(max_length=40)
    is_urgent = models.BooleanField(default=False)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_refusal = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["not_before"],
                name="notice_due",
                condition=Q(state__in=[NoticeState.WAITING, NoticeState.FAILED]),
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in NoticeState]),
                name="notice_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=NoticeState.SENT, sent_at__isnull=False)
                | (~Q(state=NoticeState.SENT) & Q(sent_at__isnull=True)),
                name="notice_sent_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"
