"""A converged cluster on hosts of their own, for all tests of a run."""

import hashlib
import json
import os
import pathlib
import re
import subprocess
import time

import pytest

import hosts as test_hosts

ANSIBLE = pathlib.Path(__file__).resolve().parent.parent
REPOSITORY = ANSIBLE.parent
OUTPUT = ANSIBLE / "target" / "tests"


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="also what takes too long for each change")


def pytest_configure(config):
    config.addinivalue_line("markers", "full: only with --full")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--full"):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("full")])
        items[:] = [item for item in items if not item.get_closest_marker("full")]


class Play:
    """What a run of ansible-playbook said."""

    def __init__(self, name, done, seconds):
        self.name, self.rc, self.output, self.seconds = name, done.returncode, done.stdout, seconds

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

    def __init__(self, folder, variables):
        self.folder = folder
        self.variables = folder / "variables.json"
        self.variables.write_text(json.dumps(variables, indent=1))
        self._runs = 0

    def play(self, playbook, *options, inventory="inventories/local", timeout=1500, **variables):
        """Runs a playbook of the project as an operator would; each run's output is kept in target/tests."""
        command = ["ansible-playbook", "-i", "inventories/common", "-i", inventory, playbook, f"-e@{self.variables}", *options]
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
        start = time.monotonic()
        done = subprocess.run(command, cwd=ANSIBLE, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=timeout, check=False)
        seconds = time.monotonic() - start
        self._runs += 1
        name = f"{self._runs:02}-{pathlib.Path(playbook).stem}"
        (self.folder / f"{name}.log").write_text(done.stdout)
        print(f"{name} {' '.join(options)}: rc={done.returncode} in {seconds:.0f} s", flush=True)
        return Play(name, done, seconds)


def artefact(pattern):
    """What the build has left, with the version in its name."""
    found = sorted(REPOSITORY.glob(pattern))
    assert len(found) == 1, f"{pattern}: {found}; build first, with './vigil test' or 'mvn package'"
    return str(found[0]), hashlib.sha256(found[0].read_bytes()).hexdigest()


def artefacts():
    variables = {}
    for name, pattern in {
        "kafka": "kafka-dist/target/kafka-dist-*.tar.gz",
        "cluster_ops": "cluster-ops/target/vigil-cluster-ops-*.tar.gz",
    }.items():
        path, sha256 = artefact(pattern)
        variables |= {f"{name}_artefact": path, f"{name}_artefact_sha256": sha256, f"{name}_version": f"1-{sha256[:12]}"}
    return variables


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


@pytest.fixture(scope="session")
def control(folder):
    ca = authority(folder / "ca", "Vigil test")
    return Control(folder, {**artefacts(), "pki_ca_dir": str(ca)})
