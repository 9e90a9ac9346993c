"""What is refused in the first seconds, by the name of the variable, before any host is asked."""

import pytest


@pytest.mark.parametrize("group,variables,words", [
    ("all", {"kafka_replication_factor": 5}, "kafka_replication_factor: 5 copies need as many brokers, there are 3"),
    ("all", {"kafka_cluster_id": "short"}, "kafka_cluster_id: must be 22 characters"),
    ("all", {"kafka_node_id": 101}, "kafka_node_id: each node needs one of its own"),
    ("all", {"kafka_artefact": "/nowhere.tar.gz"}, "kafka_artefact: /nowhere.tar.gz is no file here"),
    ("all", {"kafka_version": "4.3.1"}, "kafka_version: 4.3.1 can lose what was committed"),
    ("all", {"vigil_users": {"api": {"password": "only-this-one"}}}, "vigil_users: no password for"),
    ("kafka", {"kafka_node_jmx_port": "seven"}, "kafka_node_jmx_port"),
    ("kafka", {"kafka_node_process_roles": ["brokr"]}, "kafka_node_process_roles"),
])
def test_is_refused_by_name(control, group, variables, words):
    given = variables if group == "all" else {"overlay": {group: variables}}

    play = control.play("site.yml", **given).refused(words)

    assert play.seconds < 60
    assert "Look for Java" not in play.output


def test_an_even_number_of_voters_is_refused(control):
    control.play("site.yml", more_hosts={"kafka_controller": {"controller-4": {"kafka_node_id": 4}}}).refused(
        "kafka_controller: an odd number of voters is needed")
