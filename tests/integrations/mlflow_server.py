"""A real MLflow server, and its own client in a process of its own: `make mlflow` installs both."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PYTHON = os.environ.get("MLFLOW_PYTHON", "")
START_SECONDS = 120
ADMIN, PASSWORD = "admin", "a-quite-long-password-1"
# Runs as a data scientist logs them, with MLflow's own client; the ids come back as JSON.
CLIENT = """
import json, math, sys, mlflow
asked = json.loads(sys.argv[1])
mlflow.set_experiment(asked.get("experiment", "churn"))
def log(spec, nested=False):
    with mlflow.start_run(run_name=spec.get("name"), nested=nested) as run:
        mlflow.set_tags(spec.get("tags", {}))
        mlflow.log_params(spec.get("params", {}))
        for name, value, step in spec.get("metrics", []):
            mlflow.log_metric(name, float(value), step=step)
        if spec.get("dataset"):
            import pandas
            frame = pandas.DataFrame({"x": spec["dataset"]})
            mlflow.log_input(mlflow.data.from_pandas(frame, name="tickets"), context="eval")
        children = [log(child, nested=True) for child in spec.get("children", [])]
    return {"id": run.info.run_id, "children": children}
print("RUNS " + json.dumps([log(spec) for spec in asked["runs"]]))
"""


class Server:
    """Where it listens, and how to speak to it as others do."""

    def __init__(self, port: int, prefix: str = "", auth: tuple[str, str] | None = None) -> None:
        self.port, self.prefix, self.auth = port, prefix, auth
        self.url = f"http://127.0.0.1:{port}{prefix}"

    def call(self, path: str, body: dict[str, Any]) -> Any:
        """What nobody's client should send, too: raw JSON to the REST API."""
        request = urllib.request.Request(f"{self.url}/api/2.0/mlflow{path}", json.dumps(body).encode())  # noqa: S310 (http)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 (http)
            return json.load(answer)

    def log(self, *runs: dict[str, Any], experiment: str = "churn") -> list[dict[str, Any]]:
        """Log runs with MLflow's own client."""
        env = {**os.environ, "MLFLOW_TRACKING_URI": self.url, "MLFLOW_DISABLE_TELEMETRY": "true"}
        if self.auth:
            env |= {"MLFLOW_TRACKING_USERNAME": self.auth[0], "MLFLOW_TRACKING_PASSWORD": self.auth[1]}
        asked = json.dumps({"experiment": experiment, "runs": runs})
        done = subprocess.run([PYTHON, "-c", CLIENT, asked], env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        line = next(line for line in done.stdout.splitlines() if line.startswith("RUNS "))
        logged: list[dict[str, Any]] = json.loads(line.removeprefix("RUNS "))
        return logged


@contextmanager
def serving(folder: Path, *options: str, prefix: str = "", auth: bool = False) -> Iterator[Server]:
    """Start it on a free port with a database of its own, and stop it again."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(port, prefix, (ADMIN, PASSWORD) if auth else None)
    command = [PYTHON, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--backend-store-uri", f"sqlite:///{folder}/mlflow.db", "--artifacts-destination", str(folder)]
    command += [*(["--static-prefix", prefix] if prefix else []), *(["--app-name", "basic-auth"] if auth else [])]
    env = {
        **os.environ,
        "MLFLOW_AUTH_ADMIN_PASSWORD": PASSWORD,
        "MLFLOW_FLASK_SERVER_SECRET_KEY": "only-for-tests",
    }
    env |= {"MLFLOW_DISABLE_TELEMETRY": "true"}
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen([*command, *options], cwd=folder, env=env, stdout=log, stderr=log)
        try:
            _wait_for(server, process, folder)
            yield server
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(server: Server, process: subprocess.Popen[bytes], folder: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/health", timeout=5) as answer:  # noqa: S310 (http)
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"MLflow did not start:\n{(folder / 'server.log').read_text()[-2000:]}")
