"""What the questions of a sealed report are called on the page."""

from typing import Final

from django.utils.translation import gettext_lazy as _

LABELS: Final = {
    "seen": _("What was it? Tick what fits."),
    "asked": _("How much was asked for, in rupiah?"),
    "paid": _("How much did you pay, in rupiah?"),
    "stage": _("At which step?"),
    "day": _("On which day?"),
    "time": _("At what time, roughly?"),
    "place": _("Where?"),
    "counter": _("Which counter?"),
    "ticket": _("The number on your ticket, if you had one"),
    "who": _("Who was it? A name, a uniform, a face: whatever you know."),
}

OPTIONS: Final = {
    "BROKER": _("A broker (calo), inside or outside the office"),
    "SPECIAL_ROOM": _("Someone was served in a special room"),
    "BEFORE_HOURS": _("Someone was served before or after hours"),
    "MONEY_ASKED": _("Someone asked for more than the official price"),
    "MONEY_PAID": _("I paid more than the official price"),
    "GIFT": _("A gift was asked for, or taken"),
    "JUMPED_LINE": _("Someone was called before it was their turn"),
    "PAPERS_HELD": _("Papers were held back, or refused without a reason"),
    "RUDE": _("Threats, insults or harassment"),
    "OTHER": _("Something else"),
    "BEFORE": _("Before coming to the office"),
    "NUMBER": _("Taking a number"),
    "DOOR": _("At the door or the front desk"),
    "COUNTER": _("At the counter"),
    "PHOTO": _("Photo and fingerprints"),
    "INTERVIEW": _("Interview"),
    "PAYMENT": _("Payment"),
    "COLLECTION": _("Collecting the passport"),
    "OUTSIDE": _("Outside the office"),
}
