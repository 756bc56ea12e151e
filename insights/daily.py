"""How many cards each lane held at the end of each day, as the board was then."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, overload

from insights.figure import Span
from insights.flow import Flow
from insights.lives import DONE, ON_THE_WAY, Life
from insights.weeks import days_between, midnight

AT_LEAST = timedelta(days=7)  # of a board that began today


class Band(NamedTuple):
    """A lane, also one that has been removed since, and its cards at the end of each day."""

    lane: int
    name: str
    role: str
    removed: bool
    counts: list[int]


@dataclass(frozen=True)
class Days:
    """`ends` are the instants that were looked at: each local midnight, for the last day the end of the span."""

    days: list[date]
    ends: list[datetime]
    bands: list[Band]


def daily(flow: Flow, span: Span) -> Days:
    """Of each visit, one more card from the first day end in it on, and one less from the first after it."""
    begun = max(span.start, min(flow.began, span.end - AT_LEAST))
    days = days_between(begun, span.end, flow.zone)
    ends = [min(midnight(day + timedelta(days=1), flow.zone), span.end) for day in days]
    changes: dict[int, list[int]] = {lane.pk: [0] * (len(days) + 1) for lane in flow.lanes}
    gone: dict[int, tuple[str, str]] = {}
    for life in flow.lives:
        for visit, left in life.stays():
            if visit.lane not in changes:
                changes[visit.lane] = [0] * (len(days) + 1)
                gone[visit.lane] = (visit.name, visit.role)
            change = changes[visit.lane]
            change[bisect_left(ends, visit.entered)] += 1
            if left is not None:
                change[bisect_left(ends, left)] -= 1
    return Days(days, ends, list(_bands(flow, changes, gone)))


def _bands(flow: Flow, changes: dict[int, list[int]], gone: dict[int, tuple[str, str]]) -> Iterator[Band]:
    """In the order of the lanes, removed ones before the first done lane; a removed one only if it held cards."""
    bands = [Band(lane.pk, lane.name, lane.role, False, _counts(changes[lane.pk])) for lane in flow.lanes]
    old = [Band(lane, name, role, True, _counts(changes[lane])) for lane, (name, role) in sorted(gone.items())]
    place = next((index for index, band in enumerate(bands) if band.role == DONE), len(bands))
    yield from bands[:place]
    yield from (band for band in old if any(band.counts))
    yield from bands[place:]


def _counts(changes: list[int]) -> list[int]:
    return list(accumulate(changes[:-1]))


class Ways:
    """Who was on its way at the end of each day; worked out for all days at once, when somebody asks for one."""

    def __init__(self, flow: Flow, ends: list[datetime]) -> None:
        self._flow, self._ends = flow, ends

    @cached_property
    def refs(self) -> list[list[str]]:
        comes: list[list[Life]] = [[] for _ in range(len(self._ends) + 1)]
        goes: list[list[Life]] = [[] for _ in range(len(self._ends) + 1)]
        for life in self._flow.lives:
            for visit, left in life.stays():
                if visit.role in ON_THE_WAY:
                    comes[bisect_left(self._ends, visit.entered)].append(life)
                    if left is not None:
                        goes[bisect_left(self._ends, left)].append(life)
        return list(self._day_by_day(comes, goes))

    def _day_by_day(self, comes: list[list[Life]], goes: list[list[Life]]) -> Iterator[list[str]]:
        here, order = Counter[int](), list[int]()
        known = {life.pk: life.ref for life in self._flow.lives}
        for come, go in zip(comes[:-1], goes[:-1], strict=True):
            here.update(life.pk for life in come)
            here.subtract(life.pk for life in go)
            for pk in {life.pk for life in (*come, *go)}:
                _keep(order, pk, here[pk] > 0)
            yield [known[pk] for pk in order]


def _keep(order: list[int], pk: int, wanted: bool) -> None:
    """The number in its place among the others, or out of there."""
    place = bisect_left(order, pk)
    if (order[place : place + 1] == [pk]) != wanted:
        order[place : place + (not wanted)] = [pk] if wanted else []


class OnTheWay(Sequence[str]):
    """The refs of one of the days; how many they are is known before who they are."""

    def __init__(self, ways: Ways, day: int, count: int) -> None:
        self._ways, self._day, self._count = ways, day, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        return self._ways.refs[self._day][index]
