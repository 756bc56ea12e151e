"""`make test` says loudly what it could not run, and on a build server that counts as failed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tools import servers, suite
from tools.suite import Outcome


@contextmanager
def missing() -> Iterator[str]:
    raise servers.NotInstalledError("No PostgreSQL server here (apt-get install postgresql).")
    yield


@pytest.fixture
def outcomes(monkeypatch: pytest.MonkeyPatch) -> dict[str, Outcome]:
    """Every step is fine and took place, unless a test says otherwise."""
    given: dict[str, Outcome] = {}

    def step(name: str, *_: object) -> Outcome:
        return given.get(name, Outcome(name, failed=False, last_line="1 passed"))

    monkeypatch.setattr(suite, "_check", lambda: step("check"))
    monkeypatch.setattr(suite, "_pytest", step)
    monkeypatch.setattr(servers, "postgres", lambda: memory("postgres://"))
    monkeypatch.setattr(servers, "redis", lambda: memory("redis://"))
    monkeypatch.delenv("CI", raising=False)
    return given


@contextmanager
def memory(url: str) -> Iterator[str]:
    yield url


def test_all_is_well(outcomes: dict[str, Outcome], capsys: pytest.CaptureFixture[str]) -> None:
    assert suite.main([]) == 0
    assert suite.NOT_RUN not in capsys.readouterr().out


def test_a_missing_server_is_named_with_the_command_that_brings_it(
    outcomes: dict[str, Outcome], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(servers, "postgres", missing)
    assert suite.main([]) == 0
    assert "NOT RUN: No PostgreSQL server here (apt-get install postgresql)." in capsys.readouterr().out
    monkeypatch.setenv("CI", "true")
    assert suite.main([]) == 1


def test_a_skipped_test_counts_as_missing_on_a_build_server(
    outcomes: dict[str, Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "tests in Chromium"
    outcomes[name] = Outcome(name, failed=False, last_line="1 skipped", not_run={"NOT RUN: no Chromium"})
    assert suite.main([]) == 0
    monkeypatch.setenv("CI", "true")
    assert suite.main([]) == 1


def test_one_failure_fails_all(outcomes: dict[str, Outcome]) -> None:
    outcomes["check"] = Outcome("check", failed=True, last_line="")
    assert suite.main([]) == 1
