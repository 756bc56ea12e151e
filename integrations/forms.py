"""What an admin types to connect a tracker. The rules are the actions'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.forms import plain
from accounts.page_forms import PageForm
from integrations.models import TrackerConnection

FIELDS = ("kind", "name", "base_url", "public_url", "auth", "username", "workspace")


class TrackerForm(PageForm):
    kind = forms.ChoiceField(label=gettext_lazy("Tracker"), choices=TrackerConnection.Kind.choices)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("MLflow production"), "autocomplete": "off"}),
    )
    base_url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        required=False,
        help_text=gettext_lazy(
            "As this server reaches it, with its prefix if it has one. Weights & Biases needs none."
        ),
        widget=forms.TextInput(attrs=plain(inputmode="url", placeholder="https://mlflow.example.org")),
    )
    public_url = forms.CharField(
        label=gettext_lazy("Address for people"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Only if browsers reach it by another one; links lead there."),
        widget=forms.TextInput(attrs=plain(inputmode="url")),
    )
    auth = forms.ChoiceField(label=gettext_lazy("Signs in with"), choices=TrackerConnection.Auth.choices)
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=plain(autocomplete="off")),
    )
    secret = forms.CharField(
        label=gettext_lazy("Password or token"),
        max_length=2_000,
        required=False,
        strip=True,
        help_text=gettext_lazy("Stored encrypted and never shown again."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )
    workspace = forms.CharField(
        label=gettext_lazy("Workspace"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Of MLflow, if it has several; the entity at Weights & Biases."),
        widget=forms.TextInput(attrs=plain(autocomplete="off")),
    )
    experiments = forms.CharField(
        label=gettext_lazy("Only these experiments or projects"),
        required=False,
        max_length=26_000,
        help_text=gettext_lazy("One name a line; empty means all that may be read."),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )

    def given(self) -> dict[str, Any]:
        """What the actions take."""
        typed = self.cleaned_data
        names = [line.strip() for line in typed["experiments"].splitlines() if line.strip()]
        return {**{name: typed[name] for name in FIELDS}, "secret": typed["secret"], "experiments": names}


def written(connection: TrackerConnection) -> dict[str, Any]:
    """What a form shows of a connection: never its secret."""
    shown = {name: getattr(connection, name) for name in FIELDS}
    return {**shown, "experiments": "\n".join(connection.experiments)}
