#!/usr/bin/env python3
"""Post training runs to a Prooflane card and check its criteria, from scripts and CI. Needs only Python.

    prooflane log-run CHURN-12 --metric val.auc=0.83 --metric ece=0.02
    prooflane log-run CHURN-12 --url https://mlflow.example.org/#/experiments/1/runs/…  # read from the tracker
    prooflane check CHURN-12                        # what the runs on the card say
    prooflane check CHURN-12 --metric val.auc=0.83  # what this result would say; nothing is written

From Python, at the end of a training script:

    import prooflane
    prooflane.log_run("CHURN-12", {"val.auc": auc}, seed=seed)

PROOFLANE_URL and PROOFLANE_TOKEN name the server and a token with the scope `write` (`read` is enough for check).
Exit codes: 0 all met (or logged), 1 not met, 2 unknown, 3 the server could not be asked.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from typing import Any, NoReturn

MET, NOT_MET, UNKNOWN, TRANSPORT = range(4)
SUGGESTED = {"supported": MET, "refuted": NOT_MET}
ATTEMPTS, PAUSE_SECONDS, TIMEOUT_SECONDS = 4, 2.0, 30
AGAIN = (429, 500, 502, 503, 504)


class TransportError(Exception):
    """The server could not be asked, or it refused; the text says why."""


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """A wrong command line is no verdict on the criteria: never exit code 2."""
        self.print_usage(sys.stderr)
        self.exit(TRANSPORT, f"prooflane: {message}\n")


def call(method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Ask the server, again after a pause when it is busy; runs and dry runs may be sent twice."""
    base, token = os.environ.get("PROOFLANE_URL", ""), os.environ.get("PROOFLANE_TOKEN", "")
    if not base or not token:
        raise TransportError("Set PROOFLANE_URL and PROOFLANE_TOKEN.")
    if urllib.parse.urlsplit(base).scheme not in ("http", "https"):
        raise TransportError("PROOFLANE_URL must begin with http:// or https://.")
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "X-Origin": "prooflane-client",
    }
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"{base.rstrip('/')}/api/v1{path}", data, headers, method=method)  # noqa: S310 (the scheme was checked above)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            if error.code not in AGAIN or attempt == ATTEMPTS:
                raise TransportError(_reason(error)) from None
        except (OSError, ValueError) as error:
            if attempt == ATTEMPTS:
                raise TransportError(f"{base} could not be reached: {error}") from None
        time.sleep(PAUSE_SECONDS * attempt)
    raise TransportError(f"{base} could not be reached.")


def _reason(error: urllib.error.HTTPError) -> str:
    try:
        problem = json.load(error)
        return f"{error.code}: {problem.get('detail') or problem.get('title')}"
    except ValueError:
        return f"{error.code}: {error.reason}"


def metric(text: str) -> tuple[str, Any]:
    """`name=value`; a value that is no number (NaN, say) is sent as text, which the server takes as unknown."""
    name, sign, value = text.rpartition("=")
    if not sign or not name:
        raise argparse.ArgumentTypeError(f"{text}: write name=value")
    try:
        float(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value} is not a number") from None
    return name, _number(value)


def param(text: str) -> tuple[str, str]:
    """`name=value`, whatever the value is."""
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise argparse.ArgumentTypeError(f"{text}: write name=value")
    return name, value


def log_run(
    ref: str, metrics: dict[str, Any] | None = None, *, external_id: str = "", **fields: Any
) -> dict[str, Any]:
    """Add a run to a card and return it with `counts` and `why`; the same `external_id` again changes the run.

    `fields` are those of the API: status, started_at, ended_at, params, git, dataset, seed, url, source, title.
    With a `url` and nothing else the run is read from the tracker that the team is connected to.
    """
    given = {name: value for name, value in fields.items() if value not in ("", None)}
    if given.keys() != {"url"} or metrics or external_id:
        numbers = {name: _number(value) for name, value in (metrics or {}).items()}
        run = {"status": "finished", "external_id": external_id or uuid.uuid4().hex, "metrics": numbers, **given}
    else:
        run = given
    return call("POST", f"/cards/{urllib.parse.quote(ref)}/runs", run)


def evaluate(ref: str, metrics: dict[str, Any]) -> dict[str, Any]:
    """What these metrics would suggest: `criteria`, `suggested`, `reason`. Nothing is written."""
    numbers = {name: _number(value) for name, value in metrics.items()}
    return call("POST", f"/cards/{urllib.parse.quote(ref)}/evaluate", {"metrics": numbers})


def _number(value: Any) -> Any:
    """As JSON can carry it: NaN and infinities go as text, which the server takes as unknown."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return value
    return number if abs(number) < float("inf") else str(number)


def _log_run(options: argparse.Namespace) -> int:
    names = ("url", "git", "dataset", "seed", "title", "started_at", "ended_at", "status", "source")
    fields = {name: getattr(options, name) for name in names}
    if options.param:
        fields["params"] = dict(options.param)
    answer = log_run(options.ref, dict(options.metric), external_id=options.external_id, **fields)
    sys.stdout.write(f"{options.ref}: logged {answer['external_id']}. {answer['why']}\n")
    return MET


def _check(options: argparse.Namespace) -> int:
    if not options.metric:
        return _check_card(options.ref, call("GET", f"/cards/{urllib.parse.quote(options.ref)}"))
    answer = evaluate(options.ref, dict(options.metric))
    for row in answer["criteria"]:
        sys.stdout.write(f"{row['result']:8}{row['key']} needs {row['needed']}: {row['why']}\n")
    results = {row["result"] for row in answer["criteria"]}
    if "fail" in results:
        return NOT_MET
    return MET if results == {"pass"} else UNKNOWN


def _check_card(ref: str, card: dict[str, Any]) -> int:
    """What the counting runs on the card suggest."""
    round_ = card.get("round") or {}
    suggested = round_.get("suggested") or "unknown"
    sys.stdout.write(f"{ref}: {suggested} ({round_.get('reason') or 'not locked yet'})\n")
    return SUGGESTED.get(suggested, UNKNOWN)


def parser() -> Parser:
    whole = Parser(prog="prooflane", description=(__doc__ or "").splitlines()[0])
    commands = whole.add_subparsers(dest="command", required=True, parser_class=Parser)
    log = commands.add_parser("log-run", help="add a run to a card as evidence")
    log.add_argument("ref")
    log.add_argument("--metric", type=metric, action="append", default=[], metavar="NAME=VALUE")
    log.add_argument("--param", type=param, action="append", default=[], metavar="NAME=VALUE")
    log.add_argument("--status", default="", choices=("running", "finished", "failed", "killed"))
    log.add_argument("--external-id", default="", help="the run's own id; sent again it changes the run")
    log.add_argument("--source", default="", help="push, unless another system is named")
    log.add_argument("--url", default="", help="where it is; alone, it is read from its tracker")
    for name in ("git", "dataset", "seed", "title"):
        log.add_argument(f"--{name}", default="")
    log.add_argument("--started-at", default="", help="when the run began, RFC 3339")
    log.add_argument("--ended-at", default="", help="when it ended, RFC 3339")
    log.set_defaults(act=_log_run)
    ask = commands.add_parser("check", help="are the criteria of a card met?")
    ask.add_argument("ref")
    ask.add_argument("--metric", type=metric, action="append", default=[], metavar="NAME=VALUE")
    ask.set_defaults(act=_check)
    return whole


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        return int(options.act(options))
    except TransportError as error:
        sys.stderr.write(f"prooflane: {error}\n")
        return TRANSPORT


if __name__ == "__main__":
    sys.exit(main())
