"""Finding what an address names, on a board that the person sees."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse

from accounts.errors import NotFound
from boards.models import Board, Event
from cadence.models import (
    Increment,
    Iteration,
    IterationItem,
    IterationTask,
    Meeting,
    MeetingNote,
    MeetingSeries,
)

Row = TypeVar("Row", bound=Model)


def found(rows: QuerySet[Row], pk: int) -> Row:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def iteration_of(board: Board, pk: int) -> Iteration:
    return found(Iteration.objects.filter(board=board), pk)


def item_of(board: Board, iteration: int, pk: int) -> IterationItem:
    rows = IterationItem.objects.filter(iteration__board=board, iteration_id=iteration)
    return found(rows.select_related("iteration", "card"), pk)


def task_of(board: Board, iteration: int, item: int, pk: int) -> IterationTask:
    rows = IterationTask.objects.filter(item__iteration__board=board, item__iteration_id=iteration, item_id=item)
    return found(rows.select_related("item__iteration", "item__card"), pk)


def increment_of(board: Board, pk: int) -> Increment:
    return found(Increment.objects.filter(board=board), pk)


def series_of(board: Board, pk: int) -> MeetingSeries:
    return found(MeetingSeries.objects.filter(board=board), pk)


def meeting_of(board: Board, pk: int) -> Meeting:
    return found(Meeting.objects.filter(board=board).select_related("board"), pk)


def note_of(board: Board, meeting: int, pk: int) -> MeetingNote:
    rows = MeetingNote.objects.filter(meeting__board=board, meeting_id=meeting)
    return found(rows.select_related("meeting"), pk)


def path_of(event: Event) -> str:
    """A meeting that is held has its own page; everything else is on the board's one."""
    held = event.data.get("meeting")
    if held is not None and Meeting.objects.filter(pk=held).exists():
        return reverse("meeting", args=[event.board.key, held])
    return reverse("cadence", args=[event.board.key])
