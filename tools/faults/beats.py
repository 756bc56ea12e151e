"""Nobody swept for three hours; then two beats and four workers do, and every box is told of once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.utils import timezone
from redis import Redis

from boards.models import Board, Event, MailDelivery, Notification
from boards.tasks import follow_logs, send_mail_due
from timeboxes.models import TimeBox
from timeboxes.tasks import expire_due
from tools.faults.boxes import due_at, research_board
from tools.faults.postman import mailed_within
from tools.faults.sweeps import MAIL_SECONDS
from tools.proof.boards import flaws
from tools.proof.claims import Claim, Scale, at_most, equal, none_of
from tools.proof.crowd import together
from tools.proof.house import House
from tools.proof.people import API, program

DOWN_HOURS = 3
STALE_MESSAGES, OUTDATED = 200, "outdated-"
DECIDED_ONE_IN = 4
EXTEND = {"outcome": "extend", "extend_minutes": 30, "forecast": 0.5, "expects": "one more seed"}


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    world, boxes = house.world, scale.of(10_000, 12)
    board, now, began = research_board(world, "T4"), timezone.now(), len(house.sink.messages)
    cards = [
        due_at(world, board, f"Late {number}", now - timedelta(hours=DOWN_HOURS * number / boxes, seconds=5))
        for number in range(boxes)
    ]
    decided = cards[::DECIDED_ONE_IN]
    _decide_meanwhile(house, [card.pk for card in decided])
    house.sink.seconds = MAIL_SECONDS
    limit = mailed_within(house, 2 * boxes)
    for number in range(STALE_MESSAGES):
        expire_due.apply_async(expires=timezone.now() - timedelta(seconds=1), task_id=f"{OUTDATED}{number}")
    running = [house.worker(), house.worker(), house.beat(1), house.beat(2)]
    spent = _until_told(board, boxes, 2 * limit)
    waiting = _outdated()
    for process in running:
        process.stop()
    house.sink.seconds = 0.0
    did = f"{boxes} boxes over in {DOWN_HOURS} h of downtime, 2 beats and 4 workers"
    yield at_most(f"{did}: all told", spent, limit)
    expired = Event.objects.filter(board=board, kind="timebox.expired")
    yield equal(f"{did}: expired events", expired.count(), boxes)
    yield equal("each of another card", expired.values("card").distinct().count(), boxes)
    late = [event.seq for event in expired if event.at > event.recorded_at - timedelta(seconds=1)]
    yield none_of("every expiry is dated at its due instant", late)
    yield at_most(f"of {STALE_MESSAGES} outdated wake-ups waiting in the queue", waiting, 1, "messages")
    yield from _mails(house, board, {card.ref for card in decided}, began)
    yield none_of("the log has no gap", flaws(board))


def _decide_meanwhile(house: House, card_ids: list[int]) -> None:
    """Some are stopped and some extended by hand; the decision itself tells of the expiry before it."""
    petra = program(house, house.world.petra)
    boxes = list(TimeBox.objects.filter(card__in=card_ids).order_by("pk"))
    bodies = [{"outcome": "stop"} if number % 2 else EXTEND for number in range(len(boxes))]
    asked = [
        partial(petra.post, f"{API}/timeboxes/{box.pk}/decision", body)
        for box, body in zip(boxes, bodies, strict=True)
    ]
    if wrong := [answer.text for answer in together(asked) if answer.status != 201]:
        raise RuntimeError(f"not decided: {wrong[0]}")


def _until_told(board: Board, boxes: int, seconds: float) -> float:
    """How long it takes until no box is over untold and no mail waits; wake-ups for the impatient included."""
    began, told = time.monotonic(), Notification.objects.filter(board=board, kind="timebox.expired")
    waiting = MailDelivery.objects.filter(notification__board=board, sent_at=None, dropped_at=None)
    while time.monotonic() - began < seconds:
        if told.count() == 2 * boxes and not waiting.exists():
            break
        follow_logs.apply_async(expires=5)
        send_mail_due.apply_async(expires=5)
        time.sleep(1)
    return time.monotonic() - began


def _outdated() -> int:
    """How many of the outdated wake-ups nobody has thrown away; the beats and the impatient queue fresh ones."""
    waiting: list[bytes] = Redis.from_url(settings.REDIS_URL).lrange(settings.CELERY_TASK_DEFAULT_QUEUE, 0, -1)  # type: ignore[assignment]  # not awaited
    return sum(json.loads(each)["headers"]["id"].startswith(OUTDATED) for each in waiting)


def _mails(house: House, board: Board, decided: set[str], began: int) -> Iterator[Claim]:
    keys = dict(
        MailDelivery.objects.filter(notification__board=board, notification__kind="timebox.expired").values_list(
            "message_id", "notification__card__ref"
        )
    )
    arrived = [str(message["Message-ID"]) for message in house.sink.messages[began:]]
    wanted = {key for key, ref in keys.items() if ref not in decided}
    yield none_of("no reminder is missing at the receiver", sorted(wanted - set(arrived)), len(wanted))
    yield none_of(
        "nobody is reminded of what was decided meanwhile", [k for k in arrived if keys.get(k) in decided]
    )
    yield none_of("no mail comes twice while nobody is killed", [k for k in set(arrived) if arrived.count(k) > 1])
