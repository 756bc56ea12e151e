"""Runs the chosen proofs one after the other, prints the table, and says by its exit code whether all held."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module

from django.db import connections

from tools.proof.claims import Claim, Scale
from tools.proof.house import House, house
from tools.servers import NotInstalledError

DEFAULT_SHARE = 0.05
LIMIT_SECONDS = 480  # for one that hangs; on a busy machine 399 doors take their time
WIDTHS = (5, 86, 46)


class TooLong(Exception):
    """A proof did not come to its end in time."""


def main(package: str, proofs: Mapping[str, str], arguments: Sequence[str], *, ear: str = "") -> int:
    """`proofs` names the module of each; without a choice all of them run. `ear` hears every answer."""
    parser = argparse.ArgumentParser(prog=f"python -m {package}")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(proofs)}; all without")
    parser.add_argument("--scale", type=float, default=DEFAULT_SHARE, help="share of the full figures, 1 for all")
    parser.add_argument("--log", metavar="FILE", help="keep there what the processes of the product said")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.names) - set(proofs):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    names = chosen.names or list(proofs)
    began, rows = time.monotonic(), []
    try:
        with house() as running:
            running.heard = import_module(ear).EAR.hear if ear else None
            for name in names:
                module = f"{package}.{proofs[name]}"
                rows += [(name, claim) for claim in _proven(module, running, Scale(chosen.scale))]
            if chosen.log:
                shutil.copy(running.log, chosen.log)
    except NotInstalledError as missing:
        sys.exit(f"NOT RUN: {missing}")
    return _summary(rows, time.monotonic() - began)


def _proven(module: str, running: House, scale: Scale) -> Iterator[Claim]:
    """The claims of one proof, shown as they come; one that breaks off is a miss."""
    began, name = time.monotonic(), module.rsplit(".", 1)[1]
    print(f"\n{name}: {(import_module(module).__doc__ or '').splitlines()[0]}", flush=True)
    connections.close_all()  # whatever the proof before has done to them
    limit = max(LIMIT_SECONDS, round(LIMIT_SECONDS * scale.share / DEFAULT_SHARE))
    try:
        with _within(limit):
            for claim in import_module(module).prove(running, scale):
                print(f"  {_verdict(claim)}  {claim.did}: {claim.figure}", flush=True)
                yield claim
    except Exception as error:
        broken = Claim(f"{name} comes to its end", f"{type(error).__name__}: {error}"[:300], False)
        print(f"  {_verdict(broken)}  {broken.did}: {broken.figure}", flush=True)
        yield broken
    print(f"  ({time.monotonic() - began:.0f} s)", flush=True)


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooLong(f"not done in {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _summary(rows: Sequence[tuple[str, Claim]], seconds: float) -> int:
    missed = sum(not claim.held for _, claim in rows)
    print("\n" + "=" * 78)
    print(f"{'test':{WIDTHS[0]}} {'what was done':{WIDTHS[1]}} {'figure':{WIDTHS[2]}} result")
    for name, claim in rows:
        figure = str(claim.figure)[: WIDTHS[2]]
        print(f"{name:{WIDTHS[0]}} {claim.did[: WIDTHS[1]]:{WIDTHS[1]}} {figure:{WIDTHS[2]}} {_verdict(claim)}")
    print(f"{len(rows)} claims, {missed} missed, {seconds:.0f} s")
    return int(missed > 0 or not rows)


def _verdict(claim: Claim) -> str:
    return "pass" if claim.held else "MISS"
