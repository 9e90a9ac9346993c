"""What the tests ask of the cluster itself, not of Ansible."""

import re
import ssl
import urllib.request


def starts(cluster):
    """When each node was last stopped and started, in microseconds of the machine's own clock, which all hosts share."""
    found = {}
    for host in cluster:
        shown = dict(re.findall(r"^(\w+)=(\d+)$", host.run("systemctl show kafka --property=InactiveExitTimestampMonotonic,"
                                                           "InactiveEnterTimestampMonotonic,MainPID 2>/dev/null; true"), re.M))
        if int(shown.get("MainPID", 0)):
            found[host.name] = (int(shown["InactiveEnterTimestampMonotonic"]), int(shown["InactiveExitTimestampMonotonic"]), shown["MainPID"])
    return found


SERVICES = ("schema-registry", "kafka-connect", "streams-classifier", "vigil-api")


def processes(host):
    """:returns: each service of the host with the id of its process"""
    return {(service, host.run(f"systemctl show {service} --property=MainPID --value").strip()) for service in SERVICES}


def restarts(cluster, before):
    """Who was restarted since, in the order in which it happened."""
    return sorted((name for name, now in starts(cluster).items() if now != before.get(name)), key=lambda name: starts(cluster)[name][0])


def assert_one_at_a_time(cluster, rolled):
    """Each was up again, by its own journal, before the next was stopped."""
    times = starts(cluster)
    for earlier, later in zip(rolled, rolled[1:]):
        assert times[earlier][1] < times[later][0], f"{later} was stopped while {earlier} was down: {times}"


def metrics(control, address, port):
    """What a JMX agent tells, over its TLS."""
    with urllib.request.urlopen(f"https://{address}:{port}/metrics", timeout=30,
                                context=ssl.create_default_context(cafile=control.folder / "ca/ca.pem")) as answer:
        return answer.read().decode()


def leader(cluster):
    status = kafka(cluster, "kafka-metadata-quorum.sh", "describe --status")
    return "controller-" + re.search(r"LeaderId:\s+(\d+)", status).group(1)


def kafka(cluster, tool, arguments):
    """One of Kafka's own tools, as a super user."""
    return cluster["broker-1"].run(f"LOG_DIR=/tmp /opt/vigil/kafka/current/bin/{tool} --bootstrap-server broker-1:9091"
                                   f" --command-config /etc/vigil/kafka/admin.properties {arguments}")
