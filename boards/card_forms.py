"""What people type on an opened card. The rules are the actions'; a form reads and keeps what was typed."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.page_forms import PageForm
from boards.actions.clean import DESCRIPTION_LENGTH, TITLE_LENGTH


class TitleForm(PageForm):
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=TITLE_LENGTH,
        widget=forms.Textarea(attrs={"class": "area cardtitle", "rows": 1}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class TextForm(PageForm):
    """The description; a task also has its story: in order to …, as a …, I want … to …."""

    STORY: ClassVar[tuple[str, ...]] = ("benefit", "role", "other_role", "action")

    benefit = forms.CharField(label=pgettext_lazy("story", "In order to"), required=False, max_length=300)
    role = forms.CharField(label=pgettext_lazy("story", "as a"), required=False, max_length=300)
    other_role = forms.CharField(label=pgettext_lazy("story", "I want"), required=False, max_length=300)
    action = forms.CharField(label=pgettext_lazy("story", "to"), required=False, max_length=300)
    description = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        strip=False,
        max_length=DESCRIPTION_LENGTH,
        help_text=gettext_lazy("Markdown. @ tells a person, CHURN-12 links a card."),
        widget=forms.Textarea(attrs={"class": "area area--read", "rows": 6}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_task: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_task:
            for name in self.STORY:
                del self.fields[name]

    def changes(self) -> dict[str, Any]:
        given = self.cleaned_data
        story = {name: given[name] for name in self.STORY if given.get(name)}
        return {"description": given["description"], **({"story": story} if "benefit" in self.fields else {})}


class OnwardForm(PageForm):
    """Where a card goes once a dialog has what it asked for: the place it was dropped at, if it was."""

    lane = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # A control called "before" would hide the method of its form that swaps need.
    put_before = forms.CharField(required=False, widget=forms.HiddenInput)
    put_after = forms.CharField(required=False, widget=forms.HiddenInput)
    wip_override = forms.CharField(
        label=gettext_lazy("Why does it have to go in now?"),
        required=False,
        max_length=200,
        widget=forms.HiddenInput,
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_full = bool(data.get("wip_override"))
        self._show_override()

    def ask_to_override(self) -> None:
        self.is_full = True
        self._show_override()

    def _show_override(self) -> None:
        if self.is_full:
            self.fields["wip_override"].widget = forms.TextInput(attrs={"class": "input", "autocomplete": "off"})
