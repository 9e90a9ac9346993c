#!/usr/bin/python
"""Connectors of Kafka Connect, by its REST API."""

import json
import time
from urllib.error import HTTPError

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.urls import open_url

DOCUMENTATION = r"""
module: connectors
short_description: Connectors of Kafka Connect, as they are declared
description:
  - Gives each connector just the settings that it is to have, after Connect has judged them, and waits until all its tasks run.
  - Restarts what has failed, once.
  - Without any connectors it only waits until each task that there is has a worker.
options:
  url: {type: str, required: true, description: A worker's REST API.}
  certificate: {type: path, required: true, description: What it is shown.}
  key: {type: path, required: true, description: The certificate's key.}
  authority: {type: path, required: true, description: Who has signed the worker's certificate.}
  connectors: {type: dict, default: {}, description: Settings by connector.}
  absent: {type: list, elements: str, default: [], description: Connectors to delete.}
  seconds: {type: int, default: 180, description: How long all of it may take.}
author: Vigil
"""

EXAMPLES = r"""
- name: Copy alarms
  connectors:
    url: https://services-1:8083
    certificate: /etc/vigil/kafka-connect/tls/cert.pem
    key: /etc/vigil/kafka-connect/tls/key.pem
    authority: /etc/vigil/kafka-connect/tls/ca.pem
    connectors:
      alarms:
        connector.class: io.vigil.dynamo.DynamoDbSinkConnector
        topics: alarms
"""

RETURN = r"""
actions: {type: list, returned: always, description: What was done, or would be in check mode.}
"""

PAUSE = 1
#: How long a status may still be of before the last change.
STALE_SECONDS = 5


class Refused(Exception):
    """What Connect says against it, or what is not as it is to be."""


class Unreachable(Exception):
    """Nobody answers."""


class Worker:
    """A worker's REST API."""

    def __init__(self, url, deadline, **tls):
        self._url, self._deadline, self._tls = url.rstrip("/"), deadline, tls

    def get(self, path):
        return self._patiently("GET", path)

    def put(self, path, body):
        return self._patiently("PUT", path, body)

    def post(self, path):
        return self._patiently("POST", path)

    def delete(self, path):
        return self._patiently("DELETE", path)

    def _patiently(self, method, path, body=None):
        """Asks again while the workers are busy with each other (409), or one is starting (5xx)."""
        while True:
            status, answer = self._ask(method, path, body)
            if status < 300:
                return json.loads(answer) if answer else None
            if status == 404 and method in ("GET", "DELETE"):
                return None
            if (status != 409 and status < 500) or time.monotonic() > self._deadline:
                raise Refused(f"{method} {path} is answered with {status}: {_message(answer)}")
            time.sleep(PAUSE)

    def _ask(self, method, path, body):
        data = None if body is None else json.dumps(body)
        try:
            answer = open_url(self._url + path, method=method, data=data, headers={"Content-Type": "application/json"}, timeout=30,
                              use_proxy=False, **self._tls)
            return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode(errors="replace")
        except OSError as error:
            raise Unreachable(f"{self._url} does not answer: {error}") from error


def _message(answer):
    try:
        return json.loads(answer)["message"]
    except (ValueError, KeyError, TypeError):
        return answer[:500]


def settings_of(name, declared):
    """Connect's own form of settings: texts, and the name among them."""
    texts = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in declared.items() if value is not None}
    return {**texts, "name": name}


def judge(worker, name, settings):
    """Lets Connect judge settings. Returns the names of those that are secret."""
    kind = settings.get("connector.class")
    if not kind:
        raise Refused(f"the connector {name} has no connector.class")
    verdict = worker.put(f"/connector-plugins/{kind}/config/validate", settings)
    errors = [f"{config['value']['name']}: {error}" for config in verdict["configs"] for error in config["value"]["errors"]]
    if verdict["error_count"]:
        raise Refused(f"Connect refuses the settings of {name}:\n" + "\n".join(errors))
    secret = {config["definition"]["name"] for config in verdict["configs"] if config["definition"]["type"] == "PASSWORD"}
    plain = sorted(key for key in secret if settings.get(key) and not settings[key].startswith("${"))
    if plain:
        raise Refused(f"the connector {name} has {', '.join(plain)} in its settings, which everybody can read who may ask Connect: name "
                      "a secret of the worker instead, as ${file:…:NAME}")
    return secret


def states(status):
    """State and trace of a connector, and of each of its tasks, by what they are called."""
    yield "the connector", status["connector"]["state"], status["connector"].get("trace", "")
    for task in status["tasks"]:
        yield f"task {task['id']} on {task['worker_id']}", task["state"], task.get("trace", "")


def lacking(name, settings, status):
    """What a connector lacks to run wholly; nothing if it does."""
    if status is None:
        return f"{name} has no status yet"
    wrong = [f"{who} is {state}" for who, state, _ in states(status) if state != "RUNNING"]
    expected = int(settings.get("tasks.max", 1))
    if len(status["tasks"]) != expected:
        wrong.append(f"it has {len(status['tasks'])} tasks, not {expected}")
    return f"{name}: {', '.join(wrong)}" if wrong else ""


def failures(name, status):
    """What of a connector has failed, with the trace."""
    return [f"{name}: {who} has failed:\n{trace}" for who, state, trace in states(status) if state == "FAILED"] if status else []


class Cluster:
    """The connectors of a cluster of workers."""

    def __init__(self, worker, check_mode):
        self._worker, self._check_mode = worker, check_mode
        self.actions, self.before, self.after = [], {}, {}
        try:
            self._there = worker.get("/connectors?expand=info&expand=status")
        except Unreachable:
            # In check mode the worker may be yet to come.
            if not check_mode:
                raise
            self._there = None

    def _act(self, action, call):
        self.actions.append(action)
        if not self._check_mode:
            call()

    def configure(self, name, declared):
        settings = settings_of(name, declared)
        there = (self._there or {}).get(name)
        old = there["info"]["config"] if there else {}
        if old == settings:
            self._revive(name, there["status"])
            return
        secret = judge(self._worker, name, settings) if self._there is not None else set()
        # What was secret in the old settings may be no secret reference.
        self.before[name] = {key: "(secret)" if key in secret else value for key, value in old.items()}
        self.after[name] = {key: "(secret)" if key in secret and not value.startswith("${") else value for key, value in settings.items()}
        self._act(f"{'change' if there else 'create'} {name}", lambda: self._worker.put(f"/connectors/{name}/config", settings))

    def _revive(self, name, status):
        if failures(name, status):
            self._act(f"restart what has failed of {name}",
                      lambda: self._worker.post(f"/connectors/{name}/restart?includeTasks=true&onlyFailed=true"))

    def remove(self, name):
        if name in (self._there or {}):
            self.before[name], self.after[name] = "there", "absent"
            self._act(f"delete {name}", lambda: self._worker.delete(f"/connectors/{name}"))

    def await_running(self, declared, deadline):
        """Until each connector and all its tasks run."""
        fresh = time.monotonic() + (STALE_SECONDS if self.actions else 0)
        while True:
            statuses = {name: self._worker.get(f"/connectors/{name}/status") for name in declared}
            wrong = [text for text in (lacking(name, declared[name], status) for name, status in statuses.items()) if text]
            now = time.monotonic()
            if now >= fresh:
                if not wrong:
                    return
                failed = [text for name, status in statuses.items() for text in failures(name, status)]
                if failed:
                    raise Refused("\n".join(failed))
            if now > deadline:
                raise Refused("not all runs in time: " + "; ".join(wrong))
            time.sleep(PAUSE)

    def await_workers(self, deadline):
        """Until each task that there is has a worker. Returns what has failed."""
        while True:
            there = self._worker.get("/connectors?expand=status") or {}
            homeless = [f"{name}: {who} is {state}" for name, of in there.items() for who, state, _ in states(of["status"])
                        if state in ("UNASSIGNED", "RESTARTING")]
            if not homeless:
                return [text for name, of in there.items() for text in failures(name, of["status"])]
            if time.monotonic() > deadline:
                raise Refused("not all have a worker in time: " + "; ".join(homeless))
            time.sleep(PAUSE)


def run(module):
    arguments = module.params
    deadline = time.monotonic() + arguments["seconds"]
    worker = Worker(arguments["url"], deadline, client_cert=arguments["certificate"], client_key=arguments["key"],
                    ca_path=arguments["authority"])
    cluster = Cluster(worker, module.check_mode)
    if not arguments["connectors"] and not arguments["absent"]:
        for failure in cluster.await_workers(deadline):
            module.warn(failure)
        return {"changed": False, "actions": []}
    for name in arguments["absent"]:
        cluster.remove(name)
    for name, declared in sorted(arguments["connectors"].items()):
        cluster.configure(name, declared)
    if not module.check_mode:
        cluster.await_running(arguments["connectors"], deadline)
    diff = {"before": json.dumps(cluster.before, indent=1, sort_keys=True) + "\n",
            "after": json.dumps(cluster.after, indent=1, sort_keys=True) + "\n"}
    return {"changed": bool(cluster.actions), "actions": cluster.actions, "diff": diff}


def main():
    module = AnsibleModule(
        argument_spec={
            "url": {"type": "str", "required": True},
            "certificate": {"type": "path", "required": True},
            "key": {"type": "path", "required": True, "no_log": False},
            "authority": {"type": "path", "required": True},
            "connectors": {"type": "dict", "default": {}},
            "absent": {"type": "list", "elements": "str", "default": []},
            "seconds": {"type": "int", "default": 180},
        },
        supports_check_mode=True,
    )
    try:
        module.exit_json(**run(module))
    except (Refused, Unreachable) as error:
        module.fail_json(msg=str(error))


if __name__ == "__main__":
    main()
