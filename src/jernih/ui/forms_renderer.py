"""How forms and their fields become HTML. Set as FORM_RENDERER in settings."""

from django.forms.renderers import DjangoTemplates


class JernihRenderer(DjangoTemplates):
    """Draw a field as label, hint, error, control; a form as its fields in a column."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
