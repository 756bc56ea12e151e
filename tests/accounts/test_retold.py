"""What a job wrote down in English is read in the language of who looks."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override
from django.utils.translation import trans_real as catalogues

from accounts.outbound import Target
from accounts.outbound.refusals import AddressRefused, Unreachable
from accounts.retold import retold
from boards.templatetags.sentences import remarks
from integrations.trackers import told as trackers
from webhooks import told as webhooks

GERMAN = {
    webhooks.ANSWERED: "Es hat %(status)s geantwortet.",
    trackers.NOW_SAYS_AND_MORE: "Der Tracker sagt jetzt %(what)s und %(n)s weitere.",
    trackers.NOW_SAYS: "Der Tracker sagt jetzt %(what)s.",
    trackers.WAS: "%(name)s %(now)s (vorher %(before)s)",
    trackers.WAS_NOT_THERE: "%(name)s %(now)s (neu)",
}


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of this test's own, so that a better translation breaks nothing here."""
    catalogue: Any = catalogues.translation("de")
    for english, text in GERMAN.items():
        monkeypatch.setitem(catalogue._catalog._catalogs[0], english, text)


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        (webhooks.ANSWERED % {"status": 503}, "Es hat 503 geantwortet."),
        (trackers.NOW_SAYS % {"what": "auc 0.7, which was 0.8"}, "Der Tracker sagt jetzt auc 0.7 (vorher 0.8)."),
        (
            trackers.NOW_SAYS_AND_MORE % {"what": "a 1, which was not there; b 2, which was 3", "n": 2},
            "Der Tracker sagt jetzt a 1 (neu); b 2 (vorher 3) und 2 weitere.",
        ),
    ],
)
def test_a_kept_sentence_is_read_in_the_language_of_who_looks(kept: str, read: str) -> None:
    with override("de"):
        assert retold(kept) == read
    with override("en"):
        assert retold(kept) == kept


def test_the_log_tells_remarks_in_the_language_of_its_reader() -> None:
    kept = [trackers.NOW_SAYS % {"what": "auc 0.7, which was 0.8"}, "Nobody named this."]

    with override("de"):
        assert remarks(kept) == "Der Tracker sagt jetzt auc 0.7 (vorher 0.8). Nobody named this."
    assert remarks(kept) == " ".join(kept)


def test_a_sentence_nobody_named_stays_as_it_is() -> None:
    with override("de"):
        assert retold("ECONNREFUSED 100%") == "ECONNREFUSED 100%"


def test_what_is_kept_is_english_whoever_asked() -> None:
    with override("de"):
        assert Unreachable().sentence == "Nothing answers at this address."
        with pytest.raises(AddressRefused, match="Port 22 is not among those that may be called"):
            Target.of("http://example.test:22/")


def test_every_pattern_finds_its_own_sentence() -> None:
    from accounts import retold as module

    for pattern in module._known:
        places = module._PLACE.findall(pattern)
        sentence = pattern % {name: "7" if name == "n" else f"x{name}" for name in places} if places else pattern
        first = next(each for each in module._known if module._shape(each).fullmatch(sentence))
        assert first == pattern
