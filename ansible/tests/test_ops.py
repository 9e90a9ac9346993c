"""What operators do, and what happens to them, while clients go on."""

import datetime
import re
from concurrent import futures

import pytest

from cluster import assert_one_at_a_time, kafka, leader, processes, restarts, starts
from conftest import BOOTSTRAP, artefacts, random_password

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
    control.play("playbooks/ops/finalize_upgrade.yml", finalize_upgrade_to="4.2", confirm="yes").succeeded()
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
    assert 104 in replicas(cluster)
    assert "throttled" not in kafka(cluster, "kafka-configs.sh", "--describe --entity-type brokers")


def test_a_broker_is_removed_with_nothing_lost(cluster, control, load):
    """The one that was added."""
    running = load()
    running.await_acked(100)

    control.play("playbooks/ops/remove_broker.yml", node="broker-4").refused("confirm=yes")
    control.play("playbooks/ops/remove_broker.yml", node="broker-4", confirm="yes").succeeded()
    running.await_acked(100)

    running.stop().complete()
    assert 104 not in replicas(cluster)
    control.remove_host("kafka_broker", "broker-4")
    cluster.remove("broker-4")
    control.play("playbooks/ops/health.yml").succeeded()


def test_controllers_are_added_one_after_the_other(cluster, control, load):
    cluster.boot({"controller-4": 1, "controller-5": 1})
    running = load()
    running.await_acked(100)

    for number in (4, 5):
        name = f"controller-{number}"
        control.add_host("kafka_controller", name, kafka_node_id=number, ansible_host=cluster[name].address)
        control.play("playbooks/ops/add_controller.yml", node=name).succeeded()
    running.await_acked(100)

    running.stop().complete()
    voters = kafka(cluster, "kafka-metadata-quorum.sh", "describe --replication")
    assert len(re.findall(r"\s(?:Leader|Follower)\s*$", voters, re.M)) == 5, voters
    control.play("playbooks/ops/health.yml").succeeded()

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


def test_passwords_are_changed_and_the_old_ones_refused(cluster, control, dynamodb, gateway):
    old = dict(control.secrets)
    control.secrets |= {name: random_password() for name in ("classifier", "connect", "registry", "api")}
    control.encrypt(control.secrets)

    rotated = control.play("playbooks/ops/rotate_scram.yml").succeeded()

    assert rotated.changed()
    assert control.play("playbooks/ops/rotate_scram.yml").succeeded().changed() == {}
    for name in ("classifier", "connect"):
        assert old[name] not in cluster["services-1"].run("cat /etc/vigil/*/*.properties")
    gateway.send(BOOTSTRAP, [("rotated-1", 6, now())])
    dynamodb.await_items("blsAlarms", "rotated-1", 1)


def test_services_are_deployed_with_nothing_lost(cluster, control, dynamodb, gateway):
    before = processes(cluster["services-1"])
    sent = []

    def send_some():
        some = [f"deployed-{number}" for number in range(len(sent), len(sent) + 10)]
        gateway.send(BOOTSTRAP, [(device, 6 if device in some[:5] else 1, now()) for device in some])
        sent.extend(some)

    other = {"schema_registry": {"schema_registry_heap": "272m"}, "kafka_connect": {"kafka_connect_heap": "400m"},
             "streams_classifier": {"streams_classifier_heap": "208m"}, "api": {"api_heap": "272m"}}
    with futures.ThreadPoolExecutor(1) as pool:
        deployed = pool.submit(control.play, "playbooks/ops/deploy_apps.yml", overlay=other)
        while not deployed.done() and len(sent) < 500:
            send_some()
    send_some()

    assert deployed.result().succeeded().changed() and len(processes(cluster["services-1"]) - before) == 4
    print(f"events sent meanwhile: {len(sent)}")
    dynamodb.await_devices("blsAlarms", [device for number, device in enumerate(sent) if number % 10 < 5])
    dynamodb.await_devices("blsEvents", [device for number, device in enumerate(sent) if number % 10 >= 5])


def test_another_hash_stops_it_before_anything_is_touched(cluster, control):
    before = starts(cluster)

    control.play("playbooks/ops/upgrade.yml", kafka_version="9", kafka_artefact_sha256="0" * 64).refused("0" * 64)

    assert restarts(cluster, before) == []
    assert cluster["broker-1"].run("readlink /opt/vigil/kafka/current").strip() != "9"


def test_directories_of_another_cluster_are_refused_and_kept(cluster, control):
    properties = "/var/lib/kafka/data/meta.properties"
    kept = cluster["broker-3"].run(f"systemctl stop kafka; cp -a {properties} /var/tmp/kept; sed -i s/^cluster.id=.*/cluster.id=Zm9yZWlnbi1jbHVzdGVyLXg/ {properties};"
                                   f" cat {properties}")

    refused = control.play("playbooks/kafka.yml")
    left = cluster["broker-3"].run(f"cat {properties}")
    cluster["broker-3"].run(f"cp -a /var/tmp/kept {properties}; systemctl start kafka")

    refused.refused("is not this node", "Zm9yZWlnbi1jbHVzdGVyLXg")
    assert left == kept
    control.play("playbooks/ops/health.yml", health_patience="PT60S").succeeded()


def test_neither_the_order_of_the_inventory_nor_a_limit_makes_another_quorum(cluster, control):
    backwards = control.reordered("playbooks/kafka.yml", "--check", group="kafka_controller", names=["controller-3", "controller-1", "controller-2"])
    assert backwards.succeeded().changed() == {}

    limited = control.play("playbooks/kafka.yml", "--check", "--limit", "broker-2").refused("without --limit")
    assert limited.changed() == {}


def replicas(cluster):
    """:returns: the brokers that any topic has a replica on"""
    described = kafka(cluster, "kafka-topics.sh", "--describe")
    return {int(broker) for brokers in re.findall(r"\sReplicas: ([\d,]+)", described) for broker in brokers.split(",")}


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")
