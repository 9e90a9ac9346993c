"""The role provision: what it refuses, what it lets whom do, and its modules against DynamoDB Local and a stand-in for AWS.

The real modules need boto3 (Debian's python3-boto3 will do), and the tables DynamoDB Local: mvn -pl local-stack -am package.
"""

import copy
import importlib.util
import json
import os
import pathlib
import socket
import subprocess
import sys
import time

import pytest
import yaml
from aws_standin import ACCOUNT, StandIn
from aws_standin_groups import xml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

ANSIBLE = pathlib.Path(__file__).resolve().parent.parent
HOME = pathlib.Path(os.environ.get("VIGIL_HOME", ANSIBLE.parent))
ROLE = ANSIBLE / "roles" / "provision"
SHIPPED = ANSIBLE / "inventories" / "aws" / "group_vars" / "all"
VARS = yaml.safe_load((ROLE / "vars" / "main.yml").read_text())

# The shipped variables, with what a company has to say.
OURS = {
    **yaml.safe_load((SHIPPED / "main.yml").read_text()),
    **yaml.safe_load((SHIPPED / "provision.yml").read_text()),
    "provision_account_id": ACCOUNT,
    "provision_vpc_id": "vpc-0a1",
    "provision_subnets": {"eu-north-1a": "subnet-0a", "eu-north-1b": "subnet-0b", "eu-north-1c": "subnet-0c"},
    "provision_image_id": "ami-0abc",
    "provision_bucket": "vigil-example-history",
    "provision_egress_prefix_lists": ["pl-0123"],
    # Debian's botocore does not know it.
    "provision_deletion_protection": False,
}


def filters():
    spec = importlib.util.spec_from_file_location("provision_filters", ROLE / "filter_plugins" / "provision.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def play(tmp_path):
    def run(variables, *arguments, tasks_from=None, url="http://127.0.0.1:9"):
        playbook = ANSIBLE / "playbooks" / "provision.yml"
        if tasks_from:
            playbook = tmp_path / "playbook.yml"
            role = {"ansible.builtin.include_role": {"name": "provision", "tasks_from": tasks_from}}
            plain = {"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": [role]}
            playbook.write_text(yaml.safe_dump([plain]))
        (tmp_path / "variables.json").write_text(json.dumps({**variables, "ansible_python_interpreter": sys.executable}))
        environment = {
            **os.environ,
            "ANSIBLE_ROLES_PATH": str(ANSIBLE / "roles"),
            "ANSIBLE_STDOUT_CALLBACK": "json",
            "ANSIBLE_PIPELINING": "true",
            "AWS_URL": url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }
        done = subprocess.run(
            ["ansible-playbook", "-i", "localhost,", "-e", f"@{tmp_path}/variables.json", str(playbook), *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=180,
        )
        output = done.stdout[done.stdout.index("{") :] if "{" in done.stdout else "{}"
        answer = json.loads(output)
        answer["rc"], answer["text"] = done.returncode, done.stdout + done.stderr
        return answer

    return run


def changed(answer):
    return answer["stats"]["localhost"]["changed"]


def results(answer, task):
    for played in answer["plays"]:
        for one in played["tasks"]:
            if one["task"]["name"] == f"provision : {task}":
                return one["hosts"]["localhost"]["results"]
    raise AssertionError(f"no task {task}")


# ---- what it refuses, before it asks AWS for anything


def test_as_shipped_it_names_what_is_to_be_set(play):
    shipped = {**yaml.safe_load((SHIPPED / "main.yml").read_text()), **yaml.safe_load((SHIPPED / "provision.yml").read_text())}

    refused = play(shipped)

    assert refused["rc"] != 0
    for name in ("provision_account_id", "provision_vpc_id", "provision_image_id", "provision_bucket"):
        assert f"{name} is 'CHANGE-ME'" in refused["text"]


def node(index, **other):
    nodes = copy.deepcopy(OURS["provision_nodes"])
    nodes[index].update(other)
    return {"provision_nodes": [{key: value for key, value in each.items() if value is not None} for each in nodes]}


def kind(index, **other):
    kinds = copy.deepcopy(OURS["provision_kinds"])
    kinds[index].update(other)
    return {"provision_kinds": kinds}


REFUSED = {
    "no-bucket": ({"provision_bucket": None}, "provision_bucket"),
    "bucket-in-capitals": ({"provision_bucket": "Vigil"}, "provision_bucket is 'Vigil'"),
    "subnet": ({"provision_subnets": {"eu-north-1a": "sub-1"}}, "provision_subnets has no subnet-… for eu-north-1a"),
    "role-with-a-typo": (kind(1, roles=["kafka_brokr"]), "kafka_brokr"),
    "role-twice": (kind(1, roles=["kafka_broker", "kafka_broker"]), "provision_kinds, broker"),
    "six-roles": (kind(2, roles=["kafka_broker", *OURS["provision_kinds"][2]["roles"]]), "provision_kinds, services"),
    "storage": (kind(1, data={"storage": "floppy"}), "storage"),
    "volume-without-size": (kind(1, data={"storage": "ebs"}), "provision_kinds, broker"),
    "iops": (kind(1, data={"storage": "ebs", "size_gb": 9, "iops": 20000}), "provision_kinds, broker"),
    "controllers-that-forget": (kind(0, data={"storage": "instance_store"}), "provision_kinds, controller"),
    "unknown-kind": (node(0, kind="contoller"), "provision_nodes, controller-1"),
    "zone-without-subnet": (node(3, zone="eu-north-1d"), "provision_nodes, broker-1"),
    "broker-without-id": (node(3, id=None), "provision_nodes, broker-1"),
    "services-with-id": (node(6, id=7), "provision_nodes, services-1"),
    "id-twice": (node(4, id=101), "provision_nodes has the same id twice"),
    "name-twice": (node(4, name="broker-1"), "provision_nodes has the same name twice"),
    "two-brokers-in-a-zone": (node(5, zone="eu-north-1b"), "brokers by zone 1, 2"),
    "controllers-in-two-zones": (node(2, zone="eu-north-1b"), "3 controllers in zones eu-north-1a, eu-north-1b"),
    "four-controllers": (
        {"provision_nodes": OURS["provision_nodes"] + [{"name": "c", "kind": "controller", "id": 4, "zone": "eu-north-1a"}]},
        "4 controllers",
    ),
    "ssh-for-all": ({"provision_ssh_cidrs": ["0.0.0.0/0"]}, "provision_ssh_cidrs is 0.0.0.0/0"),
    "api-for-all": ({"provision_api_cidrs": ["10.0.0.0/8", "::/0"]}, "provision_api_cidrs is 10.0.0.0/8, ::/0"),
    "no-way-out": ({"provision_egress_prefix_lists": []}, "provision_egress_prefix_lists and provision_egress_cidrs"),
    "placement": ({"provision_placement": "cluster"}, "provision_placement"),
}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """What each case is told. All in one run, a play for each: 23 starts of Ansible would take most of the tests' time."""
    plays = []
    for name, (other, _) in REFUSED.items():
        variables = {key: value for key, value in {**OURS, **other}.items() if value is not None}
        role = {"name": "Provision", "ansible.builtin.include_role": {"name": "provision"}}
        note = {"name": "Go on", "ansible.builtin.debug": {"msg": "refused"}}
        plays.append({
            "name": name,
            "hosts": "localhost",
            "connection": "local",
            "gather_facts": False,
            "vars": variables,
            "tasks": [{"block": [role], "rescue": [note]}],
        })
    playbook = tmp_path_factory.mktemp("refusals") / "playbook.yml"
    playbook.write_text(yaml.safe_dump(plays))
    environment = {**os.environ, "ANSIBLE_ROLES_PATH": str(ANSIBLE / "roles"), "ANSIBLE_STDOUT_CALLBACK": "json"}
    # Whatever gets as far as AWS finds nobody there.
    environment["AWS_URL"] = "http://127.0.0.1:9"
    done = subprocess.run(
        ["ansible-playbook", "-i", "localhost,", str(playbook)], env=environment, capture_output=True, text=True, timeout=180
    )
    answer = json.loads(done.stdout[done.stdout.index("{") :])
    return {played["play"]["name"]: played["tasks"] for played in answer["plays"]}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses(refusals, case):
    failed = [task for task in refusals[case] if task["hosts"]["localhost"].get("failed")]

    assert len(failed) == 1
    assert not [task for task in refusals[case] if task["hosts"]["localhost"]["action"].startswith(("amazon", "community.aws"))]
    assert REFUSED[case][1] in json.dumps(failed[0], ensure_ascii=False)


# ---- who may do what


def policy(name, **other):
    defaults = {key: value for key, value in yaml.safe_load((ROLE / "defaults" / "main.yml").read_text()).items()}
    known = {**defaults, **OURS, "provision_region": "eu-north-1", "provision_parameter_path": "/vigil", **other}
    environment = Environment(loader=FileSystemLoader(ROLE / "templates"), undefined=StrictUndefined, trim_blocks=True)
    return json.loads(environment.get_template(f"policies/{name}.json.j2").render(item={"kind": "services"}, **known))


def listed(value):
    return value if isinstance(value, list) else [value]


KEY = "arn:aws:kms:eu-north-1:123456789012:key/0a1b"
# Of these AWS says that they know no resources.
WITHOUT_RESOURCES = {
    f"ssmmessages:{verb}{what}Channel" for verb in ("Create", "Open") for what in ("Control", "Data")
}


@pytest.mark.parametrize("key", ["", KEY])
@pytest.mark.parametrize("name", VARS["__provision_policies"])
def test_policies_allow_named_actions_on_named_resources(name, key):
    statements = policy(name, provision_kms_key_arn=key)["Statement"]

    assert statements
    for statement in statements:
        assert statement["Effect"] == "Allow"
        actions, resources = listed(statement["Action"]), listed(statement["Resource"])
        assert not [action for action in actions if "*" in action]
        if set(actions) != WITHOUT_RESOURCES:
            assert not [resource for resource in resources if resource.count(":") < 5 or resource.endswith(":*")]
            assert not [resource for resource in resources if resource.rstrip("/*").endswith((":::", ":parameter", ":table"))]


def test_policies_are_those_of_the_modules():
    write, read = policy("sink")["Statement"][0], policy("api")["Statement"][0]
    tables = [f"arn:aws:dynamodb:eu-north-1:{ACCOUNT}:table/{table}" for table in ("blsEvents", "blsAlarms")]

    assert set(write["Action"]) == {"dynamodb:DescribeTable", "dynamodb:BatchWriteItem"}
    assert write["Resource"] == tables
    assert set(read["Action"]) == {"dynamodb:DescribeTable", "dynamodb:Query"}
    assert read["Resource"] == [*tables, f"{tables[1]}/index/RecentAlarms"]
    assert policy("artefacts")["Statement"][0]["Resource"] == "arn:aws:s3:::vigil-example-history/artefacts/*"
    path = f"arn:aws:ssm:eu-north-1:{ACCOUNT}:parameter/vigil/services/*"
    assert policy("parameters")["Statement"][0]["Resource"] == path


def test_each_kind_has_the_policies_of_its_roles_only():
    wanted = {**VARS["__provision_policies"], "artefacts": True, "parameters": True, "session-manager": False}
    given = filters().policies(OURS["provision_kinds"], wanted)
    present = {(each["kind"], each["policy"]) for each in given if each["state"] == "present"}

    assert {name for of, name in present if of == "services"} == {"artefacts", "parameters", "sink", "api"}
    assert {name for of, name in present if of in ("broker", "controller")} == {"artefacts", "parameters"}
    assert len(given) == 3 * len(wanted)


def test_bucket_refuses_what_is_not_tls():
    (statement,) = policy("bucket")["Statement"]

    assert statement["Effect"] == "Deny" and statement["Principal"] == "*" and statement["Action"] == "s3:*"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert set(statement["Resource"]) == {"arn:aws:s3:::vigil-example-history", "arn:aws:s3:::vigil-example-history/*"}


def test_security_groups_let_in_what_others_let_out():
    flows, names = VARS["__provision_flows"], VARS["__provision_groups"]
    ids = {name: [f"sg-{index}"] for index, name in enumerate(names)}
    ids["client"] += ["sg-gateway"]
    ids["api_caller"] = ["sg-balancer"]
    by_id = {one: name for name, many in ids.items() for one in many}
    inward = {
        (by_id[rule["group_id"]], name, rule["ports"][0])
        for name in names
        for rule in filters().ingress(name, flows, ids)
    }
    outward = {
        (name, by_id[rule["group_id"]], rule["ports"][0])
        for name in names
        for rule in filters().egress(name, flows, ids)
    }

    assert inward - {("api_caller", "api", 8080)} == outward
    assert {source for source, _, port in inward if port in (7071, 7072, 7073)} == {"monitoring"}
    assert {source for source, _, port in inward if port in (9091, 9093)} == {"kafka_controller", "kafka_broker"}
    assert {target for source, target, _ in inward if source == "client"} == {"kafka_broker", "schema_registry"}
    assert "sg-gateway" in [rule["group_id"] for rule in filters().ingress("kafka_broker", flows, ids)]


# ---- the real modules


@pytest.fixture
def boto():
    return pytest.importorskip("boto3", reason="Debian's python3-boto3 is not installed")


def test_check_of_an_empty_account_shows_what_would_be_made_and_writes_nothing(play, boto):
    few = [each for each in OURS["provision_nodes"] if each["name"] in ("controller-2", "broker-2", "services-1")]
    other = {"provision_nodes": few, **kind(2, data={"storage": "instance_store"})}
    with StandIn() as aws:
        answer = play({**OURS, **other}, "--check", "--diff", url=aws.url)

    assert answer["rc"] == 0, answer["text"]
    assert aws.writes == []
    specs = {result["item"]["name"]: result["spec"] for result in results(answer, "Have the instances")}
    assert set(specs) == {each["name"] for each in few}
    for spec in specs.values():
        assert spec["MetadataOptions"]["HttpTokens"] == "required"
        assert spec["MetadataOptions"]["HttpPutResponseHopLimit"] == 1
        assert spec["DisableApiTermination"] is True
        assert all(volume["Ebs"]["Encrypted"] is True for volume in spec["BlockDeviceMappings"])
        assert {tags["ResourceType"] for tags in spec["TagSpecifications"]} == {"instance", "volume"}
    broker = specs["broker-2"]
    tags = {tag["Key"]: tag["Value"] for tag in broker["TagSpecifications"][0]["Tags"]}
    assert tags == {
        "Cluster": "vigil",
        "Name": "vigil-broker-2",
        "NodeName": "broker-2",
        "NodeId": "102",
        "Role": "kafka_broker",
    }
    assert broker["NetworkInterfaces"][0]["SubnetId"] == "subnet-0b"
    assert broker["NetworkInterfaces"][0]["AssociatePublicIpAddress"] is False
    assert broker["IamInstanceProfile"]["Arn"] == f"arn:aws:iam::{ACCOUNT}:instance-profile/vigil-broker"
    assert broker["Placement"] == {"GroupName": "vigil-kafka"}
    data = broker["BlockDeviceMappings"][1]
    assert data["DeviceName"] == "/dev/sdf" and data["Ebs"]["DeleteOnTermination"] is False
    assert (data["Ebs"]["VolumeType"], data["Ebs"]["Iops"], data["Ebs"]["Throughput"]) == ("gp3", 6000, 250)
    assert "Placement" not in specs["services-1"]
    assert [volume["DeviceName"] for volume in specs["services-1"]["BlockDeviceMappings"]] == ["/dev/xvda"]


def test_refuses_another_account(play, boto):
    with StandIn() as aws:
        refused = play({**OURS, "provision_account_id": "999999999999"}, url=aws.url)

    assert refused["rc"] != 0
    assert f"provision_account_id is 999999999999, and these credentials are of {ACCOUNT}" in refused["text"]
    assert set(aws.asked) <= {"GetCallerIdentity", "ListAccountAliases"}


def reservation(instance, name, subnet):
    return (
        f"<item><reservationId>r-1</reservationId><ownerId>{ACCOUNT}</ownerId><instancesSet><item>"
        f"<instanceId>{instance}</instanceId><subnetId>{subnet}</subnetId>"
        "<placement><availabilityZone>eu-north-1a</availabilityZone></placement>"
        f"<tagSet><item><key>NodeName</key><value>{name}</value></item></tagSet></item></instancesSet></item>"
    )


def test_refuses_two_instances_of_one_name(play, boto):
    there = reservation("i-0a", "broker-1", "subnet-0a") + reservation("i-0b", "broker-1", "subnet-0a")
    with StandIn(reservations=there) as aws:
        refused = play(OURS, url=aws.url)

    assert refused["rc"] != 0
    assert "i-0a is broker-1, i-0b is broker-1" in refused["text"]
    assert aws.writes == []


def test_refuses_to_move_a_host(play, boto):
    with StandIn(reservations=reservation("i-0a", "broker-2", "subnet-0a")) as aws:
        refused = play(OURS, url=aws.url)

    assert refused["rc"] != 0
    assert "broker-2 is to be in eu-north-1b, and is in eu-north-1a" in refused["text"]
    assert aws.writes == []


def running_broker():
    """broker-1 as provision has made it."""
    tags = {"Cluster": "vigil", "Name": "vigil-broker-1", "NodeName": "broker-1", "NodeId": "101", "Role": "kafka_broker"}
    group = {"GroupId": "sg-0b", "GroupName": "vigil-kafka-broker"}
    attached = {"VolumeId": "vol-0d", "Status": "attached", "DeleteOnTermination": "false"}
    instance = {
        "InstanceId": "i-0a",
        "InstanceState": {"Code": 16, "Name": "running"},
        "SubnetId": "subnet-0a",
        "VpcId": "vpc-0a1",
        "Placement": {"AvailabilityZone": "eu-north-1a"},
        "GroupSet": [group],
        "IamInstanceProfile": {"Arn": f"arn:aws:iam::{ACCOUNT}:instance-profile/vigil-broker"},
        "BlockDeviceMapping": [{"DeviceName": "/dev/sdf", "Ebs": attached}],
        "MetadataOptions": {"State": "applied", "HttpTokens": "required", "HttpPutResponseHopLimit": 1},
        "TagSet": [{"Key": key, "Value": value} for key, value in tags.items()],
    }
    volume = {
        "VolumeId": "vol-0d",
        "Size": 500,
        "VolumeType": "gp3",
        "Iops": 6000,
        "Throughput": 250,
        "Encrypted": "true",
        "MultiAttachEnabled": "false",
        "AttachmentSet": [{**attached, "InstanceId": "i-0a", "Device": "/dev/sdf"}],
    }
    of_volume = {"Name": "vigil-broker-1-data", "NodeName": "broker-1", "Purpose": "data"}
    one_node = [each for each in OURS["provision_nodes"] if each["name"] == "broker-1"]
    variables = {"provision_nodes": one_node, "provision_placement": "none", "__provision_group_ids": {"kafka_broker": ["sg-0b"]}}
    answers = {
        "DescribeInstanceAttribute disableApiTermination": xml({"DisableApiTermination": {"Value": "true"}}),
        "DescribeInstanceAttribute groupSet": xml({"GroupSet": [group]}),
        "DescribeVolumes": xml({"VolumeSet": [volume]}),
        "DescribeTags i-0a": xml({"TagSet": instance["TagSet"]}),
        "DescribeTags vol-0d": xml({"TagSet": [{"Key": key, "Value": value} for key, value in of_volume.items()]}),
    }
    reservations = xml([{"ReservationId": "r-1", "OwnerId": ACCOUNT, "InstancesSet": [instance]}])
    return {**OURS, **variables}, answers, reservations


def test_leaves_an_instance_alone_that_is_as_described(play, boto):
    variables, answers, reservations = running_broker()
    with StandIn(reservations=reservations, answers=answers) as aws:
        answer = play(variables, tasks_from="instances", url=aws.url)

    assert answer["rc"] == 0 and changed(answer) == 0, answer["text"]
    assert aws.writes == []


def test_fails_when_ec2_does_not_tell_of_a_volume(play, boto):
    variables, answers, reservations = running_broker()
    del answers["DescribeVolumes"]
    with StandIn(reservations=reservations, answers=answers) as aws:
        answer = play(variables, tasks_from="instances", url=aws.url)

    assert answer["rc"] != 0
    assert "Volume vol-0d does not exist" in answer["text"]


def test_says_which_botocore_it_needs_to_protect_tables(play, boto):
    import botocore

    if tuple(map(int, botocore.__version__.split("."))) >= (1, 29, 86):
        pytest.skip("this botocore can")
    refused = play({**OURS, "provision_deletion_protection": True})

    assert refused["rc"] != 0
    assert "provision_deletion_protection" in refused["text"] and "1.29.86" in refused["text"]


def test_groups_let_nobody_out_to_everywhere_and_stay_so(play, boto):
    # Three of the groups, since each costs four starts of the module here; the whole table is tested above.
    few = ["kafka_broker", "streams_classifier", "client"]
    flows = [
        {**flow, "from": [source for source in flow["from"] if source in few]}
        for flow in VARS["__provision_flows"]
        if flow["to"] in few
    ]
    variables = {
        **OURS,
        "__provision_groups": few,
        "__provision_flows": flows,
        "provision_ssh_cidrs": ["10.9.0.0/16"],
        "provision_client_groups": ["sg-0fa1"],
    }
    with StandIn(groups=True) as aws:
        # New, and as EC2 leaves them: the module waits three seconds for each that it makes itself.
        for name in few:
            aws.groups.create(f"vigil-{name.replace('_', '-')}", f"vigil {name.replace('_', ' ')}")
        first = play(variables, tasks_from="groups", url=aws.url)
        written, aws.writes = aws.writes, []
        second = play(variables, "--check", "--diff", tasks_from="groups", url=aws.url)

    assert first["rc"] == 0 and changed(first) == 2, first["text"]
    assert second["rc"] == 0 and changed(second) == 0, second["text"]
    assert "RevokeSecurityGroupEgress" in written and aws.writes == []
    made = {group["GroupName"].replace("vigil-", ""): group for group in aws.groups.by_id.values()}
    assert "0.0.0.0/0" not in str(made)
    names = {group["GroupId"]: name for name, group in made.items()} | {"sg-0fa1": "gateway"}

    def peers(name, direction):
        return {(int(ports[0]), names.get(peer, peer)) for _, ports, _, peer, _ in aws.groups.rules(made[name][direction])}

    assert peers("kafka-broker", "IpPermissions") == {
        (9091, "kafka-broker"),
        (9092, "streams-classifier"),
        (9092, "client"),
        (9092, "gateway"),
        (22, "10.9.0.0/16"),
    }
    assert peers("kafka-broker", "IpPermissionsEgress") == {(9091, "kafka-broker"), (443, "pl-0123")}
    assert peers("streams-classifier", "IpPermissionsEgress") == {(9092, "kafka-broker"), (443, "pl-0123")}
    assert peers("client", "IpPermissions") == set()
    assert peers("client", "IpPermissionsEgress") == {(9092, "kafka-broker")}


def test_bucket_is_as_it_should_be_and_stays_so(play, boto):
    with StandIn() as aws:
        first = play({**OURS, "provision_cluster": "vigil"}, tasks_from="bucket", url=aws.url)
        written, aws.writes = aws.writes, []
        second = play({**OURS, "provision_cluster": "vigil"}, tasks_from="bucket", url=aws.url)

    assert first["rc"] == 0 and changed(first) == 1, first["text"]
    assert second["rc"] == 0 and changed(second) == 0, second["text"]
    assert written and aws.writes == []
    assert "<Status>Enabled</Status>" in aws.bucket["versioning"]
    assert "<SSEAlgorithm>AES256</SSEAlgorithm>" in aws.bucket["encryption"]
    assert aws.bucket["publicAccessBlock"].count(">true<") == 4
    assert "BucketOwnerEnforced" in aws.bucket["ownershipControls"]
    assert json.loads(aws.bucket["policy"]) == policy("bucket")


@pytest.fixture(scope="module")
def dynamodb_local(tmp_path_factory):
    built = HOME / "local-stack" / "dynamodb-local" / "target"
    if not (built / "lib").is_dir():
        pytest.skip(f"DynamoDB Local is not built: {built}")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = tmp_path_factory.mktemp("dynamodb")
    classpath = f"{built / 'classes'}:{built / 'lib'}/*"
    command = ["java", "-Xmx128m", f"-Djava.library.path={built / 'lib'}", "-cp", classpath]
    with subprocess.Popen(
        [*command, "io.vigil.stack.dynamodb.DynamoDbLocalMain", str(port), str(data)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            deadline = time.monotonic() + 30
            while socket.socket().connect_ex(("127.0.0.1", port)) != 0:
                assert process.poll() is None and time.monotonic() < deadline, "DynamoDB Local does not start"
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.kill()


def test_tables_are_those_of_the_local_stack_and_stay_so(play, boto, dynamodb_local):
    client = boto.client(
        "dynamodb",
        endpoint_url=dynamodb_local,
        region_name="eu-north-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    # As an earlier version made it: without the index.
    keys = {"Device_id": "HASH", "EventTime": "RANGE"}
    client.create_table(
        TableName="blsAlarms",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in keys],
        KeySchema=[{"AttributeName": name, "KeyType": kind_of_key} for name, kind_of_key in keys.items()],
    )
    variables = {**OURS, "provision_region": "eu-north-1"}

    with StandIn(dynamodb=dynamodb_local) as aws:
        first = play(variables, tasks_from="tables", url=aws.url)
        aws.writes = []
        second = play(variables, tasks_from="tables", url=aws.url)

    assert first["rc"] == 0 and changed(first) == 3, first["text"]
    assert second["rc"] == 0 and changed(second) == 0, second["text"]
    assert aws.writes == []
    assert aws.recovery == aws.key == {"blsEvents": True, "blsAlarms": True}
    for table in ("blsEvents", "blsAlarms"):
        made = client.describe_table(TableName=table)["Table"]
        assert {key["AttributeName"]: key["KeyType"] for key in made["KeySchema"]} == keys
        assert made["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
        expiry = client.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
        assert (expiry["TimeToLiveStatus"], expiry["AttributeName"]) == ("ENABLED", "ExpiresAt")
    (index,) = client.describe_table(TableName="blsAlarms")["Table"]["GlobalSecondaryIndexes"]
    assert index["IndexName"] == "RecentAlarms" and index["Projection"] == {"ProjectionType": "ALL"}
    assert {key["AttributeName"]: key["KeyType"] for key in index["KeySchema"]} == {"AlarmShard": "HASH", "EventTime": "RANGE"}
    assert "GlobalSecondaryIndexes" not in client.describe_table(TableName="blsEvents")["Table"]
