"""What an edit changed, word by word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from hypotheses.actions import add_log_entry, edit_log_entry
from hypotheses.word_diff import word_diff
from tests.card_doors import HTMX
from tests.pages import client_of
from tests.world import World


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("same words", "same words", "same words"),
        ("we saw 0.81", "we saw 0.82", "we saw 0.<del>81</del><ins>82</ins>"),
        ("it works", "it hardly works", "it <ins>hardly </ins>works"),
        ("it hardly works", "it works", "it <del>hardly </del>works"),
        ("", "new", "<ins>new</ins>"),
        ("old", "", "<del>old</del>"),
        ("one\ntwo", "one\nthree", "one\n<del>two</del><ins>three</ins>"),
        ("<b>x</b>", "<i>x</i>", "&lt;<del>b</del><ins>i</ins>&gt;x&lt;/<del>b</del><ins>i</ins>&gt;"),
        ("a & b", "a & c", "a &amp; <del>b</del><ins>c</ins>"),
        ("{} {0}", "{} {1}", "{} {<del>0</del><ins>1</ins>}"),
    ],
)
def test_what_went_is_struck_through_and_what_came_is_marked(before: str, after: str, shown: str) -> None:
    assert word_diff(before, after) == shown


@given(st.text(alphabet="ab <>&\n", max_size=40), st.text(alphabet="ab <>&\n", max_size=40))
def test_both_texts_can_be_read_out_of_it(before: str, after: str) -> None:
    html = word_diff(before, after)
    for gone, text in (("ins", before), ("del", after)):
        assert _without(html, gone) == escape(text)


def _without(html: str, tag: str) -> str:
    while f"<{tag}>" in html:
        head, _, rest = html.partition(f"<{tag}>")
        html = head + rest.partition(f"</{tag}>")[2]
    other = "del" if tag == "ins" else "ins"
    return html.replace(f"<{other}>", "").replace(f"</{other}>", "")


@pytest.mark.parametrize("piece", ["a ", "a\n", "ab cd\n"])
def test_a_text_that_repeats_itself_is_compared_as_a_whole(piece: str) -> None:
    """Piece by piece it would take minutes."""
    before = (piece * 10_000)[:10_000]
    after = before[:5_000] + "new" + before[5_000:]
    assert word_diff(before, after) == f"<del>{before}</del><ins>{after}</ins>"


def test_long_texts_are_compared_by_lines() -> None:
    lines = [f"line {n} of the log" for n in range(600)]
    html = word_diff("\n".join(lines), "\n".join([*lines[:300], "another line", *lines[301:]]))
    assert "<del>line 300 of the log\n</del><ins>another line\n</ins>" in html


@pytest.mark.django_db
def test_the_log_shows_each_edit_with_what_it_changed(world: World) -> None:
    card = world.hypothesis(world.board())
    entry = add_log_entry(cause=world.by(), card=card, body="The AUC is 0.81")
    for body in ("The AUC is 0.82", "The AUC is <b>0.83</b>"):
        world.at += timedelta(hours=1)
        edit_log_entry(cause=world.by(), entry=entry, body=body)
    text = client_of(world.ben).get(f"/c/{card.ref}/part/log/", headers=HTMX).text
    assert "2 earlier versions" in text
    assert "The AUC is 0.<del>81</del><ins>82</ins>" in text
    assert "<ins>&lt;b&gt;" in text
