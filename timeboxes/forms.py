"""What people type at the gate and about a time-box. The rules are the actions'; a form reads and keeps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.errors import Refusal
from hypotheses.forms import IN_PER_CENT, writing
from hypotheses.models import Verdict
from hypotheses.result_forms import VerdictForm
from timeboxes.models import Decision

LATER = "later"
RENEW = "renew"  # what takes the place of an extension that is no longer allowed
ASKED = (
    *("outcome", "extend_minutes", "forecast", "expects", "children"),
    *("value", "override_reason", "learned", "observed", "therefore", "change_mind", "rationale"),
)
ANSWER_FIELDS = ("value", "learned", "observed", "therefore", "change_mind", "override_reason")


class GateForm(VerdictForm):
    """What happens next, and the answer: not for an extension, and not when it is there already."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What happens next"),
        choices=[*Decision.CHOICES, (RENEW, "renew")],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what happens next.")},
    )
    extend_minutes = forms.CharField(
        label=gettext_lazy("By how much?"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "2d", "autocomplete": "off"}),
    )
    forecast = forms.IntegerField(
        label=gettext_lazy("How likely is it now, in per cent?"),
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    expects = forms.CharField(
        label=gettext_lazy("What will the extra time buy?"), required=False, widget=writing(2)
    )
    children = forms.CharField(
        label=gettext_lazy("The smaller questions, one a line"), required=False, widget=writing(3, look="area")
    )
    rationale = forms.CharField(
        label=gettext_lazy("Why this decision? (optional)"),
        required=False,
        widget=forms.Textarea(
            attrs={
                "class": "area area--read",
                "rows": 2,
                "placeholder": gettext_lazy("What should the team know about this decision?"),
            }
        ),
    )

    opens_next = forms.BooleanField(required=False)

    def __init__(self, *args: Any, is_concluded: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = [*Verdict.Value.choices, (LATER, "later")]  # type: ignore[attr-defined]
        if is_concluded or self.data.get("outcome") == Decision.Outcome.EXTEND:
            self._ask_no_answer("value", "learned")
        elif self.data.get("value") == LATER:
            self._ask_no_answer("learned")
        self.is_concluded = is_concluded

    def _ask_no_answer(self, *names: str) -> None:
        for name in names:
            self.fields[name].required = False
        self.fields["learned"].validators = []

    def decision(self) -> dict[str, Any]:
        """What `decide` takes; only what belongs to the chosen outcome."""
        given = self.cleaned_data
        said: dict[str, Any] = {"outcome": given["outcome"], "rationale": given["rationale"]}
        if given["outcome"] == RENEW:
            said |= {"outcome": Decision.Outcome.CONTINUE.value, "as_new_card": True}
        if given["outcome"] == Decision.Outcome.EXTEND:
            forecast = None if given["forecast"] is None else given["forecast"] / 100
            said |= {"extend_minutes": given["extend_minutes"], "forecast": forecast, "expects": given["expects"]}
        if given["outcome"] == Decision.Outcome.SPLIT:
            said["children"] = [line.strip() for line in given["children"].splitlines() if line.strip()]
        return said

    def verdict(self) -> dict[str, str] | None:
        given = self.cleaned_data
        if self.is_concluded or given["outcome"] == Decision.Outcome.EXTEND or given["value"] in ("", LATER):
            return None
        return {name: given[name] for name in ANSWER_FIELDS}

    def missing(self) -> list[str]:
        """The questions that are not answered yet, or not rightly, in the order of the page."""
        return [str(self.fields[name].label) for name in ASKED if name in self.errors]

    def refuse(self, refusal: Refusal) -> None:
        """To the action the length of an extension is a budget, and a forecast a share of one."""
        if not refusal.errors:
            return super().refuse(refusal)
        for error in refusal.errors:
            name = {"budget": "extend_minutes"}.get(error.field, error.field)
            message = IN_PER_CENT if name == "forecast" else error.message
            self.add_error(name if name in self.fields else None, message)
        return None
