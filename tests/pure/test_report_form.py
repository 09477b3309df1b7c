"""Whom one can turn to outside: read strictly, and honest about what a weak source says."""

from importlib.resources import files

import pytest

from jernih.pure.report_form import BadForm, read_channels

TEXT = (files("jernih") / "rulebook" / "forms" / "channels.toml").read_text("utf-8")


def test_the_old_telephone_number_of_kpk_is_marked_and_nothing_else():
    unsure = {one.name: one.unsure for one in read_channels(TEXT) if one.unsure}

    assert unsure == {"KPK": ("phone",)}


@pytest.mark.parametrize("bad", ['["fax"]', '"phone"', '["source"]', '["link", 3]'])
def test_only_a_way_that_is_there_can_be_unsure(bad):
    with pytest.raises(BadForm):
        read_channels(TEXT.replace('["phone"]', bad))
