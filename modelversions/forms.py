"""What people type about models. The rules are the actions'; a form reads and keeps."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.page_forms import PageForm
from modelversions.models import ModelVersion, PrimaryMetric

NOT_LIVE = ("planned", "building", "shadow")
NUMBERS = "One a line: val.auc = 0.83"


class MetricForm(PageForm):
    metric = forms.CharField(
        label="Primary metric",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    direction = forms.ChoiceField(choices=PrimaryMetric.Direction.choices)
    baseline = forms.CharField(
        label="Natural baseline", required=False, max_length=300, help_text="The rule that the model replaces."
    )
    baseline_value = forms.FloatField(label="Its value", required=False)


class VersionForm(PageForm):
    name = forms.CharField(label="Version", max_length=120)
    kind = forms.ChoiceField(choices=ModelVersion.Kind.choices, initial=ModelVersion.Kind.INCREMENT)
    state = forms.ChoiceField(choices=[(value, value) for value in NOT_LIVE])
    cards = forms.CharField(label="Made by the cards", required=False, help_text="CHURN-12, CHURN-15")
    metrics = forms.CharField(
        label="Measured by research", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=NUMBERS
    )
    compared_value = forms.FloatField(
        label="Compared with", required=False, help_text="The primary metric of what it should replace."
    )
    shipped_value = forms.FloatField(label="Measured after the release", required=False)
    shipped_compared = forms.FloatField(label="What it replaced, measured the same way", required=False)
    registry_version = forms.CharField(label="Version in the registry", required=False, max_length=120)
    registry_url = forms.CharField(label="Address in the registry", required=False, max_length=1000)
    notes = forms.CharField(required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, begun: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if begun:  # live and retired have verbs of their own
            del self.fields["state"]

    @classmethod
    def of(cls, version: ModelVersion) -> VersionForm:
        first = {
            **{name: getattr(version, name) for name in cls.base_fields if name not in ("cards", "metrics")},
            "cards": ", ".join(each.card.ref for each in version.made_by.all()),
            "metrics": "\n".join(f"{name} = {value}" for name, value in version.metrics.items()),
        }
        begun = version.state not in NOT_LIVE
        return cls(initial=first, begun=begun, auto_id=f"version-{version.pk}-%s")

    def clean_metrics(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for line in self.cleaned_data["metrics"].splitlines():
            name, _, value = line.rpartition("=")
            try:
                found |= {name.strip(): float(value)} if line.strip() else {}
            except ValueError:
                raise forms.ValidationError(f"“{line.strip()}” is not a name and a number. {NUMBERS}") from None
        return found

    def clean_cards(self) -> list[str]:
        return [ref for ref in self.cleaned_data["cards"].replace(",", " ").split() if ref]

    def new(self) -> dict[str, Any]:
        """What `add_version` takes: what was left empty is not said."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class RegistryForm(PageForm):
    registry_name = forms.CharField(label="Registered model", max_length=200)
    live_alias = forms.CharField(
        label="Alias that means live", max_length=100, initial="champion", help_text="champion-de is live for de."
    )
    new_secret = forms.BooleanField(label="Make a new secret", required=False)
