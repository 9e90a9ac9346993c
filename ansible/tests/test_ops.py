"""What operators do, and what happens to them, while clients go on."""

import re

import pytest

from cluster import assert_one_at_a_time, kafka, leader, restarts, starts
from conftest import artefacts

pytestmark = pytest.mark.full


def test_upgrade_loses_nothing_and_is_finalized_only_when_that_is_meant(cluster, control, load):
    before = starts(cluster)
    features = kafka(cluster, "kafka-features.sh", "describe")
    running = load()
    running.await_acked(100)

    control.use(artefacts())
    control.play("playbooks/ops/upgrade.yml").succeeded()
    running.await_acked(100)

    running.stop().complete()
    rolled = restarts(cluster, before)
    assert sorted(rolled) == sorted(before)
    assert_one_at_a_time(cluster, rolled)
    assert level(kafka(cluster, "kafka-features.sh", "describe")) == level(features)
    control.play("playbooks/ops/finalize_upgrade.yml").refused("confirm=yes")
    control.play("playbooks/ops/finalize_upgrade.yml", finalize_upgrade_to="4.3", confirm="yes").succeeded()
    assert level(kafka(cluster, "kafka-features.sh", "describe")) != level(features)


def level(features):
    return re.search(r"metadata.version.*FinalizedVersionLevel: (\S+)", features).group(1)


def test_clients_go_on_when_a_broker_is_killed(cluster, load):
    running = load()
    running.await_acked(100)

    cluster["broker-2"].run("systemctl kill --signal=KILL kafka")
    running.await_acked(500)

    running.stop().complete()


def test_a_broker_that_has_lost_its_host_and_disk_is_replaced(cluster, control, load):
    running = load()
    running.await_acked(100)
    cluster["broker-3"].destroy()
    running.await_acked(300)

    cluster.boot({"broker-3": 1})
    control.play("playbooks/ops/replace_node.yml", node="broker-3").succeeded()
    running.await_acked(100)

    running.stop().complete()
    control.play("playbooks/ops/health.yml").succeeded()


def test_a_controller_that_has_lost_its_disk_is_replaced_and_not_born_again(cluster, control, load):
    lost = next(name for name in ("controller-1", "controller-2", "controller-3") if name != leader(cluster))
    running = load()
    running.await_acked(100)
    cluster[lost].destroy()
    cluster.boot({lost: 1})

    control.play("playbooks/kafka.yml").refused("It must not be formatted as one of the first")
    control.play("playbooks/ops/replace_node.yml", node=lost).succeeded()
    running.await_acked(100)

    running.stop().complete()
    control.play("playbooks/ops/health.yml").succeeded()


def test_a_new_broker_takes_its_share(cluster, control, load):
    cluster.boot({"broker-4": 1})
    control.add_host("kafka_broker", "broker-4", kafka_node_id=104, kafka_node_rack="zone-a", ansible_host=cluster["broker-4"].address)
    running = load()
    running.await_acked(100)

    control.play("playbooks/ops/add_broker.yml", node="broker-4").succeeded()
    running.await_acked(100)

    running.stop().complete()
    assert "104" in kafka(cluster, "kafka-topics.sh", "--describe --topic tests")
    assert "throttled" not in kafka(cluster, "kafka-configs.sh", "--describe --entity-type brokers")


def test_a_host_that_boots_again_has_its_disk_and_joins(cluster, control):
    cluster["broker-1"].reboot()

    control.play("playbooks/ops/health.yml", health_patience="PT60S").succeeded()


def test_kafka_does_not_start_without_its_disk(cluster, control):
    cluster["broker-1"].run("systemctl stop kafka; umount /var/lib/kafka; sed -i s/^UUID/#UUID/ /etc/fstab; systemctl daemon-reload")
    state = cluster["broker-1"].run("systemctl start kafka; systemctl is-active kafka; ls /var/lib/kafka; true")
    assert "active\n" not in state.replace("inactive\n", "").replace("failed\n", "")

    cluster["broker-1"].run("sed -i s/^#UUID/UUID/ /etc/fstab; systemctl daemon-reload; mount /var/lib/kafka; systemctl start kafka")
    control.play("playbooks/ops/health.yml", health_patience="PT60S").succeeded()


def test_certificates_are_renewed_with_nothing_lost(cluster, control, load):
    before = cluster["broker-1"].run("cat /etc/vigil/kafka/tls/cert.pem")
    running = load()
    running.await_acked(100)

    control.play("playbooks/ops/rotate_certs.yml").succeeded()
    running.await_acked(100)

    running.stop().complete()
    assert cluster["broker-1"].run("cat /etc/vigil/kafka/tls/cert.pem") != before
