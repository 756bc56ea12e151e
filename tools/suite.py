"""`make test`: the checks, then the tests on each pair of services, and at the end what could not be run here.

With CI=true nothing may be missing: a step or a test that was not run then counts as failed.
"""

import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field

from tools import servers

NO_TESTS = 5  # pytest's exit code
NOT_RUN = "NOT RUN:"
IN_PARALLEL = ["-n", str(min(os.cpu_count() or 1, 4))]


@dataclass
class Outcome:
    """What one step came to."""

    name: str
    failed: bool
    last_line: str
    not_run: set[str] = field(default_factory=set)


def main(arguments: list[str]) -> int:
    """Run all steps, print what they came to, and return the exit code."""
    outcomes = [_check(), _on_sqlite(arguments), _on_postgres_and_redis(arguments), _in_browser(arguments)]
    missing = sorted(set().union(*(outcome.not_run for outcome in outcomes)))
    print("\n" + "=" * 78)
    for outcome in outcomes:
        print(f"{'FAILED' if outcome.failed else 'ok':>6}  {outcome.name}")
        if outcome.last_line:
            print(outcome.last_line)
    for what in missing:
        print(f"  !!    {what}")
    in_ci = os.environ.get("CI", "").lower() in ("1", "true")
    if missing and in_ci:
        print("With CI=true nothing may be left out, so this counts as failed.")
    return int(any(outcome.failed for outcome in outcomes) or bool(missing and in_ci))


def _check() -> Outcome:
    done = subprocess.run([sys.executable, "-m", "tools.check"], check=False)
    return Outcome("lint, types, contracts, migrations", done.returncode != 0, "")


def _on_sqlite(arguments: list[str]) -> Outcome:
    chosen = ["-m", "not browser and not postgres and not redis", *IN_PARALLEL]
    return _pytest("tests on SQLite, without services", chosen, arguments, {})


def _on_postgres_and_redis(arguments: list[str]) -> Outcome:
    missing, services = set(), {}
    with ExitStack() as stack:
        for name, server in (("DATABASE_URL", servers.postgres), ("REDIS_URL", servers.redis)):
            try:
                services[name] = stack.enter_context(server())
            except servers.NotInstalledError as error:
                missing.add(f"{NOT_RUN} {error}")
        if "DATABASE_URL" in services:
            chosen = ["-m", "not browser", *IN_PARALLEL]
            outcome = _pytest("tests on PostgreSQL and Redis", chosen, arguments, services)
        else:
            outcome = Outcome("tests on PostgreSQL and Redis", False, "  not run")
    outcome.not_run |= missing
    return outcome


def _in_browser(arguments: list[str]) -> Outcome:
    return _pytest("tests in Chromium", ["-m", "browser", *IN_PARALLEL], arguments, {})


def _pytest(name: str, chosen: list[str], arguments: list[str], services: dict[str, str]) -> Outcome:
    """Run pytest, show what it says, and keep its closing line and what it left out."""
    print(f"\n=== {name}", flush=True)
    without = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    command = [sys.executable, "-m", "pytest", *chosen, *arguments]
    if sys.stdout.isatty():
        command.append("--color=yes")
    not_run, last_line = set(), ""
    with subprocess.Popen(command, env={**without, **services}, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if NOT_RUN in line:
                not_run.add(line[line.index(NOT_RUN) :].strip())
            last_line = line.rstrip() or last_line
    nothing_chosen = process.returncode == NO_TESTS and bool(arguments)
    return Outcome(name, process.returncode != 0 and not nothing_chosen, last_line, not_run)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
