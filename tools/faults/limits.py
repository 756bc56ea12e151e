"""Many want the last place, the last admin and the one invitation at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.utils import timezone

from accounts import actions as people
from accounts.access import Role
from accounts.models import Membership, Person, Team
from boards import actions
from boards.models import Card
from tests.world import World, lane_of
from tools.proof.boards import flaws
from tools.proof.claims import Claim, Scale, equal, none_of
from tools.proof.crowd import together
from tools.proof.house import House
from tools.proof.people import API, browser, program

LIMIT, CROWD = 3, 16
GUESTS = 12


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    yield from _full_lane(house, scale.of(1_000, 3))
    yield from _last_admin(house, scale.of(200, 3))
    yield from _one_invitation(house, scale.of(100, 2))


def _full_lane(house: House, rounds: int) -> Iterator[Claim]:
    world, board = house.world, house.world.board("T17")
    lane = lane_of(board, "code review")
    actions.change_lane(cause=world.by("ada"), lane=lane, changes={"wip_limit": LIMIT, "wip_mode": "block"})
    cards = [world.card(board, f"Card {number}") for number in range(CROWD)]
    caller, held, answers = program(house, world.ben), [], []
    for _ in range(rounds):
        push = [partial(caller.post, f"{API}/cards/{card.ref}/move", {"lane": "code review"}) for card in cards]
        answers += [(each.status, each.json.get("code")) for each in together(push)]
        held.append(lane.cards.open().count())
        for card in Card.objects.filter(lane=lane):
            world.move(card, "to do")
    did = f"{rounds} rounds of {CROWD} clients at a limit of {LIMIT}"
    yield equal(f"{did}: cards in the lane", sorted(set(held)), [LIMIT])
    wrong = [each for each in answers if each not in ((200, None), (409, "wip_limit"))]
    yield none_of(f"{did}: everybody else is told why", wrong, len(answers))
    yield none_of("the log has no gap", flaws(board))


def _last_admin(house: House, rounds: int) -> Iterator[Claim]:
    """Two admins remove each other, and each leaves, all at once."""
    world = house.world
    team = people.create_team(actor=world.ada, name="Two admins", at=world.at)
    left = []
    for _ in range(rounds):
        pair = _admins(world, team)
        asks = [
            partial(program(house, who).ask, "DELETE", f"{API}/teams/{team.slug}/members/{other.username}")
            for who in pair
            for other in pair
        ]
        together(asks)
        left.append(team.memberships.filter(role=Role.ADMIN).count())
    yield none_of(f"{rounds} rounds of two admins who remove each other and leave", [n for n in left if n < 1])
    yield Claim("and each time one of them is gone", sorted(set(left)), set(left) == {1})


def _admins(world: World, team: Team) -> tuple[Person, Person]:
    for person in (world.ada, world.petra):
        Membership.objects.update_or_create(
            team=team, person=person, defaults={"role": Role.ADMIN, "created_at": world.at}
        )
    return world.ada, world.petra


def _one_invitation(house: House, rounds: int) -> Iterator[Claim]:
    world = house.world
    team = people.create_team(actor=world.ada, name="By invitation", at=world.at)
    guests = [Person.objects.create(username=f"guest{number}", name="A guest") for number in range(GUESTS)]
    browsers, joined = [browser(house, guest) for guest in guests], []
    for _ in range(rounds):
        _, link = people.invite(actor=world.ada, team=team, role=Role.MEMBER, at=timezone.now())
        path = f"/invitations/{link.rstrip('/').rsplit('/', 1)[1]}/"
        together(partial(each.ask, "POST", path, form={"accept": "1"}) for each in browsers)
        members = Membership.objects.filter(team=team, person__in=guests)
        joined.append(members.count())
        members.delete()
    did = f"{rounds} invitations, each accepted by {GUESTS} people at once: memberships"
    yield equal(did, sorted(set(joined)), [1])
