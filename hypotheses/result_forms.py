"""What people type during and after a test: evidence, the log, the verdict. The rules are the actions'."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from accounts.errors import Refusal
from accounts.page_forms import PageForm
from hypotheses.actions.verdict import EvidenceNeeded, OverrideReasonNeeded
from hypotheses.forms import IN_PER_CENT, writing
from hypotheses.models import LogEntry, Verdict

LEARNED_LENGTH = 20


class VerdictForm(PageForm):
    value = forms.ChoiceField(
        label=gettext_lazy("The answer"),
        choices=[(value, label) for value, label in Verdict.Value.choices],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the answer.")},
    )
    learned = forms.CharField(
        label=gettext_lazy("What did we learn?"),
        min_length=LEARNED_LENGTH,
        widget=writing(3, gettext_lazy("The next person should know that …")),
        error_messages={
            "required": gettext_lazy("Say what was learned; the next person will need it."),
            "min_length": gettext_lazy("Say a little more: at least %(limit_value)d characters."),
        },
    )
    observed = forms.CharField(
        label=gettext_lazy("What did we see?"),
        required=False,
        widget=writing(1, gettext_lazy("AUC 0.813, and stable over both seeds")),
    )
    therefore = forms.CharField(
        label=gettext_lazy("Therefore"),
        required=False,
        widget=writing(1, gettext_lazy("we keep the keyword rule")),
    )
    change_mind = forms.CharField(
        label=gettext_lazy("What would change our mind?"), required=False, widget=writing(1)
    )
    override_reason = forms.CharField(
        label=gettext_lazy("Why against what the evidence suggests?"),
        required=False,
        help_text=gettext_lazy("A second person confirms it."),
        widget=writing(2),
    )

    FIELD_OF: ClassVar[dict[str, str]] = {
        EvidenceNeeded.code: "value",
        OverrideReasonNeeded.code: "override_reason",
    }

    def refuse(self, refusal: Refusal) -> None:
        """A refusal that means one field stands beside it."""
        if refusal.code in self.FIELD_OF:
            self.add_error(self.FIELD_OF[refusal.code], refusal.sentence)
        else:
            super().refuse(refusal)


class RunForm(PageForm):
    """A link, or metrics as `name=value`, or both; other words name the evidence."""

    what = forms.CharField(
        label=gettext_lazy("Link or metrics"),
        max_length=2000,
        widget=forms.TextInput(
            attrs={"placeholder": gettext_lazy("https://… or auc=.83 ece=.02"), "autocomplete": "off"}
        ),
    )
    title = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ForecastForm(PageForm):
    """Its ids are its own: a dialog above the card may ask for a forecast and a reason as well."""

    forecast = forms.IntegerField(
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"placeholder": "60", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), IN_PER_CENT),
    )
    reason = forms.CharField(
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Why (optional)"), "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "say_%s", **kwargs})


class LogForm(PageForm):
    body = forms.CharField(widget=writing(1))
    kind = forms.ChoiceField(choices=LogEntry.Kind.choices, initial=LogEntry.Kind.NOTE)
