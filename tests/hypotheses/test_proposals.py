"""Targets without an operator: proposed with what is assumed, never taken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hypotheses.statement import parse_statement


def proposed(text: str) -> list[str]:
    read = parse_statement(text)
    assert read.criteria == ()
    return [
        f"{each.metric} {each.op} {each.target}{each.unit}" + (" rel" if each.relative_to == "baseline" else "")
        for each in read.proposed
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("34.0% mAP", ["mAP >= 34.0%"]),
        ("0.586 Eval loss", ["Eval loss <= 0.586"]),
        ("0.908 Mean DICE score", ["Mean DICE score >= 0.908"]),
        ("0.377 Box min AP and 0.339 Mask min AP", ["Box AP >= 0.377", "Mask AP >= 0.339"]),
        ("We believe boosted trees will reach an AUC of 0.85", ["AUC >= 0.85"]),
        ("We believe it will achieve 0.9 accuracy on the test set", ["accuracy >= 0.9"]),
        ("Goal: accuracy 0.9", ["accuracy >= 0.9"]),
        ("Word Error Rate 0.058", ["Word Error Rate <= 0.058"]),
        ("99.9% of FP32 (0.5425 mAP)", ["mAP >= -0.1% rel"]),
        ("99% of FP32 and 99.9% of FP32(f1_score=90.874%)", ["f1_score >= -1% rel", "f1_score >= -0.1% rel"]),
    ],
)
def test_what_people_probably_mean_is_proposed(text: str, expected: list[str]) -> None:
    assert proposed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "72.0 % classification",  # no metric
        "99% of FP32 (76.46%)",  # none either
        "12 layers",
        "a dropout of 0.5",
        "0.3 lift",  # nobody knows which way is better
        "We believe it had 0.9 accuracy",  # a report, no aim
        "reach a recall of roughly 0.8",
        "not 0.9 accuracy",
        "The old model (0.81 AUC) helps",  # what explains another number
        "an accuracy drop of 0.1",
        "90% of the users like its accuracy",
    ],
)
def test_what_promises_nothing_is_not_proposed(text: str) -> None:
    assert proposed(text) == []


def test_a_proposal_stays_unread() -> None:
    """Who takes only what the text says loses nothing."""
    read = parse_statement("We believe it will reach an AUC of 0.85.")
    assert read.unread == ("reach an AUC of 0.85",)


PIECES = ["reach", "an", "AUC", "of", "0.85", "%", "min", "loss", "(", ")", "99%", "FP32", ",", "target:", "="]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
def test_no_mixture_breaks_it_and_each_proposal_has_its_number_in_the_text(text: str) -> None:
    for each in parse_statement(text).proposed:
        assert each.target.is_finite()
        assert each.metric
        assert each.text.split("(")[0].strip() in text or each.text in text
