"""What the endpoints of iterations, increments and meetings answer, for the schema."""

from __future__ import annotations

from rest_framework import serializers

from api.serializers import Answer
from cadence.models import IterationTask, MeetingKind, MeetingNote


class MissingAnswer(Answer):
    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class IterationTaskAnswer(Answer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(IterationTask.Kind.choices)
    title = serializers.CharField()
    done = serializers.BooleanField()
    done_at = serializers.DateTimeField(allow_null=True)
    assignee = serializers.CharField(allow_null=True)
    card = serializers.CharField(allow_null=True, help_text="A card that says more.")


class IterationItemAnswer(Answer):
    id = serializers.IntegerField()
    card = serializers.CharField()
    title = serializers.CharField()
    outcome = serializers.CharField(allow_blank=True)
    outcome_at = serializers.DateTimeField(allow_null=True)
    outcome_by = serializers.CharField(allow_null=True)
    offered_outcome = serializers.CharField(allow_blank=True, help_text="What the card's newest verdict says.")
    tasks = IterationTaskAnswer(many=True)


class IterationAnswer(Answer):
    id = serializers.IntegerField()
    board = serializers.CharField()
    number = serializers.IntegerField()
    goal = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField([("planned", ""), ("running", ""), ("closed", "")])
    author = serializers.CharField()
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    takes_long = serializers.BooleanField(help_text="It has been running for thirty days: a hint, no end.")
    missing = MissingAnswer(many=True, help_text="What it lacks to start, or to end.")
    items = IterationItemAnswer(many=True)


class IncrementAnswer(Answer):
    id = serializers.IntegerField()
    board = serializers.CharField()
    name = serializers.CharField()
    goal = serializers.CharField(allow_blank=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    state = serializers.ChoiceField([("open", ""), ("closed", "")])
    achieved = serializers.CharField(allow_blank=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    author = serializers.CharField()
    created_at = serializers.DateTimeField()


class MeetingSeriesAnswer(Answer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(MeetingKind.choices)
    unit = serializers.ChoiceField([("week", ""), ("month", "")])
    every = serializers.IntegerField()
    weekday = serializers.CharField()
    nth = serializers.IntegerField(allow_null=True, help_text="1-4, or -1 for the last; null by week.")
    rrule = serializers.CharField()
    time = serializers.CharField()
    minutes = serializers.IntegerField()
    zone = serializers.CharField()
    starts_on = serializers.DateField()
    skipped = serializers.ListField(child=serializers.DateField())
    next = serializers.ListField(child=serializers.DateTimeField())


class MeetingActionAnswer(Answer):
    id = serializers.IntegerField()
    card = serializers.CharField()
    title = serializers.CharField()
    done = serializers.BooleanField()
    note = serializers.IntegerField(allow_null=True)


class HeldMeetingAnswer(Answer):
    id = serializers.IntegerField()
    board = serializers.CharField()
    kind = serializers.ChoiceField(MeetingKind.choices)
    state = serializers.ChoiceField([("open", ""), ("closed", "")])
    series = serializers.IntegerField(allow_null=True)
    held_at = serializers.DateTimeField()
    revealed_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    author = serializers.CharField(help_text="Who opened it.")
    actions = MeetingActionAnswer(many=True)


class MeetingsAnswer(Answer):
    """A page of meetings that were held, and the rules by which they recur."""

    results = HeldMeetingAnswer(many=True)
    next = serializers.CharField(allow_null=True)
    series = MeetingSeriesAnswer(many=True)


class AgendaLineAnswer(Answer):
    text = serializers.CharField()
    ref = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_blank=True)


class AgendaSectionAnswer(Answer):
    name = serializers.CharField()
    title = serializers.CharField()
    lines = AgendaLineAnswer(many=True)
    rest = serializers.IntegerField(help_text="How many more there are.")


class MeetingNoteAnswer(Answer):
    id = serializers.IntegerField()
    column = serializers.ChoiceField(MeetingNote.Column.choices)
    text = serializers.CharField()
    signed_by = serializers.CharField(allow_null=True, help_text="Null: nobody can tell.")
    votes = serializers.IntegerField()
    my_votes = serializers.IntegerField()


class MeetingAnswer(HeldMeetingAnswer):
    agenda = AgendaSectionAnswer(many=True)
    minutes = serializers.CharField(allow_blank=True)
    votes_each = serializers.IntegerField()
    votes_left = serializers.IntegerField(help_text="Of one's own dots.")
    hidden_notes = serializers.IntegerField(help_text="Of others, until the reveal.")
    notes = MeetingNoteAnswer(many=True, help_text="Until the reveal one's own.")


class FeedAnswer(Answer):
    active = serializers.BooleanField()
    created_at = serializers.DateTimeField(allow_null=True)


class NewFeedAnswer(FeedAnswer):
    url = serializers.CharField(help_text="Shown once.")
