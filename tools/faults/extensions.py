"""An owner extends a box in the moment the sweep finds it over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from django.utils import timezone

from boards.models import Board, Card, Event, MailDelivery
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from boards.readers.mail import send_due
from timeboxes.actions import expire_due
from timeboxes.models import TimeBox
from tools.faults.beats import EXTEND
from tools.faults.boxes import due_at, research_board
from tools.proof.boards import flaws
from tools.proof.claims import Claim, Scale, equal, none_of
from tools.proof.client import Answer
from tools.proof.crowd import together
from tools.proof.house import House
from tools.proof.people import API, program

SWEEPS = 2


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    world, rounds = house.world, scale.of(1_000, 8)
    board, petra = research_board(world, "T5"), program(house, house.world.petra)
    cards, answers = [], []
    for number in range(rounds):
        card = due_at(world, board, f"Race {number}", timezone.now() - timedelta(seconds=1))
        box = TimeBox.objects.get(card=card)
        extend: Callable[[], Answer | int] = partial(petra.post, f"{API}/timeboxes/{box.pk}/decision", EXTEND)
        sweep: Callable[[], Answer | int] = partial(expire_due, timezone.now())
        answers += [each for each in together([extend, *[sweep] * SWEEPS]) if isinstance(each, Answer)]
        cards.append(card)
    did = f"{rounds} rounds of one extension against {SWEEPS} sweeps"
    yield none_of(f"{did}: every extension is answered 201", [a.text for a in answers if a.status != 201], rounds)
    yield none_of("expired once, and before the extension", [card.ref for card in cards if not _in_order(card)])
    yield from _told(house, board, rounds)
    yield none_of("the log has no gap", flaws(board))


def _in_order(card: Card) -> bool:
    kinds = list(Event.objects.filter(card=card).order_by("seq").values_list("kind", flat=True))
    once = kinds.count("timebox.expired") == kinds.count("timebox.extended") == 1
    return once and kinds.index("timebox.expired") < kinds.index("timebox.extended")


def _told(house: House, board: Board, rounds: int) -> Iterator[Claim]:
    """Readers come late: what they find is settled already."""
    began, now = len(house.sink.messages), timezone.now()
    running = TimeBox.objects.filter(board=board, state=TimeBox.State.RUNNING, extensions=1, due_at__gt=now)
    yield equal("boxes that run on with the new budget", running.count(), rounds)
    follow(INBOX, board.pk)
    send_due(timezone.now())
    keys = MailDelivery.objects.filter(notification__board=board, notification__kind="timebox.expired")
    known = set(keys.values_list("message_id", flat=True))
    sent = [message["Subject"] for message in house.sink.messages[began:] if message["Message-ID"] in known]
    yield none_of("nobody is reminded of a due time that no longer holds", sent, len(known))
