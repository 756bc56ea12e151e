"""What people type about models. The rules are the actions'; a form reads and keeps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_noop as noop

from accounts.page_forms import PageForm
from modelversions.models import ModelVersion, PrimaryMetric

NOT_LIVE = ("planned", "building", "shadow")
NOT_LIVE_YET = [
    ("planned", pgettext_lazy("model", "planned")),
    ("building", pgettext_lazy("model", "building")),
    ("shadow", pgettext_lazy("model", "shadow")),
]
NUMBERS = noop("One a line: val.auc = 0.83")


class MetricForm(PageForm):
    metric = forms.CharField(
        label=gettext_lazy("Primary metric"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=PrimaryMetric.Direction.choices)
    baseline = forms.CharField(
        label=gettext_lazy("Natural baseline"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("The rule that the model replaces."),
    )
    baseline_value = forms.FloatField(label=gettext_lazy("Its value"), required=False)


class VersionForm(PageForm):
    name = forms.CharField(label=gettext_lazy("Version"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=ModelVersion.Kind.choices, initial=ModelVersion.Kind.INCREMENT
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=NOT_LIVE_YET)
    cards = forms.CharField(
        label=gettext_lazy("Made by the cards"), required=False, help_text="CHURN-12, CHURN-15"
    )
    metrics = forms.CharField(
        label=gettext_lazy("Measured by research"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(NUMBERS),
    )
    compared_value = forms.FloatField(
        label=gettext_lazy("Compared with"),
        required=False,
        help_text=gettext_lazy("The primary metric of what it should replace."),
    )
    shipped_value = forms.FloatField(label=gettext_lazy("Measured after the release"), required=False)
    shipped_compared = forms.FloatField(
        label=gettext_lazy("What it replaced, measured the same way"), required=False
    )
    registry_version = forms.CharField(
        label=gettext_lazy("Version in the registry"), required=False, max_length=120
    )
    registry_url = forms.CharField(label=gettext_lazy("Address in the registry"), required=False, max_length=1000)
    notes = forms.CharField(
        label=gettext_lazy("Notes"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

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
                said = gettext("“%(line)s” is not a name and a number.") % {"line": line.strip()}
                raise forms.ValidationError(f"{said} {gettext(NUMBERS)}") from None
        return found

    def clean_cards(self) -> list[str]:
        return [ref for ref in self.cleaned_data["cards"].replace(",", " ").split() if ref]

    def new(self) -> dict[str, Any]:
        """What `add_version` takes: what was left empty is not said."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class RegistryForm(PageForm):
    registry_name = forms.CharField(label=gettext_lazy("Registered model"), max_length=200)
    live_alias = forms.CharField(
        label=gettext_lazy("Alias that means live"),
        max_length=100,
        initial="champion",
        help_text=gettext_lazy("champion-de is live for de."),
    )
    new_secret = forms.BooleanField(label=gettext_lazy("Make a new secret"), required=False)
