"""The cluster is worked on while clients go on."""

import json
import re

import pytest


@pytest.fixture(scope="module")
def cluster(machines, control):
    control.play("site.yml").succeeded()
    return machines


def test_rolling_restart_loses_nothing_and_no_two_nodes_are_down_together(cluster, control, load):
    before = starts(cluster)
    active = leader(cluster)

    running = load()
    running.await_acked(100)
    control.play("playbooks/ops/rolling_restart.yml").succeeded()
    running.await_acked(100)

    running.stop().complete()
    rolled = restarts(cluster, before)
    assert sorted(rolled) == sorted(before)
    assert_one_at_a_time(cluster, rolled)
    assert [name.split("-")[0] for name in rolled] == ["controller"] * 3 + ["broker"] * 3
    assert rolled[2] == active


def test_a_changed_setting_of_brokers_restarts_only_them(cluster, control):
    before = starts(cluster)

    control.play("playbooks/kafka.yml", overlay={"kafka_broker": {"kafka_node_config": {"log.cleaner.backoff.ms": 15001}}}).succeeded()

    assert restarts(cluster, before) == ["broker-1", "broker-2", "broker-3"]


def starts(cluster):
    """When each node was last stopped and started, in microseconds of the machine's own clock, which all hosts share."""
    found = {}
    for host in cluster:
        shown = dict(re.findall(r"^(\w+)=(\d+)$", host.run("systemctl show kafka --property=InactiveExitTimestampMonotonic,"
                                                           "InactiveEnterTimestampMonotonic,MainPID 2>/dev/null; true"), re.M))
        if int(shown.get("MainPID", 0)):
            found[host.name] = (int(shown["InactiveEnterTimestampMonotonic"]), int(shown["InactiveExitTimestampMonotonic"]), shown["MainPID"])
    return found


def restarts(cluster, before):
    """Who was restarted since, in the order in which it happened."""
    return sorted((name for name, now in starts(cluster).items() if now != before.get(name)), key=lambda name: starts(cluster)[name][0])


def assert_one_at_a_time(cluster, rolled):
    """Each was up again, by its own journal, before the next was stopped."""
    times = starts(cluster)
    for earlier, later in zip(rolled, rolled[1:]):
        assert times[earlier][1] < times[later][0], f"{later} was stopped while {earlier} was down: {times}"


def leader(cluster):
    status = cluster["broker-1"].run("LOG_DIR=/tmp /opt/vigil/kafka/current/bin/kafka-metadata-quorum.sh --bootstrap-server broker-1:9091"
                                     " --command-config /etc/vigil/kafka/admin.properties describe --status")
    return f"controller-{re.search(r'LeaderId:\s+(\d+)', status).group(1)}"
