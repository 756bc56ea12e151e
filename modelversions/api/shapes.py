"""What the endpoints of models answer, for the schema."""

from __future__ import annotations

from rest_framework import serializers

from api.serializers import Answer
from modelversions.models import ModelVersion, PrimaryMetric


class PrimaryMetricAnswer(Answer):
    metric = serializers.CharField(allow_blank=True)
    direction = serializers.ChoiceField(PrimaryMetric.Direction.choices)
    baseline = serializers.CharField(allow_blank=True, help_text="The rule that the model replaces.")
    baseline_value = serializers.FloatField(allow_null=True)


class ModelVersionAnswer(Answer):
    id = serializers.IntegerField()
    board = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(ModelVersion.Kind.choices)
    state = serializers.ChoiceField(ModelVersion.State.choices)
    state_since = serializers.DateTimeField()
    live_for = serializers.ListField(
        child=serializers.CharField(allow_blank=True), help_text="Segments; the empty one is everybody."
    )
    cards = serializers.ListField(child=serializers.CharField())
    notes = serializers.CharField(allow_blank=True)
    metrics = serializers.DictField(child=serializers.FloatField())
    metric_value = serializers.FloatField(allow_null=True, help_text="The primary one of its metrics.")
    compared_value = serializers.FloatField(allow_null=True)
    shipped_value = serializers.FloatField(allow_null=True)
    shipped_compared = serializers.FloatField(allow_null=True)
    research_effect = serializers.FloatField(allow_null=True, help_text="Positive is better.")
    shipped_effect = serializers.FloatField(allow_null=True)
    shrinkage = serializers.FloatField(
        allow_null=True, help_text="The share of the research effect that was lost."
    )
    registry_version = serializers.CharField(allow_blank=True)
    registry_url = serializers.CharField(allow_blank=True)
    author = serializers.CharField()
    created_at = serializers.DateTimeField()


class ReleaseProposalAnswer(Answer):
    id = serializers.IntegerField()
    alias = serializers.CharField()
    registry_version = serializers.CharField()
    segment = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField(allow_null=True)
    received_at = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)
    accepted = serializers.BooleanField(allow_null=True)


class RegistryAnswer(Answer):
    registry_name = serializers.CharField()
    live_alias = serializers.CharField()
    url = serializers.CharField(help_text="Where the registry sends its webhook.")


class ModelsAnswer(Answer):
    """A page of versions, with what they are measured by and what waits for a yes or no."""

    results = ModelVersionAnswer(many=True)
    next = serializers.CharField(allow_null=True)
    metric = PrimaryMetricAnswer(allow_null=True)
    proposals = ReleaseProposalAnswer(many=True)
    registry = RegistryAnswer(allow_null=True)


class NewRegistryAnswer(RegistryAnswer):
    secret = serializers.CharField(help_text="Of the signature.")
