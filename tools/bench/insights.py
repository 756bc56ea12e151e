"""The insights of a board with 5,000 cards and 100,000 events: how long its page takes."""

from __future__ import annotations

import os
import sys
import time
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.test import Client  # noqa: E402 (after the setup)

from accounts.models import Person  # noqa: E402
from boards.models import Board  # noqa: E402
from config import start  # noqa: E402
from tools.bench.baselines import RANGES  # noqa: E402
from tools.bench.insights_seed import KEY, PERSON, seed  # noqa: E402

ROUNDS = 5


def main() -> None:
    """Seed the board, open its page; prints cards, events, and the seconds that each range takes."""
    board = Board.objects.filter(key=KEY).first() or seed()
    start.settle()  # as a web worker does
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Person.objects.get(username=PERSON))
    figures = [str(board.cards.count()), str(board.events.count())]
    figures += [f"{opened(client, f'/boards/{KEY}/insights/?range={name}'):.3f}" for name in RANGES]
    sys.stdout.write(" ".join(figures) + "\n")


def opened(client: Client, path: str) -> float:
    """The median of some requests, after one that warms the process up."""
    times = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        answer = client.get(path)
        times.append(time.perf_counter() - start)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
    return median(times[1:])


if __name__ == "__main__":
    main()
