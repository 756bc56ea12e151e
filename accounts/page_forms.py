"""The form behind every page: its fields wear our classes, and what an action refuses lands beside the field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.errors import Forbidden, NotFound, Refusal

CLASSES: dict[type[forms.Widget], str] = {
    forms.CheckboxInput: "",
    forms.RadioSelect: "",
    forms.CheckboxSelectMultiple: "",
    forms.HiddenInput: "",
    forms.Select: "select",
    forms.Textarea: "area",
    forms.widgets.Input: "input",
}


class PageForm(forms.Form):
    """`errors` of an action become errors of the field they name; anything else stands above the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field.widget)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn what the action inside refuses into errors of this form; what is hidden or forbidden goes on."""
        try:
            yield
        except (NotFound, Forbidden):
            raise
        except Refusal as refusal:
            self.refuse(refusal)

    def refuse(self, refusal: Refusal) -> None:
        named = [error for error in refusal.errors if error.field in self.fields]
        for error in named:
            self.add_error(error.field, error.message)
        if not named:
            self.add_error(None, refusal.sentence)

    @property
    def first_invalid(self) -> str:
        """The id of the first field that needs another look, for the page to put the cursor there."""
        return next((bound.id_for_label for bound in self if bound.errors), "")

    @property
    def invalid_links(self) -> SafeString:
        """The fields that need another look, by name; each leads to its field."""
        wrong = ((bound.id_for_label, bound.label) for bound in self if bound.errors)
        return format_html_join(" ", '<a class="link" href="#{}">{}</a>', wrong)


def _dress(widget: forms.Widget) -> None:
    """The look of its kind, unless the form chose one; no spell check or capitals where they only disturb."""
    look = next((look for kind, look in CLASSES.items() if isinstance(widget, kind)), "")
    if look and "class" not in widget.attrs:
        widget.attrs["class"] = look
