"""The words of the product: found wherever a script says them, and written the same way each time."""

from pathlib import Path

import pytest
import time_machine

from tools.messages import compiled, script_texts


@pytest.mark.parametrize(
    ("source", "text", "context"),
    [
        ('gettext("Not now")', "Not now", None),
        ('gettext("Moved to %(lane)s", { lane })', "Moved to %(lane)s", None),
        ('`<p title="${esc(gettext("Close"))}">${x}</p>`', "Close", None),
        ('ngettext("%(n)s card", "%(n)s cards", n)', ("%(n)s card", "%(n)s cards"), None),
        ('pgettext("month", "May")', "May", "month"),
        ('gettext(\n  "Say \\"yes\\"",\n)', 'Say "yes"', None),
    ],
)
def test_a_text_is_found(source: str, text: str | tuple[str, str], context: str | None) -> None:
    assert list(script_texts(Path("a.js"), source)) == [("a.js", text, context)]


@pytest.mark.parametrize("source", ['/** `gettext("An example")` */', '// gettext("An example")', "gettext(text)"])
def test_an_example_or_a_variable_is_no_text(source: str) -> None:
    assert list(script_texts(Path("a.js"), source)) == []


def test_the_same_words_are_the_same_file_whenever_they_are_written() -> None:
    with time_machine.travel("2026-11-16T09:00Z"):
        before = compiled()
    with time_machine.travel("2027-01-01T12:34Z"):
        assert compiled() == before
