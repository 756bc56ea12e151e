"""A sentence is taken apart and put together again; its numbers become criteria or are said to be unread."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hypotheses.statement import Parts, parse_statement, render_sentence

STORY = "We believe a fine-tuned DistilBERT will identify cases with precision > .95 and recall > .7"


def test_the_story_of_the_product() -> None:
    statement = parse_statement(
        f"{STORY}, because it has seen 10,000 tickets; we'll know when F1 stays above 0.8."
    )
    assert statement.parts == Parts(
        belief="a fine-tuned DistilBERT",
        outcome="identify cases with precision > .95 and recall > .7",
        because="it has seen 10,000 tickets",
        signal="F1 stays above 0.8",
    )
    assert [(each.metric, each.op, each.target) for each in statement.criteria] == [
        ("precision", ">", Decimal("0.95")),
        ("recall", ">", Decimal("0.7")),
        ("F1", ">", Decimal("0.8")),
    ]
    assert statement.unread == ("it has seen 10,000 tickets",)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", Parts()),
        ("We believe it helps.", Parts(belief="it helps")),
        ("Our hypothesis is that X will help", Parts(belief="X", outcome="help")),
        ("We think that X will help. We\u2019ll know we're right when we see churn", Parts("X", "help", "churn")),
        ("We believe they'll win", Parts("they", "win")),
        ("X will help. Success criteria: recall > .7", Parts("X", "help", "recall > .7")),
        ("We believe X will win. We know when Y, because Z.", Parts("X", "win", "Y", "Z")),
        ("We believe a bot for our support team will help", Parts("a bot", "help", for_whom="our support team")),
        ("We believe a model for fraud detection will help", Parts("a model for fraud detection", "help")),
        ("shuffle the data", Parts(belief="shuffle the data")),
        ("We will know when .95 is met", Parts(signal=".95 is met")),
    ],
)
def test_sentences_are_cut_where_people_mark_them(text: str, parts: Parts) -> None:
    assert parse_statement(text).parts == parts


def test_numbers_before_will_describe_and_promise_nothing() -> None:
    statement = parse_statement("We believe pairs with IoU > 0.5 will raise mAP above 0.4")
    assert [each.metric for each in statement.criteria] == ["mAP"]
    assert statement.unread == ("IoU > 0.5",)


def test_a_sentence_is_rendered_from_the_parts_there_are() -> None:
    assert render_sentence(Parts()) == ""
    assert render_sentence(Parts(belief="X")) == "We believe X."
    assert render_sentence(Parts(outcome="help")) == "We believe … will help."
    whole = Parts("X", "help", "Y drops", "Z", "our users")
    assert render_sentence(whole) == "We believe X for our users will help, because Z. We'll know when Y drops."


PIECES = ["models", "trees", "recall", ">", ".95", "below", "3%", "the", "support", "a", "with", "(v2)", "p95"]
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join)
PARTS = st.builds(
    Parts,
    belief=WORDS,
    outcome=WORDS,
    signal=st.one_of(st.just(""), WORDS),
    because=st.one_of(st.just(""), WORDS),
    for_whom=st.sampled_from(["", "our support team", "customers"]),
)


@settings(deadline=None)
@given(PARTS)
def test_what_was_rendered_is_parsed_back(parts: Parts) -> None:
    assert parse_statement(render_sentence(parts)).parts == parts


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_is_too_strange_and_no_digit_is_lost(text: str) -> None:
    statement = parse_statement(text)
    assert all(each.target.is_finite() and each.metric for each in statement.criteria)
