"""What the endpoints of hypotheses take."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.access import Role
from api.fields import Choice, Duration, Flag, Instant, Prose, Real, Text, Whole
from api.serializers import Body
from hypotheses.models import Amendment, Criterion, LogEntry, Round, Run, Verdict
from hypotheses.sentence import LONGEST

PART, LONG = 4_000, 10_000


@extend_schema_field(
    {
        "type": "object",
        "maxProperties": 1000,
        "additionalProperties": {"type": ["number", "string", "null"]},
        "example": {"val.auc": 0.83},
    }
)
class Metrics(serializers.JSONField):
    """Numbers by name. A text such as "NaN" and null are unknown, never a pass."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            raise serializers.ValidationError("Send an object of numbers by name.", "invalid")
        return data


@extend_schema_field({"type": "object", "additionalProperties": {}})
class Params(serializers.JSONField):
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict) or len(data) > 1000:
            raise serializers.ValidationError("Send an object of at most 1000 parameters.", "invalid")
        return data


@extend_schema_field({"type": ["string", "integer"], "maxLength": 60})
class Seed(serializers.Field[Any, Any, Any, Any]):
    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, bool) or not isinstance(data, int | str) or len(str(data)) > 60:
            raise serializers.ValidationError("A seed is a number or a short text.", "invalid")
        return str(data)


class CriterionBody(Body):
    key = Text(required=False, allow_blank=True, max_length=60)
    kind = Choice(Criterion.Kind.choices, required=False)
    mode = Choice(Criterion.Mode.choices, required=False)
    metric = Text(required=False, allow_blank=True, max_length=120)
    op = Choice(Criterion.OPERATORS, required=False)
    target = Real(required=False, allow_null=True)
    relative_to = Choice(Criterion.RelativeTo.choices, required=False)
    unit = Choice(["", "%"], required=False, allow_blank=True, help_text="% makes a relative target a share.")
    decimals = Whole(required=False, min_value=0, max_value=12)
    min_runs = Whole(required=False, min_value=1, max_value=1000)
    statement = Text(required=False, allow_blank=True, max_length=300)
    attested_by = Choice(Role.choices, required=False, allow_null=True)


class WrittenBody(Body):
    belief = Prose(max_length=PART)
    outcome = Prose(max_length=PART)
    signal = Prose(max_length=PART)
    because = Prose(max_length=PART)
    for_whom = Prose(max_length=PART)
    plan_if_pass = Prose(max_length=PART)
    plan_if_fail = Prose(max_length=PART)
    run_policy = Choice(Round.RunPolicy.choices, required=False)
    baseline_run = Text(required=False, allow_blank=True, allow_null=True, max_length=200)
    criteria = serializers.ListField(child=CriterionBody(), required=False, max_length=30)


class HypothesisBody(WrittenBody):
    sentence = Prose(max_length=LONGEST, help_text="We believe …: read into parts and criteria; other fields win.")
    budget = Duration(required=False, allow_null=True, help_text="Working time: 5d, 12h, 2w.")
    budget_minutes = Whole(required=False, allow_null=True, min_value=1)
    forecast = Real(required=False, allow_null=True, min_value=0.01, max_value=0.99)
    baseline_metrics = Metrics(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "budget" in attrs and "budget_minutes" in attrs:
            raise serializers.ValidationError({"budget": ["Give budget or budget_minutes."]}, "ambiguous")
        return attrs


class AmendmentBody(WrittenBody):
    kind = Choice(Amendment.Kind.choices, help_text="What the change is; replace covers all.")
    reason = Text(max_length=PART)


class NoteBody(Body):
    note = Prose(max_length=PART)


class ForecastBody(Body):
    forecast = Real(min_value=0.01, max_value=0.99)
    reason = Text(required=False, allow_blank=True, max_length=300)


class LockBody(Body):
    already_looked = Choice(Round.Looked.choices, default=Round.Looked.NO)
    waive_preflight = Text(required=False, allow_blank=True, max_length=300, help_text="Why, in spite of it.")


class RunBody(Body):
    source = Text(required=False, max_length=40, default="push")  # type: ignore[assignment]  # a field of this name
    external_id = Text(required=False, max_length=200)
    kind = Choice(Run.Kind.choices, required=False)
    title = Text(required=False, allow_blank=True, max_length=200)
    status = Choice(Run.Status.choices, required=False)
    started_at = Instant(required=False, allow_null=True)
    ended_at = Instant(required=False, allow_null=True)
    metrics = Metrics(required=False)
    params = Params(required=False)
    git = Text(required=False, allow_blank=True, max_length=200)
    dataset = Text(required=False, allow_blank=True, max_length=200)
    seed = Seed(required=False)
    url = Text(required=False, allow_blank=True, max_length=1000)
    designated = Flag(required=False, help_text="The run that decides under the policy `designated`.")


class RunChange(Body):
    designated = Flag()


class EvaluateBody(Body):
    metrics = Metrics()


class VerdictBody(Body):
    value = Choice(Verdict.Value.choices)
    observed = Prose(max_length=LONG)
    learned = Text(max_length=LONG)
    therefore = Prose(max_length=LONG)
    change_mind = Prose(max_length=LONG)
    override_reason = Prose(max_length=LONG)


class AttestationBody(Body):
    met = Flag()
    note = Prose(max_length=LONG)


class NewLogEntry(Body):
    kind = Choice(LogEntry.Kind.choices, default=LogEntry.Kind.NOTE)
    body = Text(max_length=LONG, trim_whitespace=False)


class HelpReply(Body):
    reply = Prose(max_length=LONG)


class CaptureBody(Body):
    title = Text(required=False, allow_blank=True, max_length=200)


class LogEntryChange(Body):
    body = Text(max_length=LONG, trim_whitespace=False)
