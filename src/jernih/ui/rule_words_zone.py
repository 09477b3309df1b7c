"""What the numbers of rulebook/zone_weights.toml mean, and who says so, in plain words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jernih.ui.label import Words

ZONE: Mapping[str, Words] = {
    "total_least_wbk": _("WBK: all points at least, in hundredths"),
    "total_least_wbbm": _("WBBM: all points at least, in hundredths"),
    "lever_least_wbk": _("WBK: points of the levers at least, in hundredths"),
    "lever_least_wbbm": _("WBBM: points of the levers at least, in hundredths"),
    "area_percent_wbk": _("WBK: each half of each area reaches at least: percent"),
    "area_percent_wbbm": _("WBBM: each half of each area reaches at least: percent"),
    "corruption_index_least_wbk": _("WBK: survey on corruption at least, in hundredths"),
    "corruption_index_least_wbbm": _("WBBM: survey on corruption at least, in hundredths"),
    "performance_least_wbk": _("WBK: better performance at least, in hundredths"),
    "performance_least_wbbm": _("WBBM: better performance at least, in hundredths"),
    "clean_least_wbk": _("WBK: clean and accountable at least, in hundredths"),
    "clean_least_wbbm": _("WBBM: clean and accountable at least, in hundredths"),
    "service_index_least_wbk": _("WBK: survey on service at least, in hundredths"),
    "service_index_least_wbbm": _("WBBM: survey on service at least, in hundredths"),
    "value_abc_b": _("Three answers: B is worth, in hundredths"),
    "value_abcd_b": _("Four answers: B is worth, in hundredths"),
    "value_abcd_c": _("Four answers: C is worth, in hundredths"),
    "value_abcde_b": _("Five answers: B is worth, in hundredths"),
    "value_abcde_c": _("Five answers: C is worth, in hundredths"),
    "value_abcde_d": _("Five answers: D is worth, in hundredths"),
    "index_full": _("A survey index of so many thousandths is worth all its points"),
    "evidence_bytes": _("One file of evidence is at most: bytes"),
    "evidence_most": _("Pieces of evidence for one item, at most"),
}

ZONE_SOURCES: Mapping[str, Promise] = {
    "PermenPANRB 90/2021, unverified after 5/2024: from memory, consistent with the sums": _(
        "PermenPANRB 90/2021, unverified after 5/2024: from memory, consistent with the sums"
    ),
    "PermenPANRB 90/2021, unverified after 5/2024: a public LKE app": _(
        "PermenPANRB 90/2021, unverified after 5/2024: a public LKE app"
    ),
    "PermenPANRB 90/2021: public LKE apps agree": _("PermenPANRB 90/2021: public LKE apps agree"),
    "index/4 x 17.5 reproduces the three survey numbers of a public LKE app exactly": _(
        "index/4 x 17.5 reproduces the three survey numbers of a public LKE app exactly"
    ),
}
