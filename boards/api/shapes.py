"""What the endpoints of boards answer, for the schema."""

from __future__ import annotations

from rest_framework import serializers

from api.fields import Calendar
from api.serializers import Answer
from boards.events import KINDS
from boards.models import Board, BoardPreset, Card, Lane


class CardLaneAnswer(Answer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    role = serializers.ChoiceField(Lane.Role.choices)


class BlockedAnswer(Answer):
    reason = serializers.CharField()
    since = serializers.DateTimeField()


class ExternalAnswer(Answer):
    source = serializers.CharField()  # type: ignore[assignment]  # a field of this name
    id = serializers.CharField()
    url = serializers.CharField(allow_blank=True)


class CardRoundAnswer(Answer):
    n = serializers.IntegerField()
    state = serializers.ChoiceField(["draft", "testing", "in_review", "gated", "concluded"])
    locked_at = serializers.DateTimeField(allow_null=True)
    exploratory = serializers.BooleanField()
    suggested = serializers.CharField(allow_null=True)
    reason = serializers.CharField(allow_null=True)
    forecast = serializers.FloatField(allow_null=True)
    budget_minutes = serializers.IntegerField(allow_null=True)


class CardBoxAnswer(Answer):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(
        ["planned", "running", "paused", "expired", "closed"], help_text="By the clock, not by the last sweep."
    )
    budget_minutes = serializers.IntegerField()
    elapsed_minutes = serializers.IntegerField()
    remaining_minutes = serializers.IntegerField()
    started_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    hard_stop_at = serializers.DateTimeField(
        allow_null=True, required=False, help_text="The last date; no pause moves it."
    )
    extensions = serializers.IntegerField()


class CardVerdictAnswer(Answer):
    value = serializers.ChoiceField(["supported", "refuted", "inconclusive", "invalid", "not_tested"])
    observed = serializers.CharField(allow_blank=True)
    learned = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()


class CardHelpAnswer(Answer):
    since = serializers.DateTimeField()
    open = serializers.IntegerField(help_text="Calls for help that nobody has answered.")


class CardInitiativeAnswer(Answer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class DiscussedAnswer(Answer):
    by = serializers.CharField(help_text="User name.")
    name = serializers.CharField()
    at = serializers.DateTimeField()


class ConcernAnswer(DiscussedAnswer):
    text = serializers.CharField()


class SummaryAnswer(Answer):
    """A card without its description."""

    ref = serializers.CharField()
    board = serializers.CharField()
    lane = CardLaneAnswer()
    kind = serializers.ChoiceField(Card.Kind.choices)
    title = serializers.CharField()
    story = serializers.DictField()
    assignees = serializers.ListField(child=serializers.CharField())
    labels = serializers.ListField(child=serializers.CharField())
    author = serializers.CharField()
    priority = serializers.ChoiceField(Card.Priority.choices)
    value = serializers.IntegerField(allow_null=True)
    weight = serializers.IntegerField()
    blocked = BlockedAnswer(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    round = CardRoundAnswer(allow_null=True)
    criteria = serializers.DictField(allow_null=True, help_text="How many there are and how they stand.")
    timebox = CardBoxAnswer(allow_null=True)
    verdict = CardVerdictAnswer(allow_null=True)
    initiative = CardInitiativeAnswer(allow_null=True)
    discussed = DiscussedAnswer(allow_null=True)
    concern = ConcernAnswer(allow_null=True)
    runs = serializers.IntegerField()
    log = serializers.IntegerField(help_text="Entries of the research log.")
    logged_at = serializers.DateTimeField(allow_null=True, help_text="Of the newest entry.")
    help = CardHelpAnswer(allow_null=True)
    files = serializers.IntegerField()
    loops = serializers.IntegerField()
    external = ExternalAnswer(many=True)
    entered_lane_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    trashed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    url = serializers.URLField()


class CardAnswer(SummaryAnswer):
    """A card."""

    description = serializers.CharField(allow_blank=True)


class MergedCardAnswer(CardAnswer):
    """The changed card; `merged` when somebody had changed other fields meanwhile."""

    merged = serializers.BooleanField(required=False)


class LaneAnswer(Answer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    role = serializers.ChoiceField(Lane.Role.choices)
    position = serializers.IntegerField()
    wip_limit = serializers.IntegerField(allow_null=True)
    wip_mode = serializers.ChoiceField(Lane.WipMode.choices)
    policy = serializers.CharField(allow_blank=True)
    runs_box = serializers.BooleanField()
    needs_verdict = serializers.BooleanField()
    cards = serializers.IntegerField(help_text="Open cards.")


class SettingsAnswer(Answer):
    on_continue = serializers.ChoiceField(Board.OnContinue.choices)
    expiry = serializers.ChoiceField(Board.Expiry.choices)
    max_extensions = serializers.IntegerField()
    rank_by = serializers.ChoiceField(Board.RankBy.choices)
    capacity_days = serializers.IntegerField()


class BoardSummaryAnswer(Answer):
    key = serializers.CharField()
    name = serializers.CharField()
    team = serializers.CharField()
    preset = serializers.ChoiceField(BoardPreset.choices)
    seq = serializers.IntegerField(help_text="Of its newest event.")
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    url = serializers.URLField()


class BoardAnswer(BoardSummaryAnswer):
    description = serializers.CharField(allow_blank=True)
    lanes = LaneAnswer(many=True)
    calendar = Calendar()
    settings = SettingsAnswer()


class EventAnswer(Answer):
    """One fact of a board's log."""

    id = serializers.UUIDField()
    seq = serializers.IntegerField()
    board = serializers.CharField()
    kind = serializers.ChoiceField([(kind, (fact.__doc__ or "").strip()) for kind, fact in sorted(KINDS.items())])
    v = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = serializers.CharField(allow_null=True, help_text="Null when the clock did it.")
    origin = serializers.CharField()
    op = serializers.CharField(allow_null=True)
    card = serializers.CharField(allow_null=True)
    version = serializers.IntegerField(allow_null=True, help_text="Of the card.")
    data = serializers.DictField(  # type: ignore[assignment]  # a field of this name
        help_text="What the kind says; `set` holds the card's changed fields as its JSON has them."
    )
    previous = serializers.DictField()
