"""What the services tell of themselves, and what Prometheus says when one of them is gone."""

import json
import re
import subprocess
import time
import urllib.request

import pytest

from cluster import metrics

PROMETHEUS = "127.0.0.1:9090"


@pytest.mark.parametrize("host,port,metric", [
    ("controller-1", 7071, "kafka_server_raft_metrics_current_leader"),
    ("broker-1", 7071, "kafka_server_replicamanager_underreplicatedpartitions"),
    ("services-1", 7072, "kafka_connect_worker_connectors"),
    ("services-1", 7073, "java_lang_operatingsystem_processcpuload"),
])
def test_each_jvm_tells_what_is_on_its_list_and_no_more(cluster, control, host, port, metric):
    told = metrics(control, host, port)

    assert re.search(rf"^{metric}\b", told, re.M), told[:3000]
    # What it would tell without a list is some thousands, at this size too.
    assert len([line for line in told.splitlines() if not line.startswith("#")]) < 700


@pytest.mark.full
def test_prometheus_says_that_a_broker_is_down(cluster, control, folder):
    control.add_host("monitoring", "services-1")
    control.play("playbooks/monitoring.yml").succeeded()
    cluster["services-1"].run("tar -C /etc/vigil -cf /tmp/monitoring.tar monitoring; chmod 644 /tmp/monitoring.tar")
    files = subprocess.run([*cluster["services-1"].ssh(), "cat /tmp/monitoring.tar"], stdout=subprocess.PIPE, check=True, timeout=60).stdout
    subprocess.run(["mkdir", "-p", "/etc/vigil"], check=True)
    # In this run's own mount namespace, and nowhere else.
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/etc/vigil"], check=True)
    subprocess.run(["tar", "-C", "/etc/vigil", "-xf", "-"], input=files, check=True)
    with open(folder / "prometheus.log", "wb") as log, subprocess.Popen(
            ["prometheus", "--config.file=/etc/vigil/monitoring/prometheus.yml", f"--web.listen-address={PROMETHEUS}",
             f"--storage.tsdb.path={folder}/prometheus"], stdout=log, stderr=subprocess.STDOUT) as prometheus:
        try:
            await_alerts(lambda alerts: up() >= 8 and "KafkaNodeDown" not in alerts, 120)
            cluster["broker-2"].run("systemctl stop kafka")
            fired = await_alerts(lambda alerts: alerts.get("KafkaNodeDown") == "firing", 240)
            assert fired.get("KafkaUnderReplicated") or fired.get("KafkaBrokerFenced"), fired
        finally:
            prometheus.terminate()
            cluster["broker-2"].run("systemctl start kafka")
    control.play("playbooks/ops/health.yml", health_patience="PT60S").succeeded()


def up():
    return sum(int(sample["value"][1]) for sample in ask("query?query=up")["result"])


def await_alerts(condition, seconds):
    """:returns: the state of each alert that is pending or fires, by its name"""
    deadline = time.monotonic() + seconds
    while True:
        try:
            alerts = {alert["labels"]["alertname"]: alert["state"] for alert in ask("alerts")["alerts"]}
            if condition(alerts):
                return alerts
        except OSError as starting:
            alerts = starting
        assert time.monotonic() < deadline, f"{alerts} after {seconds} s"
        time.sleep(1)


def ask(what):
    with urllib.request.urlopen(f"http://{PROMETHEUS}/api/v1/{what}", timeout=10) as answer:
        return json.load(answer)["data"]
