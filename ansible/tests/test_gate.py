"""What the gate refuses: each time the roll stops, nobody else is touched, and it goes on when the cause is gone."""

import pytest

from cluster import kafka, restarts, starts

ROLL = "playbooks/ops/rolling_restart.yml"
QUICK = {"rolling_restart_patience": "PT5S", "kafka_gate_options": ["--timeout", "PT15S"], "kafka_joined_options": ["--timeout", "PT40S"]}


def test_a_stopped_broker_stops_the_roll_before_it_begins(cluster, control):
    cluster["broker-2"].run("systemctl stop kafka")
    before = starts(cluster)

    control.play(ROLL, **QUICK).refused("broker 102 is fenced")

    assert restarts(cluster, before) == []
    cluster["broker-2"].run("systemctl start kafka")


def test_a_frozen_broker_stops_the_roll_though_it_is_still_in_sync(cluster, control):
    before = starts(cluster)
    cluster["broker-3"].run("systemctl kill --signal=STOP kafka")

    control.play(ROLL, **QUICK).refused("broker 103 ")

    cluster["broker-3"].run("systemctl kill --signal=CONT kafka")
    assert restarts(cluster, before) == []


@pytest.mark.full
def test_a_stopped_controller_stops_the_roll(cluster, control):
    cluster["controller-2"].run("systemctl stop kafka")
    before = starts(cluster)

    control.play(ROLL, **QUICK).refused("controller 2 is not caught up")

    assert restarts(cluster, before) == []
    cluster["controller-2"].run("systemctl start kafka")


@pytest.mark.full
def test_a_broker_that_does_not_come_back_stops_the_roll_at_itself(cluster, control):
    broken = {"kafka_broker": {"kafka_node_config": {"log.cleaner.threads": 2, "num.io.threads": -1}}}
    before = starts(cluster)

    control.play("playbooks/kafka.yml", overlay=broken, **QUICK).refused("broker 101")

    assert {name: now for name, now in starts(cluster).items() if name != "broker-1"} == {
        name: now for name, now in before.items() if name != "broker-1"}

    mended = {"kafka_broker": {"kafka_node_config": {"log.cleaner.threads": 2}}}
    control.play("playbooks/kafka.yml", overlay=mended).succeeded()
    assert restarts(cluster, before) == ["broker-1", "broker-2", "broker-3"]


@pytest.mark.full
def test_a_restart_that_a_dead_play_left_undone_is_done_by_the_next(cluster, control):
    overlay = {"kafka_broker": {"kafka_node_config": {"log.cleaner.threads": 1}}}
    before = starts(cluster)

    control.killed("playbooks/kafka.yml", "PLAY [Wait for the cluster]", overlay=overlay)
    assert restarts(cluster, before) == []

    control.play("playbooks/kafka.yml", overlay=overlay).succeeded()
    assert restarts(cluster, before) == ["broker-1", "broker-2", "broker-3"]


@pytest.mark.full
def test_a_topic_with_one_copy_needs_somebody_to_accept_it(cluster, control):
    kafka(cluster, "kafka-topics.sh", "--create --topic single --replica-assignment 101 --config min.insync.replicas=1")
    before = starts(cluster)

    rolled = control.play(ROLL, **QUICK)
    kafka(cluster, "kafka-topics.sh", "--delete --topic single")

    rolled.refused("partition single-0 has 1 replicas", "--accept-offline single")
    # The controllers have been rolled by then; of the brokers, the first has the topic.
    assert "broker" not in "".join(restarts(cluster, before))
