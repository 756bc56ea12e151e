"""What the endpoints of hypotheses answer, for the schema."""

from __future__ import annotations

from rest_framework import serializers

from accounts.access import Role
from api.documentation import FieldErrorAnswer
from api.serializers import Answer
from hypotheses.evaluation import Reason, Result, Suggestion
from hypotheses.models import Amendment, Criterion, LogEntry, Round, Run, Verdict


class CriterionAnswer(Answer):
    key = serializers.CharField()
    kind = serializers.ChoiceField(Criterion.Kind.choices)
    mode = serializers.ChoiceField(Criterion.Mode.choices)
    metric = serializers.CharField(allow_blank=True)
    op = serializers.ChoiceField(Criterion.OPERATORS, allow_blank=True)
    target = serializers.FloatField(allow_null=True)
    relative_to = serializers.ChoiceField(Criterion.RelativeTo.choices)
    unit = serializers.CharField(allow_blank=True)
    decimals = serializers.IntegerField()
    min_runs = serializers.IntegerField()
    statement = serializers.CharField(allow_blank=True)
    attested_by = serializers.ChoiceField(Role.choices, allow_null=True)


class VerdictAnswer(Answer):
    round = serializers.IntegerField()
    value = serializers.ChoiceField(Verdict.Value.choices)
    observed = serializers.CharField(allow_blank=True)
    learned = serializers.CharField()
    therefore = serializers.CharField(allow_blank=True)
    change_mind = serializers.CharField(allow_blank=True)
    suggested = serializers.CharField(allow_null=True)
    reason = serializers.CharField(allow_null=True)
    override_reason = serializers.CharField(allow_blank=True)
    confirmed_by = serializers.CharField(allow_null=True)
    author = serializers.CharField(allow_null=True, help_text="Null when the board's clock parked the card.")
    at = serializers.DateTimeField()


class RoundAnswer(Answer):
    card = serializers.CharField()
    n = serializers.IntegerField()
    state = serializers.ChoiceField(Round.State.choices)
    belief = serializers.CharField(allow_blank=True)
    outcome = serializers.CharField(allow_blank=True)
    signal = serializers.CharField(allow_blank=True)
    because = serializers.CharField(allow_blank=True)
    for_whom = serializers.CharField(allow_blank=True)
    plan_if_pass = serializers.CharField(allow_blank=True)
    plan_if_fail = serializers.CharField(allow_blank=True)
    budget_minutes = serializers.IntegerField(allow_null=True)
    forecast = serializers.FloatField(allow_null=True)
    run_policy = serializers.ChoiceField(Round.RunPolicy.choices)
    baseline_run = serializers.CharField(allow_blank=True)
    baseline_metrics = serializers.DictField()
    criteria = CriterionAnswer(many=True)
    author = serializers.CharField()
    created_at = serializers.DateTimeField()
    locked_at = serializers.DateTimeField(allow_null=True)
    locked_by = serializers.CharField(allow_null=True)
    hash = serializers.CharField(allow_null=True, help_text="SHA-256 of the pre-registration.")
    amended_hash = serializers.CharField(allow_null=True, help_text="Of the text in force, once it is amended.")
    amendments = serializers.IntegerField(help_text="How many are in force.")
    exploratory = serializers.BooleanField()
    already_looked = serializers.ChoiceField(Round.Looked.choices, allow_null=True)
    suggested = serializers.ChoiceField([each.value for each in Suggestion], allow_null=True)
    reason = serializers.ChoiceField([each.value for each in Reason], allow_null=True)
    concluded_at = serializers.DateTimeField(allow_null=True)
    verdict = VerdictAnswer(allow_null=True)


class AmendmentAnswer(Answer):
    id = serializers.IntegerField()
    card = serializers.CharField()
    round = serializers.IntegerField()
    kind = serializers.ChoiceField(Amendment.Kind.choices)
    state = serializers.ChoiceField(Amendment.State.choices)
    reason = serializers.CharField()
    before = serializers.DictField()
    after = serializers.DictField()
    author = serializers.CharField()
    at = serializers.DateTimeField()
    results_known = serializers.BooleanField(help_text="At the approval; until then, when it was proposed.")
    decided_by = serializers.CharField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    hash = serializers.CharField(allow_null=True, help_text="SHA-256 of the amended text.")
    unreviewed = serializers.BooleanField(help_text="In force without a second person: there was none.")


class ForecastAnswer(Answer):
    card = serializers.CharField()
    round = serializers.IntegerField()
    person = serializers.CharField()
    forecast = serializers.FloatField()
    reason = serializers.CharField(allow_blank=True)
    informed = serializers.BooleanField(help_text="Given when results were known: no score counts it.")
    at = serializers.DateTimeField()


class HypothesisAnswer(RoundAnswer):
    missing = FieldErrorAnswer(many=True, help_text="What a lock would still ask for.")


class ReadAnswer(Answer):
    """What a sentence was understood to say; it is in the draft, to be corrected."""

    parts = serializers.DictField(child=serializers.CharField())
    criteria = serializers.ListField(child=serializers.DictField())
    unread = serializers.ListField(child=serializers.CharField(), help_text="Numbers that became no criterion.")
    proposed = serializers.ListField(
        child=serializers.DictField(),
        help_text="What some of them probably mean, at least or at most not being said. Not in the draft.",
    )


class WrittenAnswer(HypothesisAnswer):
    understood = ReadAnswer(allow_null=True, help_text="Null when no sentence was sent.")


class FindingAnswer(Answer):
    key = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class LockAnswer(HypothesisAnswer):
    warnings = FindingAnswer(many=True, help_text="What the pre-flight found.")


class CriteriaAnswer(Answer):
    card = serializers.CharField()
    round = serializers.IntegerField()
    state = serializers.ChoiceField(Round.State.choices)
    locked_at = serializers.DateTimeField(allow_null=True, help_text="Null while it is a draft.")
    hash = serializers.CharField(allow_null=True)
    run_policy = serializers.ChoiceField(Round.RunPolicy.choices)
    criteria = CriterionAnswer(many=True)
    due_at = serializers.DateTimeField(allow_null=True)
    remaining_minutes = serializers.IntegerField(allow_null=True)


class RemarkAnswer(Answer):
    code = serializers.ChoiceField(
        ["suspect", "via_parent", "deleted", "no_dataset", "other_dataset", "drift"],
        help_text="`drift`: the tracker now says something else than when the evidence was frozen.",
    )
    text = serializers.CharField()


class RunAnswer(Answer):
    id = serializers.IntegerField()
    card = serializers.CharField()
    round = serializers.IntegerField()
    kind = serializers.ChoiceField(Run.Kind.choices)
    source = serializers.CharField()  # type: ignore[assignment]  # a field of this name
    external_id = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(Run.Status.choices)
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    first_seen = serializers.DateTimeField()
    metrics = serializers.DictField()
    params = serializers.DictField()
    git = serializers.CharField(allow_blank=True)
    dataset = serializers.CharField(allow_blank=True)
    seed = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)
    designated = serializers.BooleanField()
    remarks = RemarkAnswer(many=True, help_text="What its tracker gives to think about.")
    added_by = serializers.CharField(allow_null=True)
    counts = serializers.BooleanField(help_text="Whether it bears on the verdict.")
    why = serializers.CharField()
    prior = serializers.BooleanField(help_text="It began before the lock.")


class ResultAnswer(Answer):
    key = serializers.CharField()
    result = serializers.ChoiceField([each.value for each in Result])
    why = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    needed = serializers.CharField()


class EvaluationAnswer(Answer):
    criteria = ResultAnswer(many=True)
    suggested = serializers.ChoiceField([each.value for each in Suggestion])
    reason = serializers.ChoiceField([each.value for each in Reason])
    runs = serializers.ListField(child=serializers.CharField(), help_text="The run or runs that were judged.")
    candidates = serializers.IntegerField(help_text="Of how many they were chosen under the run policy.")
    passing = serializers.IntegerField(help_text="How many of these meet every criterion alone.")


class LogEntryAnswer(Answer):
    id = serializers.IntegerField()
    card = serializers.CharField()
    kind = serializers.ChoiceField(LogEntry.Kind.choices)
    body = serializers.CharField(allow_blank=True)
    author = serializers.CharField()
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True, help_text="Of the last edit that left a revision.")
    removed_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True, help_text="Of a call for help.")
    answered_by = serializers.CharField(allow_null=True)


class AttestationAnswer(Answer):
    key = serializers.CharField()
    met = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True)
    person = serializers.CharField()
    at = serializers.DateTimeField()
