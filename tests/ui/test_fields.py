"""A field is a label, a hint, what is wrong, and a control that says so to screen readers."""

from datetime import date

import pytest
from django import forms
from django.template.loader import render_to_string

from jernih.ui import widgets
from jernih.ui.templatetags.fields import wrong_fields


class Person(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the card.")
    born = widgets.DayField(label="Born")
    service = forms.ChoiceField(choices=[("a", "New"), ("b", "Again")], widget=forms.RadioSelect)
    day = forms.ChoiceField(choices=[("1", "Tuesday")], widget=widgets.BigChoice)
    help = forms.MultipleChoiceField(
        choices=[("w", "Wheelchair")], widget=forms.CheckboxSelectMultiple
    )
    office = forms.ChoiceField(choices=[("t", "Tarakan")])
    note = forms.CharField(widget=forms.Textarea)
    agree = forms.BooleanField(label="I agree")
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(form: forms.Form, name: str) -> str:
    return str(form[name].as_field_group())


def test_hint_and_mistake_are_read_with_the_control():
    html = drawn(Person({}), "name")

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html


def test_a_field_without_mistake_claims_none():
    html = drawn(Person(), "name")

    assert "aria-invalid" not in html
    assert "govuk-error-message" not in html


@pytest.mark.parametrize("name", ["born", "service", "day", "help"])
def test_several_controls_stand_in_a_fieldset_with_a_legend(name):
    html = drawn(Person(), name)

    assert "<fieldset" in html
    assert "<legend" in html


def test_checkboxes_are_not_drawn_as_radios():
    assert "govuk-checkboxes__input" in drawn(Person(), "help")
    assert "govuk-radios" not in drawn(Person(), "help")


def test_every_control_of_a_form_has_a_label():
    html = str(Person())

    for control in ("id_name", "id_born_0", "id_service_1", "id_day_0", "id_help_0", "id_agree"):
        assert f'for="{control}"' in html


def test_what_was_typed_is_kept():
    html = str(Person({"name": "Siti", "born_0": "31", "born_1": "2", "born_2": "1990"}))

    assert 'value="Siti"' in html
    assert 'value="1990"' in html


def test_the_summary_leads_to_the_first_control_of_each_wrong_field():
    lines = [line.href for line in wrong_fields(Person({}))]

    assert lines == [
        "#id_name",
        "#id_born_0",
        "#id_service_0",
        "#id_day_0",
        "#id_help_0",
        "#id_office",
        "#id_note",
        "#id_agree",
    ]


def test_the_summary_only_shows_when_something_is_wrong():
    assert "alert" in render_to_string("components/error_summary.html", {"form": Person({})})
    assert "alert" not in render_to_string("components/error_summary.html", {"form": Person()})


def test_a_day_in_three_boxes_becomes_a_date():
    assert widgets.DayField().clean(["27", "3", "1985"]) == date(1985, 3, 27)
    assert widgets.DayField(required=False).clean(["", "", ""]) is None


@pytest.mark.parametrize(
    "typed",
    [["31", "2", "1990"], ["a", "b", "c"], ["1", "", "1990"], ["", "", ""], ["1", "1", "0"]],
)
def test_a_day_that_does_not_exist_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        widgets.DayField().clean(typed)


def test_a_day_is_shown_in_its_boxes():
    form = Person(initial={"born": date(1985, 3, 27)})

    assert 'value="27"' in drawn(form, "born")
