"""One of everything on a board of a team, made by actions, and the names by which addresses call it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts import actions as people
from accounts.access import Role
from accounts.models import Person
from boards import actions
from boards.actions.attach import attach_file
from boards.actions.views import save_view
from boards.models import Board, Card, Notification
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from hypotheses import actions as research
from integrations.actions import give_up_import
from integrations.models import Import
from modelversions.actions import add_version, set_primary_metric, set_registry
from modelversions.models import ReleaseProposal
from tests.integrations.handed_in import handed_in, worked_off
from tests.integrations.trackers import connect, tracked
from tests.webhooks.hooks import delivery_to, hook
from tests.world import AUC, COMPLETE, ROUND_THE_CLOCK, World, lane_of
from timeboxes.actions import create_initiative, plan_box, start_stage, sweep_stages
from timeboxes.models import TimeBox
from tools.faults.boxes import due_at
from tools.security.recurring import recurring

PARTS = ("belief", "outcome", "because", "for_whom", "signal", "plan_if_pass", "plan_if_fail")
ATTESTED = {"key": "sales", "mode": "attested", "attested_by": "product_owner"}


@dataclass
class Estate:
    """`mark` stands in every text, so that whoever sees any of them can be caught."""

    world: World
    key: str
    mark: str = ""
    names: dict[str, Any] = field(default_factory=dict)
    said: int = 0

    def __post_init__(self) -> None:
        self.world.at = timezone.now()
        self.board = self._board()
        self._people()
        self._question()
        self._boxes()
        self._answered()
        self._method()
        self.names |= recurring(self.world, self.board, self.say)
        follow(INBOX, self.board.pk)
        mine = Notification.objects.filter(board=self.board, person=self.world.ben)
        self.names |= {"notifications": list(mine.values_list("pk", flat=True))}

    def say(self, text: str) -> str:
        """The text with the mark and its number, so that each can be told from the others."""
        if not self.mark:
            return text
        self.said += 1
        return f"{text} {self.mark}n{self.said - 1}x"

    def _board(self) -> Board:
        world, cause = self.world, self.world.by("ada")
        board = world.board(self.key, calendar=ROUND_THE_CLOCK)
        words = {"name": self.say("A board"), "description": self.say("What it is for")}
        actions.change_board(cause=cause, board=board, changes=words)
        lanes = [
            actions.add_lane(
                cause=cause, board=board, name=self.say(f"spare {number}"), policy=self.say("To come in")
            )
            for number in range(2)
        ]
        ending = {
            name: world.board(f"{self.key}{end}") for name, end in (("doomed_key", "Y"), ("second_key", "Z"))
        }
        views = [
            save_view(cause=world.by(), board=board, name=self.say(f"View {number}"), shared=True)
            for number in range(3)
        ]
        self.names |= {"view_id": views[0].pk, "doomed_view": views[1].pk, "second_view": views[2].pk}
        self.names |= {
            "key": board.key,
            "slug": world.team.slug,
            "lane_id": lane_of(board, "to do").pk,
            "doomed_lane": lanes[0].pk,
            "second_lane": lanes[1].pk,
            **{name: made.key for name, made in ending.items()},
        }
        return board

    def _people(self) -> None:
        """Two members that may be removed, invitations of which two are taken back, a token."""
        world, at = self.world, self.world.at
        for number in ("doomed", "second"):
            person = Person.objects.create(username=f"{number}-{self.key.lower()}", name=self.say("A guest"))
            people.add_member(actor=world.ada, team=world.team, person=person, role=Role.VIEWER, at=at)
            self.names[f"{number}_member"] = person.username
        email = f"{self.mark or 'guest'}@example.org"
        asked = [
            people.invite(actor=world.ada, team=world.team, role=Role.MEMBER, email=f"{n}{email}", at=at)
            for n in range(3)
        ]
        token, _ = people.create_token(person=world.ben, name=self.say("CI"), scope="read", at=at)
        secret = asked[0][1].rstrip("/").rsplit("/", 1)[1]
        self.names |= {"doomed_invitation": asked[1][0].pk, "second_invitation": asked[2][0].pk}
        self.names |= {"username": world.vera.username, "secret": secret}
        self.names |= {"token_id": token.pk}

    def _question(self) -> None:
        """A draft with everything a lock asks for, a run and a word in the log."""
        world, board = self.world, self.board
        story = {name: self.say(name) for name in ("benefit", "role", "other_role", "action")}
        label = self.say("label")
        card = world.hypothesis(
            board,
            self.say("A question"),
            description=self.say("In **detail**"),
            labels=[label],
            assignees=[world.ben.username],
            story=story,
        )
        self._write(card)
        run, _ = research.add_run(
            cause=world.by(),
            card=card,
            external_id="first",
            title=self.say("A run"),
            git=self.mark,
            dataset=self.say("tickets"),
            seed=self.mark,
            params={"note": self.mark},
            metrics={"val.auc": 0.9},
            url=f"https://runs.example.org/{self.mark}",
        )
        body = f"{self.say('Found')} @{world.petra.username} and @{world.ben.username}"
        entry, doomed, second = (
            research.add_log_entry(cause=world.by(), card=card, body=text)
            for text in (body, self.say("Going"), self.say("Gone"))
        )
        self.names |= {"ref": card.ref, "run_id": run.pk, "entry_id": entry.pk}
        self.names |= {"doomed_entry": doomed.pk, "second_entry": second.pk}
        self.names |= {"label_id": board.labels.all()[0].pk, "label": label}
        self._kept(card)
        self._others(card)
        self._trackers(card)
        self._imports()

    def _kept(self, card: Card) -> None:
        """Files, a call for help, and an amendment by somebody who stands before no door."""
        world, cause = self.world, self.world.by()
        files = [
            attach_file(
                cause=cause, card=card, name=f"{self.say('notes')}.txt", chunks=[self.say("In it").encode()]
            )
            for _ in range(3)
        ]
        call = research.add_log_entry(cause=cause, card=card, body=self.say("Which seed?"), kind="help")
        amender = Person.objects.create(username=f"amender-{self.key.lower()}", name=self.say("Amender"))
        people.add_member(actor=world.ada, team=world.team, person=amender, role=Role.MEMBER, at=world.at)
        amended = world.running(self.board, self.say("To be amended"))
        changes = {"belief": self.say("a smaller model")}
        why = self.say("Clearer")
        amendment = research.propose_amendment(
            cause=world.by(amender), card=amended, kind="clarify", reason=why, changes=changes
        )
        self.names |= {"file_id": files[0].pk, "doomed_file": files[1].pk, "second_file": files[2].pk}
        self.names |= {"call_id": call.pk, "amended": amended.ref, "amendment_id": amendment.pk}

    def _trackers(self, card: Card) -> None:
        """Three at an address that is refused, with secrets that nobody must ever see."""
        world = self.world
        secret = {"auth": "basic", "username": "reader", "secret": f"hush {self.mark}"}
        names = (f"{self.say(name)} {self.key}" for name in ("kept", "doomed", "second"))
        kept, doomed, second = (connect(world, name=name, **secret) for name in names)
        run = tracked(world, kept, card, title=self.say("A tracked run"), params={"note": self.mark})
        hooks = [hook(world, name=f"{self.say(name)} {self.key}") for name in ("kept", "doomed", "second")]
        sent = delivery_to(hooks[0], card.events.latest("seq"))
        self.names |= {"webhook_id": hooks[0].pk, "delivery_id": sent.pk}
        self.names |= {"doomed_webhook": hooks[1].pk, "second_webhook": hooks[2].pk}
        self.names |= {"tracker_id": kept.pk, "doomed_tracker": doomed.pk, "tracked_id": run.pk}
        self.names["second_tracker"] = second.pk

    def _imports(self) -> None:
        """One that was looked at. No worker runs here, so what earlier proofs have handed in is given up."""
        for waiting in Import.objects.unfinished():
            give_up_import(waiting.pk, "Nobody waits for it.", self.world.at)
        looked = handed_in(self.world, name=self.say("From afar"), dry_run=True)
        self.names["import_id"] = worked_off(self.world, looked).pk

    def _others(self, card: Card) -> None:
        """A ticket of another system that is blocked, and cards that are going or gone."""
        world, board = self.world, self.board
        url = f"https://tickets.example.org/{self.mark}"
        synced = actions.upsert_card(
            cause=world.by(), board=board, source="jira", external_id="7", title=self.say("A ticket"), url=url
        )[0]
        synced = world.move(synced, "to do")
        actions.block_card(cause=world.by(), card=synced, reason=self.say("Waits"))
        actions.link_cards(cause=world.by(), card=card, target=synced, kind="relates")
        doomed, idea = world.card(board, self.say("Going")), world.card(board, self.say("Idea"), "backlog")
        shelved, undone = world.card(board, self.say("Shelved")), world.card(board, self.say("Undone"))
        actions.archive_card(cause=world.by(), card=world.card(board, self.say("Put away")))
        actions.trash_card(cause=world.by(), card=world.card(board, self.say("Thrown away")))
        self.names |= {"source": "jira", "external_id": "7", "other_ref": synced.ref}
        self.names |= {"doomed_ref": doomed.ref, "idea_ref": idea.ref, "shelved_ref": shelved.ref}
        self.names["undo_seq"] = undone.events.latest("seq").seq

    def _write(self, card: Card) -> None:
        words = {**COMPLETE, **{name: self.say(name) for name in PARTS}}
        criteria = [{"key": "auc", "metric": "val.auc", "op": ">=", "target": 0.8, "kind": "success"}]
        criteria.append({**ATTESTED, "statement": self.say("Sales agrees")})
        research.save_hypothesis(cause=self.world.by(), card=card, changes=words, criteria=criteria)

    def _boxes(self) -> None:
        world, board = self.world, self.board
        boxed = world.card(board, self.say("With a box"), kind="exploration")
        box = plan_box(cause=world.by(), card=boxed, budget="2d")
        free = world.card(board, self.say("Without a box"), kind="exploration")
        over = due_at(world, board, self.say("Over"), timezone.now() - timedelta(minutes=1))
        world.at = timezone.now()
        over_id = TimeBox.objects.get(card=over).pk
        self.names |= {
            "box_id": box.pk,
            "boxed": boxed.ref,
            "free": free.ref,
            "over": over.ref,
            "over_id": over_id,
        }

    def _method(self) -> None:
        """Initiatives that wait, run and go; versions, what is live, what the registry proposes."""
        world, board, owner = self.world, self.board, self.world.by("petra")
        stages = [{"name": self.say("A stage"), "budget": "1d", "asks": self.say("What must be true")}] * 3
        made = {
            name: create_initiative(
                cause=owner,
                board=board,
                name=self.say(f"Initiative {name}"),
                goal=self.say("A goal"),
                stages=stages,
            )
            for name in ("initiative_id", "waiting_id", "doomed_initiative", "second_initiative")
        }
        first, second, third = made["initiative_id"].stages.all()
        waiting = made["waiting_id"].stages.select_related("initiative").all()[0]
        start_stage(cause=world.by("petra", at=timezone.now() - timedelta(days=9)), stage=waiting)
        sweep_stages(timezone.now())
        changes = {"metric": "val.auc", "baseline": self.say("A rule"), "baseline_value": 0.7}
        set_primary_metric(cause=owner, board=board, changes=changes)
        hook = set_registry(cause=world.by("ada"), board=board, registry_name=self.say("registered"))
        versions = {
            name: add_version(
                cause=world.by(), board=board, name=self.say(f"Version {name}"), notes=self.say("Notes")
            )
            for name in ("version_id", "doomed_version", "second_version")
        }
        proposal = ReleaseProposal.objects.create(
            board=board,
            delivery_id=self.key,
            alias=self.say("champion"),
            registry_version="3",
            received_at=world.at,
        )
        self.names |= {name: row.pk for name, row in (made | versions).items()}
        self.names |= {"stage_id": first.pk, "doomed_stage": second.pk, "second_stage": third.pk}
        self.names |= {
            "hook_id": str(hook.hook_id),
            "proposal_id": proposal.pk,
            "idea_question": self.names["ref"],
        }

    def _answered(self) -> None:
        """A question with its verdict, and one that waits for the word of a product owner."""
        world = self.world
        said = {**ATTESTED, "statement": self.say("Sales agrees")}
        attested = world.running(self.board, self.say("To be attested"), criteria=[AUC, said])
        self.names |= {"attested": attested.ref, "criterion": said["key"]}
        card = world.running(self.board, self.say("An answer"))
        world.push(card, **{"val.auc": 0.1})
        words = {name: self.say(name) for name in ("observed", "learned", "therefore", "change_mind")}
        research.record_verdict(cause=world.by(), card=card, value="refuted", **words)
        self.names["answered"] = card.ref


def foreign_world(world: World) -> World:
    """The other team, with a cast of its own behind the same names."""
    team = world.dan.memberships.earliest("pk").team  # proofs before may have given him more of them
    cast = {"petra": Role.PRODUCT_OWNER, "ben": Role.MEMBER, "vera": Role.VIEWER}
    others = {}
    for name, role in cast.items():
        others[name] = Person.objects.create(username=f"foreign-{name}", name=f"Foreign {name}")
        people.add_member(actor=world.dan, team=team, person=others[name], role=role, at=world.at)
    return World(team=team, ada=world.dan, dan=world.ada, at=world.at, **others)
