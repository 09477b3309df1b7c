"""What the surveys ask, in plain words: one short name and one sentence for each statement."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from jernih.pure.index import Grade, Instrument
from jernih.pure.survey import Asked, Way
from jernih.ui.label import Words


@dataclass(frozen=True)
class Statement:
    """One thing that is asked. name: for tables and charts."""

    name: Words
    asks: Words


STATEMENTS: Mapping[Instrument, tuple[Statement, ...]] = {
    Instrument.SKM: (
        Statement(_("Requirements"), _("Papers that were asked for")),
        Statement(_("Procedure"), _("The way from step to step")),
        Statement(_("Time taken"), _("How long it took")),
        Statement(_("Cost"), _("The price, and that it was the official one")),
        Statement(_("Result"), _("What you got, as it was promised")),
        Statement(_("Skill of officers"), _("Whether officers knew their work")),
        Statement(_("Manner of officers"), _("Whether officers were polite and friendly")),
        Statement(_("Complaints"), _("How complaints and questions are taken up")),
        Statement(_("Facilities"), _("Rooms, chairs, toilets, machines")),
    ),
    Instrument.SPKP: (
        Statement(_("Information"), _("I could find out about the service beforehand.")),
        Statement(_("Requirements"), _("I was asked for the announced papers, and no others.")),
        Statement(_("Procedure"), _("The procedure was easy to follow.")),
        Statement(_("Time taken"), _("It was done in the announced time.")),
        Statement(_("Tariff"), _("I paid the announced price.")),
        Statement(_("Facilities"), _("The rooms and the online service were comfortable.")),
        Statement(_("Response"), _("Officers and systems answered quickly.")),
        Statement(_("Complaints"), _("Asking and complaining is easy.")),
    ),
    Instrument.SPAK: (
        Statement(_("No favourites"), _("Nobody was treated better or worse than others.")),
        Statement(_("No back door"), _("Nobody jumped the queue or went around the procedure.")),
        Statement(_("No gifts"), _("No officer took a gift.")),
        Statement(_("No illegal levies"), _("No officer asked for money beyond the price.")),
        Statement(_("No brokers"), _("There were no brokers.")),
    ),
}
TITLES: Mapping[Instrument, Words] = {
    Instrument.SKM: _("How good was it?"),
    Instrument.SPKP: _("Do you agree?"),
    Instrument.SPAK: _("Was it clean?"),
}
NAMES: Mapping[Instrument, Words] = {
    Instrument.SKM: _("Satisfaction (SKM)"),
    Instrument.SPKP: _("Quality of service (SPKP)"),
    Instrument.SPAK: _("Free of corruption (SPAK)"),
}
# One word for each point, from 1 on; six have none.
POINTS: Mapping[int, tuple[Words, ...]] = {
    4: (_("Bad"), _("Not so good"), _("Good"), _("Very good")),
}
ASKED: Mapping[Asked, Words] = {
    Asked.NO: _("No"),
    Asked.YES: _("Yes"),
    Asked.UNSAID: _("I would rather not say"),
}
WAYS: Mapping[Way, Words] = {
    Way.BROWSER: _("by the person's own browser, blinded there"),
    Way.SERVER: _("by the person's own browser, without JavaScript"),
    Way.KIOSK: _("at the kiosk"),
    Way.PAPER: _("on paper, entered by a helper"),
}
GRADES: Mapping[Grade, Words] = {
    Grade.A: _("A: very good"),
    Grade.B: _("B: good"),
    Grade.C: _("C: less good"),
    Grade.D: _("D: not good"),
    Grade.NONE: _("no grade"),
}
