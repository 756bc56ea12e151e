"""Every kind of event is told in a sentence, explained in the docs, and has a meaning."""

import pytest
from django.template.loader import get_template

from tools import event_docs

KINDS = event_docs.kinds()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_sentence_and_its_meaning(kind: str) -> None:
    assert get_template(f"events/{kind}.html")
    assert (KINDS[kind].__doc__ or "").strip().endswith(".")


def test_the_page_of_events_says_what_the_code_says() -> None:
    assert event_docs.PAGE.read_text(encoding="utf-8") == event_docs.text()
