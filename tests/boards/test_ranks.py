"""Ranks keep any order of inserts, stay short, and compare byte by byte."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boards.ranks import MAX_LENGTH, below, between, spread

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
KEYS = st.text(DIGITS, min_size=1, max_size=45).map(lambda text: text.rstrip("0")).filter(bool)
RNGS = st.one_of(st.none(), st.integers().map(random.Random))


def is_sound(key: str) -> bool:
    return key.isascii() and key.isalnum() and not key.endswith("0")


def in_order(keys: list[str]) -> bool:
    return all(a.encode() < b.encode() for a, b in pairwise(keys))


@settings(deadline=None)
@given(st.sets(KEYS, min_size=2, max_size=2).map(sorted), RNGS)
def test_a_key_lies_between_its_neighbours(pair: list[str], rng: random.Random | None) -> None:
    key = between(pair[0], pair[1], rng=rng)
    assert pair[0] < key < pair[1]
    assert is_sound(key)


@settings(deadline=None)
@given(st.one_of(st.none(), KEYS), st.integers(1, 50))
def test_many_keys_follow_the_last_one(last: str | None, count: int) -> None:
    keys = below(last, count)
    assert len(keys) == count
    assert in_order([last or "", *keys])
    assert all(map(is_sound, keys))


def test_thousands_of_keys_at_the_end_stay_short() -> None:
    assert max(map(len, below(spread(5_000)[-1], 10_000))) <= 5


@settings(deadline=None)
@given(KEYS, RNGS)
def test_there_is_always_room_at_both_ends(key: str, rng: random.Random | None) -> None:
    assert between(None, key, rng=rng) < key < between(key, None, rng=rng)
    assert all(is_sound(new) for new in (between(None, key, rng=rng), between(key, None, rng=rng)))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), RNGS), max_size=120))
def test_any_sequence_of_inserts_keeps_the_order(places: list[tuple[int, random.Random | None]]) -> None:
    keys: list[str] = []
    for place, rng in places:
        at = place % (len(keys) + 1)
        left, right = (keys[at - 1] if at else None), (keys[at] if at < len(keys) else None)
        keys.insert(at, between(left, right, rng=rng))
    assert in_order(keys)
    assert all(map(is_sound, keys))


@pytest.mark.parametrize("count", [0, 1, 2, 61, 62, 63, 5000])
def test_spread_keys_are_even_and_leave_room(count: int) -> None:
    keys = spread(count)
    assert len(keys) == count
    assert in_order(keys)
    assert all(map(is_sound, keys))
    assert max(map(len, keys), default=0) <= 4
    for left, right in pairwise(keys[:100]):
        assert len(between(left, right)) <= 4


def test_adding_at_an_end_keeps_keys_short() -> None:
    bottom = top = between(None, None)
    for _ in range(10_000):
        bottom, top = between(bottom, None), between(None, top)
    assert max(len(bottom), len(top)) <= 4


def test_an_end_that_is_used_up_still_has_room() -> None:
    assert between("zzzz", None) > "zzzz"
    assert between(None, "0001") < "0001"


@pytest.mark.parametrize(("side", "longest"), [("after the first", 36), ("before the last", 41)])
def test_how_fast_one_gap_fills(side: str, longest: int) -> None:
    low, high = spread(2)
    for inserts in range(200):
        key = between(low, high)
        assert len(key) <= MAX_LENGTH or inserts > 190
        low, high = (low, key) if side == "after the first" else (key, high)
    assert len(key) <= longest


def test_random_inserts_hardly_grow() -> None:
    rng = random.Random(7)  # noqa: S311
    keys = spread(10)
    for _ in range(5_000):
        at = rng.randint(1, len(keys) - 1)
        keys.insert(at, between(keys[at - 1], keys[at], rng=rng))
    assert in_order(keys)
    assert max(map(len, keys)) <= 12


def test_jitter_makes_two_writers_differ() -> None:
    drawn = {between("V", "W", rng=random.Random(seed)) for seed in range(20)}  # noqa: S311
    assert len(drawn) > 10


@pytest.mark.parametrize(
    ("before", "after"),
    [("b", "a"), ("a", "a"), ("", None), (None, ""), ("a0", None), (None, "0"), ("a-b", None), ("ä", None)],
)
def test_wrong_neighbours_are_refused(before: str | None, after: str | None) -> None:
    with pytest.raises(ValueError, match=r"is not a rank|does not sort before"):
        between(before, after)
