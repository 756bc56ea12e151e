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
    author = serializers.CharField(allow_null=True, help_text="Null when the board's clock parked it.")
    at = serializers.DateTimeField()
    extend_minutes = serializers.IntegerField(allow_null=True)
    forecast = serializers.FloatField(allow_null=True)
    expects = serializers.CharField(allow_blank=True)
    late_minutes = serializers.IntegerField(help_text="How long the gate waited, by the clock on the wall.")


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


class StageDecisionAnswer(Answer):
    outcome = serializers.ChoiceField(Decision.Outcome.choices)
    rationale = serializers.CharField(allow_blank=True)
    author = serializers.CharField()
    at = serializers.DateTimeField()
    extend_minutes = serializers.IntegerField(allow_null=True)
    expects = serializers.CharField(allow_blank=True)
    late_minutes = serializers.IntegerField()


class StageAnswer(Answer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    asks = serializers.CharField(allow_blank=True)
    proof = serializers.CharField(allow_null=True, help_text="The card that proves it.")
    state = serializers.ChoiceField(TimeBox.State.choices, help_text="By the clock.")
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
    decisions = StageDecisionAnswer(many=True)


class InitiativeAnswer(Answer):
    id = serializers.IntegerField()
    board = serializers.CharField()
    name = serializers.CharField()
    goal = serializers.CharField(allow_blank=True)
    author = serializers.CharField()
    created_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    stages = StageAnswer(many=True)
    cards = serializers.ListField(child=serializers.CharField())
    done = serializers.IntegerField(help_text="How many of its cards are done.")
    late = serializers.ListField(
        child=serializers.CharField(), help_text="Cards whose own box ends after the open stage."
    )
