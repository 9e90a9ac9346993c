"""Clients that go on while the cluster is worked on, and know afterwards what was acknowledged and what was read."""

import json
import pathlib
import signal
import subprocess
import threading
import time

KAFKA = pathlib.Path(__file__).resolve().parents[2] / "kafka-dist/target/kafka-dist/bin"


class Load:
    """Kafka's own verifiable producer (acks=all, idempotent) and consumer on one topic, from outside of the cluster."""

    def __init__(self, folder, topic, bootstrap, client_properties, rate):
        self.rate = rate
        self._acked, self._failed, self._read = {}, [], []
        group = f"tests-{time.time_ns()}"
        self._folder = folder / group
        self._folder.mkdir(parents=True)
        # As a gateway's: the tool itself would try each record once. Longer than any outage that is to be survived.
        producer = self._properties("producer", client_properties,
                                    "enable.idempotence=true\nretries=2147483647\ndelivery.timeout.ms=300000\nlinger.ms=0\n")
        consumer = self._properties("consumer", client_properties, "isolation.level=read_committed\n")
        self._consumer = self._start("VerifiableConsumer", self._take, "--bootstrap-server", bootstrap, "--topic", topic, "--group-id", group,
                                     "--verbose", "--reset-policy", "latest", "--command-config", consumer)
        self._assigned = threading.Event()
        self._await(self._assigned, 60)
        self._producer = self._start("VerifiableProducer", self._take, "--bootstrap-server", bootstrap, "--topic", topic, "--throughput", str(rate),
                                     "--value-prefix", "1", "--command-config", producer)

    def _properties(self, name, client_properties, more):
        file = self._folder / f"{name}.properties"
        file.write_text(client_properties + more)
        file.chmod(0o600)
        return str(file)

    def _start(self, tool, take, *arguments):
        log = open(self._folder / f"{tool}.log", "wb")
        process = subprocess.Popen([str(KAFKA / "kafka-run-class.sh"), f"org.apache.kafka.tools.{tool}", *arguments],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
        threading.Thread(target=self._drain, args=(process.stdout, take), name=tool, daemon=True).start()
        return process

    def _drain(self, lines, take):
        for line in lines:
            if line.startswith("{"):
                take(json.loads(line))

    def _take(self, event):
        name = event["name"]
        if name == "producer_send_success":
            self._acked[int(event["value"].split(".")[1])] = event["timestamp"]
        elif name == "producer_send_error":
            self._failed.append(event)
        elif name == "record_data":
            self._read.append(int(event["value"].split(".")[1]))
        elif name == "partitions_assigned":
            self._assigned.set()

    def _await(self, event, seconds):
        if not event.wait(seconds):
            self.kill()
            raise AssertionError(f"nothing within {seconds} s; see {self._folder}")

    def await_acked(self, count, seconds=60):
        """Until so many more records are acknowledged."""
        wanted = len(self._acked) + count
        deadline = time.monotonic() + seconds
        while len(self._acked) < wanted:
            assert time.monotonic() < deadline, f"{len(self._acked)} of {wanted} records acknowledged within {seconds} s; see {self._folder}"
            time.sleep(0.1)

    def stop(self):
        """Ends both, and says what came of it. Each record that was acknowledged must have been read, once."""
        # What it still tries to send while it closes fails in itself.
        failed = list(self._failed)
        self._producer.send_signal(signal.SIGTERM)
        self._producer.wait(timeout=330)
        deadline = time.monotonic() + 60
        while set(self._acked) - set(self._read) and time.monotonic() < deadline:
            time.sleep(0.2)
        self._consumer.send_signal(signal.SIGTERM)
        self._consumer.wait(timeout=60)
        return Outcome(self.rate, dict(self._acked), failed, list(self._read))

    def kill(self):
        for process in (self._consumer, getattr(self, "_producer", None)):
            if process:
                process.kill()


class Outcome:
    """What was acknowledged and read."""

    def __init__(self, rate, acked, failed, read):
        self.acked, self.failed, self.read = acked, failed, read
        self.lost = sorted(set(acked) - set(read))
        self.duplicates = len(read) - len(set(read))
        # When a record should have been sent is known from the rate, so a record that waited for others counts as late too. The promptest
        # tells when the clock of the rate began.
        late = [time_ms - number * 1000 / rate for number, time_ms in acked.items()]
        self.slowest_ms = max(late) - min(late)

    def complete(self):
        print(f"acknowledged={len(self.acked)} read={len(self.read)} lost={len(self.lost)} duplicates={self.duplicates} "
              f"failed={len(self.failed)} slowest={self.slowest_ms:.0f} ms {self.failed[:1]}", flush=True)
        assert self.acked and not self.lost and not self.failed and not self.duplicates
        return self
