"""What an admin types to make a webhook. The rules are the actions'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.forms import plain
from accounts.models import Team
from accounts.page_forms import PageForm
from boards.models import Board
from webhooks.actions import areas
from webhooks.models import Webhook


class WebhookForm(PageForm):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Channel #churn"), "autocomplete": "off"}),
    )
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=2_000,
        required=False,
        help_text=gettext_lazy("Where we send to. Stored encrypted and never shown again."),
        widget=forms.TextInput(
            attrs=plain(inputmode="url", autocomplete="off", placeholder="https://hooks.example.org/…")
        ),
    )
    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=Webhook.Format.choices)
    board = forms.ChoiceField(label=gettext_lazy("Events of"), required=False)
    kinds = forms.MultipleChoiceField(
        label=pgettext_lazy("events", "About"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked means everything."),
    )

    def __init__(self, *args: Any, team: Team, webhook: Webhook | None = None, **kwargs: Any) -> None:
        if webhook is not None:
            kwargs["initial"] = written(webhook)
        super().__init__(*args, **kwargs)
        self.boards = {board.key: board for board in Board.objects.filter(team=team, deleted_at=None)}
        named = [(key, f"{key} {board.name}") for key, board in sorted(self.boards.items())]
        self.fields["board"].choices = [("", _("All boards")), *named]  # type: ignore[attr-defined]  # of a ChoiceField
        own = webhook.kinds if webhook else []
        offered = [f"{area}.*" for area in areas()]
        kinds = [*offered, *(kind for kind in own if kind not in offered)]
        self.fields["kinds"].choices = [(kind, kind.removesuffix(".*")) for kind in kinds]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What the actions take."""
        return {**self.cleaned_data, "board": self.boards.get(self.cleaned_data["board"])}


def written(webhook: Webhook) -> dict[str, Any]:
    """What a form shows of a webhook: never its address or secret."""
    board = webhook.board.key if webhook.board else ""
    return {"name": webhook.name, "format": webhook.format, "board": board, "kinds": webhook.kinds}
