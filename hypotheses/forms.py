"""What people type before a test: the hypothesis, its criteria, the lock. The rules are the actions'."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from accounts.access import Role
from accounts.page_forms import PageForm
from boards.bullet import SIGNS
from hypotheses.actions.lock import WANTED
from hypotheses.models import Criterion, Round
from hypotheses.words import LOOKED, POLICIES

PERCENT = "%"
IN_PER_CENT = gettext_lazy("Say how likely you think it is, 1 to 99.")


def writing(rows: int, placeholder: Any = "", look: str = "area area--read") -> forms.Textarea:
    return forms.Textarea(attrs={"class": look, "rows": rows, "placeholder": placeholder})


class HypothesisForm(PageForm):
    """The parts of a round, its plans, budget and forecast; `only` asks for some of them, as a lock does."""

    belief = forms.CharField(
        label=gettext_lazy("We believe"),
        required=False,
        widget=writing(2, gettext_lazy("a fine-tuned DistilBERT")),
    )
    outcome = forms.CharField(
        label=pgettext_lazy("part of a hypothesis", "will"),
        required=False,
        widget=writing(2, gettext_lazy("find churn in support tickets")),
    )
    because = forms.CharField(
        label=pgettext_lazy("part of a hypothesis", "because"), required=False, widget=writing(2)
    )
    for_whom = forms.CharField(
        label=pgettext_lazy("part of a hypothesis", "for"), required=False, widget=writing(1)
    )
    signal = forms.CharField(label=gettext_lazy("We\u2019ll know when"), required=False, widget=writing(2))
    plan_if_pass = forms.CharField(label=gettext_lazy("If it is supported, we"), required=False, widget=writing(2))
    plan_if_fail = forms.CharField(label=gettext_lazy("If it is refuted, we"), required=False, widget=writing(2))
    budget = forms.CharField(
        label=gettext_lazy("Time-box"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Working time: 5d, 12h, 2w"),
        widget=forms.TextInput(attrs={"placeholder": "5d", "autocomplete": "off"}),
    )
    forecast = forms.IntegerField(
        label=gettext_lazy("How likely is it, in per cent?"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=gettext_lazy("Your own guess, 1 to 99"),
        widget=forms.NumberInput(attrs={"placeholder": "60", "inputmode": "numeric"}),
    )
    run_policy = forms.ChoiceField(label=gettext_lazy("What decides"), required=False)
    baseline_run = forms.ChoiceField(label=gettext_lazy("Baseline"), required=False)

    use_required_attribute = False
    PARTS: ClassVar[tuple[str, ...]] = ("belief", "outcome", "because", "for_whom", "signal")

    def __init__(self, *args: Any, round_: Round | None, only: set[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - only if only is not None else ():
            del self.fields[name]
        for name in only or ():
            self._require(name)
        if "run_policy" in self.fields:
            policies = [(value, gettext(words)) for value, words in POLICIES]
            self.fields["run_policy"].choices = policies  # type: ignore[attr-defined]  # ChoiceField
        if "baseline_run" in self.fields:
            self.fields["baseline_run"].choices = _baselines(round_)  # type: ignore[attr-defined]  # ChoiceField

    def _require(self, name: str) -> None:
        """A lock asks for it; what it says is what the action would say."""
        if name in WANTED:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = (
                IN_PER_CENT if name == "forecast" else gettext(WANTED[name])
            )

    def changes(self) -> dict[str, Any]:
        """What `save_hypothesis` takes; the forecast as a share of one."""
        given = dict(self.cleaned_data)
        if "forecast" in given:
            given["forecast"] = None if given["forecast"] is None else given["forecast"] / 100
        if not given.get("run_policy", True):
            del given["run_policy"]
        return given


def _baselines(round_: Round | None) -> list[tuple[str, str]]:
    """The runs on the card that have metrics."""
    runs = round_.card.runs.order_by("-first_seen") if round_ else []
    named = [(run.external_id, run.title or run.external_id) for run in runs if run.metrics]
    return [("", gettext("none")), *named]


class CriterionForm(PageForm):
    """One row: a metric against a number, or a sentence that a role confirms."""

    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    unit = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[
            (Criterion.Kind.SUCCESS, gettext_lazy("Success")),
            (Criterion.Kind.GUARDRAIL, gettext_lazy("Guardrail")),
            (Criterion.Kind.KILL, gettext_lazy("Ends the test")),
        ],
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Shown by"),
        choices=[
            (Criterion.Mode.METRIC, gettext_lazy("a metric")),
            (Criterion.Mode.ATTESTED, gettext_lazy("a person")),
        ],
    )
    metric = forms.CharField(
        label=gettext_lazy("Metric"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": "val.auc", "autocapitalize": "none", "spellcheck": "false"}),
    )
    op = forms.ChoiceField(
        label=pgettext_lazy("a metric is at least …", "Is"),
        required=False,
        choices=[(op, SIGNS[op]) for op in (">=", ">", "<=", "<")],
    )
    target = forms.CharField(
        label=gettext_lazy("Target"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"placeholder": "0.82", "inputmode": "decimal", "autocomplete": "off"}),
    )
    versus = forms.ChoiceField(
        label=gettext_lazy("Compared to"),
        required=False,
        choices=[
            ("absolute", gettext_lazy("as it is")),
            ("baseline", gettext_lazy("from the baseline")),
            ("percent", gettext_lazy("% from the baseline")),
        ],
    )
    min_runs = forms.IntegerField(
        label=gettext_lazy("Runs"),
        required=False,
        min_value=1,
        max_value=1000,
        widget=forms.NumberInput(attrs={"placeholder": "1"}),
    )
    statement = forms.CharField(
        label=gettext_lazy("What has to be confirmed"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("The agents find the list useful")}),
    )
    attested_by = forms.ChoiceField(
        label=gettext_lazy("Who confirms it"),
        required=False,
        choices=[(role.value, role.label) for role in (Role.PRODUCT_OWNER, Role.MEMBER, Role.ADMIN)],
    )

    def criterion(self) -> dict[str, Any]:
        """What `save_hypothesis` takes."""
        given = self.cleaned_data
        shared = {"key": given["key"], "kind": given["kind"], "mode": given["mode"]}
        if given["mode"] == Criterion.Mode.ATTESTED:
            return {**shared, "statement": given["statement"], "attested_by": given["attested_by"]}
        versus = given["versus"] or "absolute"
        return {
            **shared,
            "metric": given["metric"].strip(),
            "op": given["op"] or ">=",
            "target": _number(given["target"]),
            "relative_to": "absolute" if versus == "absolute" else "baseline",
            "unit": PERCENT if versus == "percent" else given["unit"].replace(PERCENT, ""),
            "decimals": _decimals(given["target"]),
            "min_runs": given["min_runs"] or 1,
        }


def _number(text: str) -> float | None:
    """A number as people type it, .95 or 0,95; anything else is for the action to refuse."""
    try:
        return float(text.strip().replace(",", ".").replace("\u2212", "-").removesuffix("%"))
    except ValueError:
        return None


def _decimals(text: str) -> int:
    """One more than was typed, so that a near miss is seen."""
    digits = re.search(r"[.,](\d+)", text)
    return min(len(digits[1]) if digits else 0, 5) + 1


class LockForm(PageForm):
    already_looked = forms.ChoiceField(
        label=gettext_lazy("Has anybody looked at results on this data already?"),
        choices=[(value.value, gettext_lazy(word)) for value, word, _ in LOOKED],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Answer no, partly or yes.")},
    )
    waive_preflight = forms.CharField(
        label=gettext_lazy("Lock it all the same, because"),
        required=False,
        max_length=300,
        widget=writing(2, look="area"),
    )
