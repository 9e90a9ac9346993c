"""A converged cluster on hosts of their own, for all tests of a run."""

import hashlib
import json
import os
import pathlib
import re
import secrets
import signal
import subprocess
import time

import pytest

import hosts as test_hosts
from cluster import processes, restarts, starts
from load import Load
from outside import DynamoDb, Gateway

ANSIBLE = pathlib.Path(__file__).resolve().parent.parent
REPOSITORY = ANSIBLE.parent
OUTPUT = ANSIBLE / "target" / "tests"


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="also what takes too long for each change")


def pytest_configure(config):
    config.addinivalue_line("markers", "full: only with --full")
    # We are the first process of a namespace, to whom no signal is fatal by itself.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--full"):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("full")])
        items[:] = [item for item in items if not item.get_closest_marker("full")]
    # They look at what site.yml has left, before others change it.
    items.sort(key=lambda item: item.path.name != "test_site.py")


class Play:
    """What a run of ansible-playbook said."""

    def __init__(self, name, rc, output, seconds):
        self.name, self.rc, self.output, self.seconds = name, rc, output, seconds

    def recap(self):
        """:returns: counts by host, `{"broker-1": {"ok": 10, "changed": 0, …}}`"""
        found = re.findall(r"^(\S+)\s+: (ok=.*)$", self.output, re.M)
        return {host: {key: int(value) for key, value in re.findall(r"(\w+)=(\d+)", counts)} for host, counts in found}

    def changed(self):
        return {host: counts["changed"] for host, counts in self.recap().items() if counts["changed"]}

    def failed(self):
        return sorted(host for host, counts in self.recap().items() if counts["failed"] or counts["unreachable"])

    def succeeded(self):
        assert self.rc == 0, f"{self.name} ended with {self.rc}:\n{self.output[-6000:]}"
        return self

    def refused(self, *words):
        assert self.rc != 0, f"{self.name} went through:\n{self.output[-3000:]}"
        for word in words:
            assert word in self.output, f"{self.name} does not say '{word}':\n{self.output[-6000:]}"
        return self


class Control:
    """Where the playbooks run."""

    def __init__(self, folder, variables, secrets):
        self.folder = folder
        self.secrets = secrets
        self._variables = folder / "variables.json"
        self.variables = {}
        self.use(variables)
        self._more_hosts = {}
        self._vault_password = folder / "vault-password"
        self._vault_password.write_text(random_password())
        self._vault_password.chmod(0o600)
        self._vault = folder / "vault.yml"
        self.encrypt(secrets)
        self._runs = 0

    def use(self, variables):
        """From now on, with these variables too."""
        self.variables |= variables
        self._variables.write_text(json.dumps(self.variables, indent=1))

    def add_host(self, group, name, **variables):
        """From now on, with this host in the inventory too."""
        self._more_hosts.setdefault(group, {})[name] = variables

    def remove_host(self, group, name):
        del self._more_hosts[group][name]

    def encrypt(self, secrets):
        """As an operator keeps them: in a file that only the vault's password opens."""
        self._vault.write_text(json.dumps({"vigil_users": {name: {"password": password} for name, password in secrets.items()}}))
        test_hosts.sh("ansible-vault", "encrypt", "--vault-password-file", str(self._vault_password), str(self._vault))

    def play(self, playbook, *options, overlay=None, more_hosts=None, first_inventory=None, timeout=1500, **variables):
        """
        Runs a playbook of the project as an operator would; each run's output is kept in target/tests.

        :param overlay: variables by group, which win over the inventory's
        :param more_hosts: their variables by group and name, for this run
        """
        print(f"{playbook} {' '.join(options)}", end=" ", flush=True)
        command, environment = self._command(playbook, options, overlay, variables, more_hosts)
        if first_inventory:
            command[1:1] = ["-i", str(first_inventory)]
        start = time.monotonic()
        self._runs += 1
        name = f"{self._runs:02}-{pathlib.Path(playbook).stem}"
        log = self.folder / f"{name}.log"
        with open(log, "wb") as output:
            done = subprocess.run(command, cwd=ANSIBLE, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                                  timeout=timeout, check=False)
        seconds = time.monotonic() - start
        print(f"rc={done.returncode} in {seconds:.0f} s, {name}.log", flush=True)
        return Play(name, done.returncode, log.read_text(errors="replace"), seconds)

    def reordered(self, playbook, *options, group, names):
        """The same, with an inventory in which a group's hosts come in another order."""
        home = self.folder / "reordered"
        home.mkdir(exist_ok=True)
        (home / "hosts.yml").write_text(json.dumps({"all": {"children": {group: {"hosts": {name: {} for name in names}}}}}))
        return self.play(playbook, *options, first_inventory=home)

    def killed(self, playbook, at, overlay=None, **variables):
        """The same, killed as soon as it prints a line that begins so."""
        command, environment = self._command(playbook, (), overlay, variables)
        with subprocess.Popen(command, cwd=ANSIBLE, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True) as process:
            for line in process.stdout:
                if line.startswith(at):
                    process.kill()
                    return
        raise AssertionError(f"{playbook} has not printed '{at}'")

    def _command(self, playbook, options, overlay, variables, more_hosts=None):
        command = ["ansible-playbook", "-i", "inventories/common", "-i", "inventories/local", playbook, f"-e@{self._variables}", f"-e@{self._vault}",
                   "--vault-password-file", str(self._vault_password), *options]
        command[5:5] = ["-i", str(self._overlay(overlay or {}, more_hosts or {}))]
        if variables:
            command += ["-e", json.dumps(variables)]
        environment = {
            **os.environ,
            "ANSIBLE_CONFIG": str(ANSIBLE / "ansible.cfg"),
            "ANSIBLE_PRIVATE_KEY_FILE": str(self.folder / "hosts/key"),
            "ANSIBLE_SSH_COMMON_ARGS": f"-o UserKnownHostsFile={self.folder}/hosts/known_hosts",
            "ANSIBLE_SSH_CONTROL_PATH_DIR": str(self.folder / "cp"),
            "ANSIBLE_LOCAL_TEMP": str(self.folder / "tmp"),
            "ANSIBLE_NOCOLOR": "1",
        }
        return command, environment

    def _overlay(self, variables, more_hosts):
        home = self.folder / "overlay"
        (home / "group_vars").mkdir(parents=True, exist_ok=True)
        (home / "hosts.yml").write_text(json.dumps({"all": {"children": {group: {"hosts": hosts} for group, hosts in (self._more_hosts | more_hosts).items()}}}))
        for file in (home / "group_vars").iterdir():
            file.unlink()
        for group, values in variables.items():
            (home / "group_vars" / f"{group}.yml").write_text(json.dumps(values))
        return home


def artefact(pattern):
    """What the build has left, with the version in its name."""
    found = sorted(REPOSITORY.glob(pattern))
    assert len(found) == 1, f"{pattern}: {found}; build first, with './vigil test' or 'mvn package'"
    return str(found[0]), hashlib.sha256(found[0].read_bytes()).hexdigest()


def artefacts(kafka="kafka-dist/target/kafka-dist-*.tar.gz"):
    variables = {}
    for name, pattern in {
        "kafka": kafka,
        "cluster_ops": "cluster-ops/target/vigil-cluster-ops-*.tar.gz",
        "schema_registry": "ansible/target/artefacts/apicurio-registry-app-*.tar.gz",
        "dynamo_sink": "dynamo-sink/target/vigil-dynamo-sink-*.zip",
        "streams_classifier": "streams-classifier/target/vigil-streams-classifier-*.tar.gz",
        "api": "api/target/vigil-api-*.tar.gz",
    }.items():
        path, sha256 = artefact(pattern)
        variables |= {f"{name}_artefact": path, f"{name}_artefact_sha256": sha256, f"{name}_version": f"1-{sha256[:12]}"}
    agent, sha256 = artefact("ansible/target/artefacts/jmx_prometheus_javaagent-*.jar")
    return variables | {"monitoring_jmx_exporter_src": agent, "monitoring_jmx_exporter_sha256": sha256}


def authority(folder, name):
    """A certificate authority of its own: ca.pem and ca-key.pem in a folder."""
    folder.mkdir(parents=True)
    test_hosts.sh("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                  "-subj", f"/CN={name}", "-keyout", str(folder / "ca-key.pem"), "-out", str(folder / "ca.pem"))
    return folder


@pytest.fixture(scope="session")
def folder():
    new = OUTPUT / "run"
    subprocess.run(["rm", "-rf", str(new)], check=True)
    new.mkdir(parents=True)
    return new


@pytest.fixture(scope="session")
def machines(folder):
    made = test_hosts.Hosts(folder / "hosts")
    made.boot({**{f"controller-{n}": 1 for n in (1, 2, 3)}, **{f"broker-{n}": 1 for n in (1, 2, 3)}, "services-1": 0})
    yield made
    made.close()


def certificate(control, name, unit="vigil-service", ca="ca", days=30):
    """A key and a certificate of the test's authority, in one PEM file."""
    folder = control.folder / "clients" / f"{ca}-{days}"
    folder.mkdir(parents=True, exist_ok=True)
    key, request, signed, store = (str(folder / f"{name}.{suffix}") for suffix in ("key", "csr", "pem", "keystore.pem"))
    test_hosts.sh("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-subj",
                  f"/OU={unit}/CN={name}", "-out", request)
    test_hosts.sh("openssl", "x509", "-req", "-in", request, "-CA", str(control.folder / ca / "ca.pem"), "-CAkey",
                  str(control.folder / ca / "ca-key.pem"), "-CAcreateserial", "-days", str(days), "-out", signed)
    pathlib.Path(store).write_text(pathlib.Path(key).read_text() + pathlib.Path(signed).read_text())
    return store


@pytest.fixture(scope="session")
def dynamodb(machines, folder):
    made = DynamoDb(folder)
    yield made
    made.close()


@pytest.fixture(scope="session")
def gateway(control):
    registry = (f"schema.registry.ssl.keystore.type=PEM\nschema.registry.ssl.keystore.location={certificate(control, 'device-gateway')}\n"
                f"schema.registry.ssl.truststore.type=PEM\nschema.registry.ssl.truststore.location={control.folder}/ca/ca.pem\n")
    return Gateway(control.folder, client_properties(control, "device-gateway") + registry, "https://services-1:8081/apis/ccompat/v7")


class Site:
    """What site.yml did, first on bare hosts and then again."""

    def __init__(self, machines, control, full):
        self.checked_bare = control.play("site.yml", "--check", "--diff") if full else None
        self.first = control.play("site.yml")
        before, services = starts(machines), processes(machines["services-1"])
        # It says all that Ansible can say: no secret may be in that.
        self.second = control.play("site.yml", "-vvv", "--diff")
        self.restarted = restarts(machines, before)
        self.services_restarted = processes(machines["services-1"]) - services


@pytest.fixture(scope="session")
def site(machines, control, dynamodb, request):
    return Site(machines, control, request.config.getoption("--full"))


@pytest.fixture
def cluster(site, machines):
    """A converged cluster, which a test leaves healthy."""
    site.first.succeeded()
    return machines


def random_password():
    # With what shells, properties files and JAAS take for something else.
    return f"p{secrets.token_urlsafe(18)}"


@pytest.fixture(scope="session")
def control(folder, request):
    ca = authority(folder / "ca", "Vigil test")
    users = ("device-gateway", "classifier", "connect", "registry", "api", "monitor", "tester")
    return Control(folder, {**artefacts(*["ansible/kafka-previous/target/kafka-4.*.tar.gz"] * request.config.getoption("--full")), "pki_ca_dir": str(ca), "api_keys": [{"name": "test", "sha256": "0" * 64, "scopes": ["alarms.read"]}]}, {user: random_password() for user in users})


def client_properties(control, user, password=None, ca="ca"):
    """What a client of Kafka's needs to come in as a user."""
    password = password or control.secrets[user]
    return (f"security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\nssl.truststore.type=PEM\n"
            f"ssl.truststore.location={control.folder}/{ca}/ca.pem\n"
            "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required "
            f'username="{user}" password="{password}";\n')


BOOTSTRAP = "broker-1:9092,broker-2:9092,broker-3:9092"


@pytest.fixture
def load(control, folder):
    """Makes a load on the topic `tests`, which ends with the test."""
    made = []

    def start(rate=50):
        made.append(Load(folder / "load", "tests", BOOTSTRAP, client_properties(control, "tester"), rate))
        return made[-1]

    yield start
    for one in made:
        one.kill()
