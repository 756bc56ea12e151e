#!/usr/bin/env python3
"""Post training runs to a Prooflane card and check its criteria, from scripts and CI. Needs only Python.

    prooflane log-run CHURN-12 --metric val.auc=0.83 --metric ece=0.02
    prooflane check CHURN-12                        # what the runs on the card say
    prooflane check CHURN-12 --metric val.auc=0.83  # what this result would say; nothing is written

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
        number = float(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value} is not a number") from None
    return name, number if abs(number) < float("inf") else value


def log_run(options: argparse.Namespace) -> int:
    run = {
        "source": options.source,
        "external_id": options.external_id or uuid.uuid4().hex,
        "status": options.status,
        "metrics": dict(options.metric),
    }
    run.update(
        {name: getattr(options, name) for name in ("url", "git", "dataset", "seed") if getattr(options, name)}
    )
    if options.started_at:
        run["started_at"] = options.started_at
    answer = call("POST", f"/cards/{urllib.parse.quote(options.ref)}/runs", run)
    sys.stdout.write(f"{options.ref}: logged {answer['external_id']}. {answer['why']}\n")
    return MET


def check(options: argparse.Namespace) -> int:
    ref = urllib.parse.quote(options.ref)
    if not options.metric:
        return _check_card(options.ref, call("GET", f"/cards/{ref}"))
    answer = call("POST", f"/cards/{ref}/evaluate", {"metrics": dict(options.metric)})
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
    log.add_argument("--status", default="finished", choices=("running", "finished", "failed", "killed"))
    log.add_argument("--external-id", default="", help="the run's own id; sent again it changes the run")
    log.add_argument("--source", default="push")
    for name in ("url", "git", "dataset", "seed"):
        log.add_argument(f"--{name}", default="")
    log.add_argument("--started-at", default="", help="when the run began, RFC 3339")
    log.set_defaults(act=log_run)
    ask = commands.add_parser("check", help="are the criteria of a card met?")
    ask.add_argument("ref")
    ask.add_argument("--metric", type=metric, action="append", default=[], metavar="NAME=VALUE")
    ask.set_defaults(act=check)
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
