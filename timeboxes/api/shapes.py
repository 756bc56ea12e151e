"""What the endpoints of time-boxes answer, for the schema."""

from __future__ import annotations

from rest_framework import serializers

from api.serializers import Answer
from timeboxes.models import Decision, Gate, TimeBox


class GateAnswer(Answer):
    reason = serializers.ChoiceField(Gate.Reason.choices)
    opened_at = serializers.DateTimeField()


class PastDecisionAnswer(Answer):
    outcome = serializers.ChoiceField(Decision.Outcome.choices)
    rationale = serializers.CharField(allow_blank=True)
    author = serializers.CharField()
    at = serializers.DateTimeField()
    extend_minutes = serializers.IntegerField(allow_null=True)
    forecast = serializers.FloatField(allow_null=True)
    expects = serializers.CharField(allow_blank=True)


class TimeBoxAnswer(Answer):
    id = serializers.IntegerField()
    card = serializers.CharField()
    board = serializers.CharField()
    round = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(TimeBox.State.choices, help_text="By the clock, not by the last sweep.")
    budget_minutes = serializers.IntegerField()
    original_budget_minutes = serializers.IntegerField()
    elapsed_minutes = serializers.IntegerField()
    remaining_minutes = serializers.IntegerField()
    started_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    hard_stop_at = serializers.DateTimeField(allow_null=True)
    expired_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    extensions = serializers.IntegerField()
    gate = GateAnswer(allow_null=True, help_text="While a decision is due.")
    decisions = PastDecisionAnswer(many=True)


class DecisionAnswer(PastDecisionAnswer):
    timebox = TimeBoxAnswer()
