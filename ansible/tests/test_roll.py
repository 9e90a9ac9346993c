"""The cluster is worked on while clients go on."""

import pytest

from cluster import assert_one_at_a_time, leader, restarts, starts


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
    # Five, where controllers were added before.
    controllers = [name for name in rolled if name.startswith("controller")]
    assert rolled[: len(controllers)] == controllers
    assert controllers[-1] == active


@pytest.mark.full
def test_a_changed_setting_of_brokers_restarts_only_them(cluster, control):
    before = starts(cluster)

    control.play("playbooks/kafka.yml", overlay={"kafka_broker": {"kafka_node_config": {"log.cleaner.backoff.ms": 15001}}}).succeeded()

    assert restarts(cluster, before) == ["broker-1", "broker-2", "broker-3"]
