"""The aws_ec2 inventory, without AWS: what EC2 answered once, through the blocks of aws_ec2.yml, gives the static twin."""

import json
import os
import pathlib
import subprocess

import pytest
import yaml
from ansible.plugins.loader import inventory_loader

TESTS = pathlib.Path(__file__).resolve().parent
AWS = TESTS.parent / "inventories" / "aws"
CONFIG = yaml.safe_load((AWS / "aws_ec2.yml").read_text())
COMPOSED = set(CONFIG["compose"])


def instances():
    answer = json.loads((TESTS / "inventory" / "describe_instances.json").read_text())
    return [instance for reservation in answer["Reservations"] for instance in reservation["Instances"]]


def hosts(described):
    """Names and variables by the plugin's own code, which for this needs no boto3."""
    plugin = inventory_loader.get(CONFIG["plugin"])
    return {
        name: variables
        for name, variables in plugin.iter_entry(described, CONFIG["hostnames"], hostvars_prefix=CONFIG["hostvars_prefix"])
    }


def inventory(*sources):
    arguments = [argument for source in sources for argument in ("-i", str(source))]
    environment = {
        **os.environ,
        "ANSIBLE_INVENTORY_ENABLED": "yaml,constructed",
        "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true",
    }
    run = subprocess.run(
        ["ansible-inventory", *arguments, "--list"], env=environment, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout), run.stderr


def groups(listed):
    return {
        name: {kind: sorted(content[kind]) for kind in ("hosts", "children") if content.get(kind)}
        for name, content in listed.items()
        if name not in ("_meta", "all", "ungrouped")
    }


def variables(listed):
    return {
        host: {name: value for name, value in own.items() if name in COMPOSED}
        for host, own in listed["_meta"]["hostvars"].items()
    }


@pytest.fixture
def constructed(tmp_path):
    def construct(described):
        (tmp_path / "a_hosts.yml").write_text(yaml.safe_dump({"all": {"hosts": hosts(described)}}))
        blocks = {block: CONFIG[block] for block in ("strict", "compose", "keyed_groups")}
        (tmp_path / "constructed.yml").write_text(yaml.safe_dump({"plugin": "constructed", **blocks}))
        return inventory(tmp_path / "a_hosts.yml", tmp_path / "constructed.yml")

    return construct


def test_gives_the_groups_and_variables_of_the_static_twin(constructed):
    dynamic, _ = constructed(instances())
    static, _ = inventory(TESTS / "inventory" / "static_twin.yml")

    assert groups(dynamic) == groups(static)
    assert variables(dynamic) == variables(static)


def test_has_one_rack_for_each_zone_and_ids_for_hosts_of_kafka_only(constructed):
    dynamic, _ = constructed(instances())
    own = variables(dynamic)

    assert len({own[broker]["kafka_node_rack"] for broker in dynamic["kafka_broker"]["hosts"]}) == 3
    of_kafka = set(dynamic["kafka_broker"]["hosts"]) | set(dynamic["kafka_controller"]["hosts"])
    assert {host for host in own if "kafka_node_id" in own[host]} == of_kafka


def test_shadows_no_word_of_ansibles(constructed):
    dynamic, warnings = constructed(instances())

    assert "reserved name" not in warnings
    for own in dynamic["_meta"]["hostvars"].values():
        assert {name for name in own if not name.startswith("ec2_")} <= COMPOSED


def test_makes_no_group_of_a_role_that_is_none(constructed):
    described = instances()
    tag(described[0])["Role"]["Value"] = "kafka_broker,all,kafka-brokr"

    dynamic, _ = constructed(described)

    assert "controller-1" in dynamic["kafka_broker"]["hosts"]
    assert set(groups(dynamic)) == set(groups(constructed(instances())[0]))


def test_names_a_host_without_the_tag_by_its_address(constructed):
    described = instances()
    tag(described[0])["NodeName"]["Key"] = "Other"

    dynamic, _ = constructed(described)

    assert "ip-10-20-1-11.eu-north-1.compute.internal" in dynamic["kafka_controller"]["hosts"]


def test_hides_one_of_two_instances_with_the_same_name():
    """The trap that README.md and the role provision speak of: if this ever fails, the warnings can go."""
    described = instances()
    tag(described[1])["NodeName"]["Value"] = "controller-1"

    found = hosts(described)

    assert len(found) == len(described) - 1
    assert found["controller-1"]["ec2_instance_id"] == described[1]["InstanceId"]


def test_asks_for_what_provision_makes():
    shipped = yaml.safe_load((AWS / "group_vars" / "all" / "provision.yml").read_text())
    main = yaml.safe_load((AWS / "group_vars" / "all" / "main.yml").read_text())

    assert CONFIG["filters"] == {"tag:Cluster": shipped["provision_cluster"], "instance-state-name": "running"}
    assert CONFIG["regions"] == [main["vigil_aws_region"]]


def tag(instance):
    return {entry["Key"]: entry for entry in instance["Tags"]}
