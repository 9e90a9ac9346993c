"""The module `connectors`, against a worker that says what the test wants."""

import http.server
import json
import pathlib
import sys
import threading
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "roles/kafka_connect/library"))
import connectors  # noqa: E402

SINK = {"connector.class": "Sink", "tasks.max": 2, "topics": "alarms"}


class Connect:
    """As much of a worker as is asked."""

    def __init__(self):
        self.configs, self.states, self.errors, self.secret, self.calls = {}, {}, [], set(), []

    def answer(self, method, path, body):
        if method != "GET" and not path.endswith("/validate"):
            self.calls.append(f"{method} {path}")
        name = path.split("?")[0].split("/")[2] if path.startswith("/connectors/") else None
        if path.endswith("/validate"):
            return {"error_count": len(self.errors), "configs": [
                {"definition": {"name": key, "type": "PASSWORD" if key in self.secret else "STRING"},
                 "value": {"name": key, "errors": self.errors if key == "topics" else []}} for key in body]}
        if method == "PUT":
            self.configs[name] = body
        if method == "DELETE":
            del self.configs[name]
        if path.startswith("/connectors?"):
            return {name: {"info": {"config": config}, "status": self.status(name)} for name, config in self.configs.items()}
        if path.endswith("/status"):
            return self.status(name)
        return {}

    def status(self, name):
        tasks = self.states.get(name, ["RUNNING", "RUNNING"])
        return {"connector": {"state": "RUNNING"}, "tasks": [
            {"id": number, "worker_id": "w", "state": state, "trace": "java.lang.Error: why"} for number, state in enumerate(tasks)]}


@pytest.fixture
def connect(monkeypatch):
    monkeypatch.setattr(connectors, "STALE_SECONDS", 0)
    fake = Connect()

    class Handler(http.server.BaseHTTPRequestHandler):
        def _do(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = json.dumps(fake.answer(self.command, self.path, json.loads(body) if body else None)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_PUT = do_POST = do_DELETE = _do

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    yield fake
    server.shutdown()


def converge(connect, declared, absent=(), check_mode=False, seconds=3):
    class Module:
        params = {"url": connect.url, "certificate": None, "key": None, "authority": None, "connectors": declared,
                  "absent": list(absent), "seconds": seconds}

    Module.check_mode = check_mode
    return connectors.run(Module)


def test_creates_what_is_missing_and_then_changes_nothing(connect):
    first = converge(connect, {"alarms": SINK})
    second = converge(connect, {"alarms": SINK})

    assert first["changed"] and not second["changed"]
    assert connect.calls == ["PUT /connectors/alarms/config"]
    assert connect.configs["alarms"] == {"connector.class": "Sink", "tasks.max": "2", "topics": "alarms", "name": "alarms"}


def test_tells_in_check_mode_and_does_nothing(connect):
    done = converge(connect, {"alarms": SINK}, check_mode=True)

    assert done["actions"] == ["create alarms"]
    assert connect.calls == []


def test_takes_a_worker_that_is_yet_to_come_for_an_empty_one_in_check_mode(connect):
    connect.url = "http://127.0.0.1:1"

    assert converge(connect, {"alarms": SINK}, check_mode=True)["actions"] == ["create alarms"]
    with pytest.raises(connectors.Unreachable):
        converge(connect, {"alarms": SINK})


def test_says_what_connect_says_against_settings(connect):
    connect.errors = ["must not be empty"]

    with pytest.raises(connectors.Refused, match="topics: must not be empty"):
        converge(connect, {"alarms": SINK})
    assert connect.calls == []


def test_refuses_a_plain_secret_without_saying_it(connect):
    connect.secret = {"password"}

    with pytest.raises(connectors.Refused, match="password") as refused:
        converge(connect, {"alarms": {**SINK, "password": "hush-hush"}})
    assert "hush-hush" not in str(refused.value)
    assert converge(connect, {"alarms": {**SINK, "password": "${file:/f:p}"}})["changed"]


def test_names_the_trace_of_what_has_failed(connect):
    connect.states["alarms"] = ["RUNNING", "FAILED"]

    with pytest.raises(connectors.Refused, match="task 1 on w has failed:\njava.lang.Error: why"):
        converge(connect, {"alarms": SINK})


def test_waits_for_as_many_tasks_as_there_are_to_be(connect):
    connect.states["alarms"] = ["RUNNING"]
    threading.Timer(1.5, connect.states.clear).start()
    begun = time.monotonic()

    converge(connect, {"alarms": SINK}, seconds=10)

    assert time.monotonic() - begun > 1


def test_gives_up_in_time(connect):
    connect.states["alarms"] = ["RUNNING", "UNASSIGNED"]

    with pytest.raises(connectors.Refused, match="task 1 on w is UNASSIGNED"):
        converge(connect, {"alarms": SINK}, seconds=1)


def test_restarts_what_has_failed(connect):
    converge(connect, {"alarms": SINK})
    connect.states["alarms"] = ["FAILED", "RUNNING"]
    threading.Timer(0.5, connect.states.clear).start()
    connectors.STALE_SECONDS = 2

    assert converge(connect, {"alarms": SINK}, seconds=10)["actions"] == ["restart what has failed of alarms"]


def test_deletes_only_what_is_named(connect):
    connect.configs = {"alarms": {}, "foreign": {}, "old": {}}

    converge(connect, {}, absent=["old", "gone"])

    assert connect.calls == ["DELETE /connectors/old"]
