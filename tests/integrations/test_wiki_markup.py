"""Jira's wiki markup in Markdown; what is not simple stays as it was."""

from __future__ import annotations

import pytest

from integrations.importers.jira.markup import as_markdown

PEOPLE = {"712020:ab-1": "Ada Novak"}


@pytest.mark.parametrize(
    ("wiki", "markdown"),
    [
        ("h2. Plan *now*", "## Plan **now**"),
        ("* one\n** two\n*** three", "- one\n  - two\n    - three"),
        ("# first\n## inner\n# second", "1. first\n   1. inner\n1. second"),
        ("- dash\n----", "- dash\n----"),
        ("a *bold* word, *two words*.", "a **bold** word, **two words**."),
        ("2*3*4 and * alone * and **", "2*3*4 and * alone * and **"),
        ("{{x *y*}}", "`x *y*`"),
        ("{{a `b`}}", "`` a `b` ``"),
        ("{code:python|title=x}\nh1. a = *b*\n{code}", "```python\nh1. a = *b*\n```\n"),
        ("{noformat}[x|http://y]{noformat}", "```\n[x|http://y]\n```\n"),
        ("{code}```{code}", "~~~~\n```\n~~~~\n"),
        ("[docs|https://e.org/a_b]", "[docs](<https://e.org/a_b>)"),
        ("[https://e.org/*x*]", "<https://e.org/*x*>"),
        ("[a|https://e.org|smart-link]", "[a](<https://e.org>)"),
        ("[~accountid:712020:ab-1] and [~jdoe] and [~accountid:9]", "Ada Novak and @jdoe and somebody"),
        ("{quote}one\ntwo{quote}", "> one\n> two"),
        ("bq. said", "> said"),
        ("||a||b||\n|1|2|", "| a | b |\n| --- | --- |\n|1|2|"),
        ("{color:#ff0000}red{color}", "red"),
        ("!pic.png|thumbnail! -gone- {expand}", "!pic.png|thumbnail! -gone- {expand}"),
        ("one\r\ntwo", "one\ntwo"),
        ("{code}never closed", "{code}never closed"),
        ("\ue0000\ue001", "0"),
    ],
)
def test_simple_markup_becomes_markdown(wiki: str, markdown: str) -> None:
    assert as_markdown(wiki, PEOPLE) == markdown
