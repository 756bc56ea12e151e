"""`make test` says loudly what it could not run, and on a build server that counts as failed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def test_an_unsteady_test_is_named_and_fails_nothing(
    outcomes: dict[str, Outcome], capsys: pytest.CaptureFixture[str]
) -> None:
    name = "tests in Chromium"
    outcomes[name] = Outcome(name, failed=False, last_line="1 failed, 9 passed", unsteady=["tests/a.py::test_b"])
    assert suite.main([]) == 0
    assert "UNSTEADY: tests/a.py::test_b failed" in capsys.readouterr().out


def test_one_failure_fails_all(outcomes: dict[str, Outcome]) -> None:
    outcomes["check"] = Outcome("check", failed=True, last_line="")
    assert suite.main([]) == 1


UNSTEADY = """
from pathlib import Path

def test_holds():
    assert True

def test_fails_once():
    mark = Path(__file__).with_name("mark")
    there = mark.exists()
    mark.touch()
    assert there

def test_fails_if_told():
    assert not Path(__file__).with_name("broken").exists()
"""


@pytest.mark.parametrize("broken", [False, True])
def test_what_fails_is_asked_once_more_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    (tmp_path / "test_unsteady.py").write_text(UNSTEADY)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -ra")
    if broken:
        (tmp_path / "broken").touch()
    monkeypatch.chdir(tmp_path)
    outcome = suite._tests("tests", ["-p", "no:django", "-p", "no:xdist"], [], {})
    assert outcome.failed is broken
    once = ["test_unsteady.py::test_fails_once"]
    assert outcome.failures == once + ["test_unsteady.py::test_fails_if_told"] * broken
    assert outcome.unsteady == ([] if broken else once)


def test_many_failures_are_no_matter_of_a_busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def step(name: str, *_: object) -> Outcome:
        asked.append(name)
        return Outcome(name, failed=True, last_line="3 failed", failures=["a::b", "a::c", "a::d"])

    monkeypatch.setattr(suite, "_pytest", step)
    assert suite._tests("tests", [], [], {}).failed
    assert asked == ["tests"]
