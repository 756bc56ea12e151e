"""One board with something of everything on it, so that each address of the product leads somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.access import Role
from accounts.actions import create_token, invite
from accounts.models import ApiToken, Invitation, Person
from boards.actions import attach_file, edit_card, trash_card
from boards.actions.views import save_view
from boards.models import Attachment, Board, Card, Event, Label, Notification, SavedView
from hypotheses.actions import add_log_entry, give_forecast, propose_amendment
from hypotheses.models import Amendment, LogEntry, Run
from integrations.models import Import, TrackerConnection
from modelversions.actions import add_version, set_primary_metric, set_registry
from modelversions.models import ModelVersion, ReleaseProposal
from tests.integrations.handed_in import handed_in
from tests.integrations.trackers import connect
from tests.webhooks.hooks import delivery_to, hook
from tests.world import AUC, World, lane_of
from timeboxes.actions import create_initiative, expire_due, start_stage, sweep_stages
from timeboxes.models import Initiative, Stage
from tools.security.recurring import recurring
from webhooks.models import Delivery

CLEAR = {
    "key": "clear",
    "kind": "success",
    "mode": "attested",
    "statement": "Sales understand it",
    "attested_by": "product_owner",
}


@dataclass(frozen=True)
class Scene:
    """What the addresses are made of."""

    world: World
    board: Board
    card: Card
    gated: Card
    draft: Card
    away: Card
    entry: LogEntry
    attachment: Attachment
    call: LogEntry
    amendment: Amendment
    run: Run
    label: Label
    note: Notification
    token: ApiToken
    invitation: Invitation
    secret: str
    lost: Person
    tracker: TrackerConnection
    job: Import
    delivery: Delivery
    initiative: Initiative
    begun: Initiative
    stage: Stage
    version: ModelVersion
    proposal: ReleaseProposal
    recurring: dict[str, Any]
    view: SavedView

    def reset_link(self) -> tuple[str, str]:
        return urlsafe_base64_encode(force_bytes(self.lost.pk)), default_token_generator.make_token(self.lost)

    def lane(self, name: str) -> int:
        return lane_of(self.board, name).pk


def make_scene(world: World) -> Scene:
    """Ben has written everything; what is to be read belongs to the team Demo."""
    board = world.board()
    gated = world.running(board, "Its time is up")
    expire_due(world.later(days=8))
    card = world.running(board, "A running question", criteria=[AUC, CLEAR])
    draft = world.hypothesis(board, "A draft", "backlog")
    away = trash_card(cause=world.by(), card=world.card(board, "In the trash"))
    for who in ("petra", "ada"):
        give_forecast(cause=world.by(who), card=card, p=0.4)
    world.push(card, **{"val.auc": 0.9})
    clearer: dict[str, Any] = {"kind": "clarify", "reason": "Clearer", "changes": {"belief": "a smaller model"}}
    amendment = propose_amendment(cause=world.by(), card=card, **clearer)
    entry = add_log_entry(cause=world.by(), card=card, body="It holds.", kind="note")
    edit_card(cause=world.by(), card=draft, changes={"labels": ["nlp"]})
    event = Event.objects.filter(card=card).latest("seq")
    note = Notification.objects.create(
        person=world.ben,
        board=board,
        card=card,
        event=event,
        kind=event.kind,
        reason="author",
        created_at=world.at,
    )
    invitation, link = invite(actor=world.ada, team=world.team, role=Role.MEMBER, at=world.later(minutes=1))
    lost = Person.objects.create_user("lost", "forgotten-battery")
    return Scene(
        world=world,
        board=board,
        card=card,
        gated=gated,
        draft=draft,
        away=away,
        entry=entry,
        call=add_log_entry(cause=world.by(), card=card, body="Which seed?", kind="help"),
        attachment=attach_file(cause=world.by(), card=card, name="notes.txt", chunks=[b"It holds."]),
        amendment=amendment,
        run=Run.objects.get(),
        label=Label.objects.get(),
        note=note,
        token=create_token(person=world.ben, name="script", scope="read", at=world.at)[0],
        invitation=invitation,
        secret=link.rstrip("/").rsplit("/", 1)[1],
        lost=lost,
        tracker=connect(world),
        job=handed_in(world),
        delivery=delivery_to(hook(world), event),
        view=save_view(cause=world.by(), board=board, name="Late", filter="gate:open", shared=True),
        **_method(world, board),
    )


def _method(world: World, board: Board) -> dict[str, Any]:
    """An initiative that has not begun and one whose gate is open; a model version, a metric, a proposal."""
    stages = [{"name": "Proof", "budget": "1d"}]
    initiative, begun = (
        create_initiative(cause=world.by("petra"), board=board, name=name, stages=stages) for name in ("A", "B")
    )
    start_stage(cause=world.by("petra"), stage=Stage.objects.select_related("initiative").get(initiative=begun))
    sweep_stages(world.later(days=4))
    set_primary_metric(cause=world.by("petra"), board=board, changes={"metric": "auc", "baseline_value": 0.7})
    set_registry(cause=world.by("ada"), board=board, registry_name="churn")
    version = add_version(cause=world.by(), board=board, name="v1", registry_version="3")
    proposal = ReleaseProposal.objects.create(
        board=board, delivery_id="d", alias="champion", registry_version="3", version=version, received_at=world.at
    )
    stage = Stage.objects.get(initiative=initiative)
    return {
        "initiative": initiative,
        "begun": begun,
        "stage": stage,
        "version": version,
        "proposal": proposal,
        "recurring": recurring(world, board, str),
    }


def fill(scene: Scene, value: Any) -> Any:
    """A value of the table: a plain one, a function of the scene, or a list or a mapping of such."""
    if callable(value):
        return value(scene)
    if isinstance(value, dict):
        return {name: fill(scene, each) for name, each in value.items()}
    return [fill(scene, each) for each in value] if isinstance(value, list) else value
