"""Who is let in, and what is told to whom."""

import re
import resource
import socket
import ssl
import subprocess

import pytest

from cluster import kafka
from conftest import BOOTSTRAP, authority, certificate, client_properties
from load import KAFKA

PORTS = {"controller": {9093, 7071}, "broker": {9091, 9092, 7071}, "services": {8080, 8081, 8083, 7072, 7073}}


def test_nothing_listens_that_is_not_meant_to(cluster):
    for host in cluster:
        listening = {int(port) for port in re.findall(r"^LISTEN\s+\d+\s+\d+\s+(?!127\.0\.0\.1|\[::ffff:127\.|\[::1\])\S+:(\d+)\s",
                                                      host.run("ss --listening --tcp --numeric"), re.M)}
        assert listening - {22} == PORTS[host.name.split("-")[0]], host.name


def test_each_port_speaks_tls_and_nothing_else(cluster):
    for host in cluster:
        for port in PORTS[host.name.split("-")[0]]:
            assert not plaintext(host.address, port), f"{host.name}:{port} answers plaintext"


def test_ports_of_nodes_and_services_want_a_certificate_of_this_authority(cluster, control):
    authority(control.folder / "other-ca", "Somebody else")
    stranger = certificate(control, "broker-1", unit="vigil-node", ca="other-ca")
    for address, port in [(cluster["broker-1"].address, 9091), (cluster["controller-1"].address, 9093), (cluster["services-1"].address, 8081),
                          (cluster["services-1"].address, 8083)]:
        assert not tls(control, address, port, None), f"{address}:{port} takes a caller without a certificate"
        assert not tls(control, address, port, stranger), f"{address}:{port} takes another authority's certificate"
        assert tls(control, address, port, certificate(control, "test")), f"{address}:{port} does not take its own authority's certificate"
        # It ends in the second in which it began.
        assert not tls(control, address, port, certificate(control, "test", days=0)), f"{address}:{port} takes a certificate that has ended"


@pytest.mark.parametrize("who,properties,refusal", [
    ("nobody", lambda control: f"security.protocol=SSL\nssl.truststore.type=PEM\nssl.truststore.location={control.folder}/ca/ca.pem\n",
     "(?s).*(Timeout|Disconnect|terminated)"),
    ("wrong password", lambda control: client_properties(control, "tester", password="wrong"), ".*SaslAuthenticationException"),
    ("another's name", lambda control: client_properties(control, "somebody", password="x"), ".*SaslAuthenticationException"),
    ("wrong authority", lambda control: client_properties(control, "tester", ca="other-ca"), ".*SslAuthenticationException"),
    ("another's topic", lambda control: client_properties(control, "tester"), ".*TopicAuthorizationException"),
])
def test_is_refused(cluster, control, folder, who, properties, refusal):
    if not (control.folder / "other-ca").exists():
        authority(control.folder / "other-ca", "Somebody else")
    file = folder / "refused.properties"
    file.write_text(properties(control) + "request.timeout.ms=5000\ndefault.api.timeout.ms=8000\n")
    done = subprocess.run([str(KAFKA / "kafka-console-consumer.sh"), "--bootstrap-server", BOOTSTRAP, "--topic", "alarms", "--group", "tests-refused",
                           "--from-beginning", "--timeout-ms", "15000", "--command-config", str(file)],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False)

    assert re.search(refusal, done.stdout), f"{who}: rc={done.returncode}\n{done.stdout[-2000:]}"


def test_service_that_is_no_node_has_no_rights_of_one(cluster, control, folder):
    file = folder / "service.properties"
    file.write_text(f"security.protocol=SSL\nssl.keystore.type=PEM\nssl.keystore.location={certificate(control, 'test')}\n"
                    f"ssl.truststore.type=PEM\nssl.truststore.location={control.folder}/ca/ca.pem\n")
    done = subprocess.run([str(KAFKA / "kafka-acls.sh"), "--bootstrap-server", "broker-1:9091", "--command-config", str(file), "--list"],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False)

    assert "ClusterAuthorizationException" in done.stdout


def test_no_secret_is_told(cluster, control):
    """In no output, in no command line, in no file that others can read."""
    play = control.play("playbooks/resources.yml", "-vvv", "--diff").succeeded()
    for log in control.folder.glob("*.log"):
        assert_no_secret(control, log.read_text(errors="replace"), log.name)
    assert_no_secret(control, play.output, "-vvv")
    patterns = " ".join(f"-e {password}" for password in control.secrets.values())
    for host in cluster:
        assert_no_secret(control, host.run("cat /proc/[0-9]*/cmdline | tr '\\0' ' '"), f"a command line on {host.name}")
        holding = host.run(f"grep --files-with-matches --recursive --fixed-strings --devices=skip {patterns} /etc /opt/vigil /run /var/lib/vigil 2>/dev/null; true")
        readable = host.run(f"stat --format='%A %n' {' '.join(holding.split())} | grep '^.......r'; true") if holding else ""
        assert readable == "", host.name


def test_files_belong_to_their_services(cluster):
    for host in cluster:
        loose = host.run("find /etc/vigil -type f \\( -name '*key*' -o -name 'keystore*' \\) -perm /077 ! -name '*.pem.pub' ! -name api-key;"
                         # What a service reads as one of a group.
                         "find /etc/vigil -mindepth 2 -type f \\( -name '*.properties' -o -name '*.env' -o -name api-key \\) -perm /007")
        assert loose == "", host.name


def test_units_are_hardened(cluster):
    for host in cluster:
        for unit in host.run("cd /etc/systemd/system; ls kafka.service schema-registry.service kafka-connect.service streams-classifier.service"
                             " vigil-api.service 2>/dev/null; true").split():
            exposure = float(re.search(r"Overall exposure level for \S+: ([\d.]+)", host.run(f"systemd-analyze security --no-pager {unit}")).group(1))
            user = host.run(f"systemctl show --property=User --value {unit}").strip()
            assert exposure < 4 and user not in ("", "root"), f"{unit} on {host.name}: exposure {exposure}, user {user}"


def test_live_processes_have_their_limits_and_their_disk(cluster):
    for host in cluster:
        if host.name.startswith("services"):
            continue
        limits = host.run("cat /proc/$(systemctl show --property=MainPID --value kafka)/limits")
        # A machine that may not raise its own limit gives that to its containers.
        possible = min(100000, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
        assert int(re.search(r"Max open files\s+(\d+)", limits).group(1)) >= possible
        assert int(host.run("systemctl show --property=LimitNOFILE --value kafka")) >= 100000
        assert "xfs" in host.run("findmnt --noheadings --output FSTYPE,OPTIONS /var/lib/kafka")
        assert "noatime" in host.run("findmnt --noheadings --output FSTYPE,OPTIONS /var/lib/kafka")


def test_quorum_is_dynamic_and_rules_are_the_clusters(cluster):
    assert "Feature: kraft.version" in kafka(cluster, "kafka-features.sh", "describe")
    assert re.search(r"kraft.version.*FinalizedVersionLevel: [1-9]", kafka(cluster, "kafka-features.sh", "describe"))
    assert "voters" not in cluster["broker-1"].run("cat /etc/vigil/kafka/server.properties")
    assert "min.insync.replicas=2" in kafka(cluster, "kafka-configs.sh", "--describe --entity-type brokers --entity-default")


def assert_no_secret(control, text, where):
    for user, password in control.secrets.items():
        assert password not in text, f"the password of {user} is in {where}"
    assert "PRIVATE KEY" not in text, f"a key is in {where}"


def plaintext(address, port):
    """Whether anything that is not TLS comes back for what is not TLS."""
    with socket.create_connection((address, port), timeout=10) as connection:
        # ApiVersions, as a Kafka client says it first; to the others it is no HTTP.
        connection.sendall(bytes.fromhex("0000001a00120000000000010004746573740000") + b"GET / HTTP/1.0\r\n\r\n")
        try:
            answer = connection.recv(64)
        except (ConnectionError, socket.timeout):
            return False
    # A TLS alert begins with 21.
    return bool(answer) and answer[0] != 21


def tls(control, address, port, keystore):
    """Whether a caller with this certificate is listened to. With TLS 1.3 that shows only when it reads."""
    context = ssl.create_default_context(cafile=str(control.folder / "ca/ca.pem"))
    context.check_hostname = False
    if keystore:
        context.load_cert_chain(keystore)
    try:
        with socket.create_connection((address, port), timeout=10) as raw, context.wrap_socket(raw) as connection:
            connection.sendall(b"GET / HTTP/1.0\r\nHost: x\r\n\r\n")
            connection.settimeout(3)
            connection.recv(1)
            return True
    except ssl.SSLError:
        return False
    except socket.timeout:
        return True
    except ConnectionError:
        return False
