"""What is beside the cluster: DynamoDB, and the gateway of some devices."""

import json
import os
import pathlib
import subprocess
import time

import hosts

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
ENDPOINT = f"http://{hosts.CONTROL}:8000"
AWS = {**os.environ, "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "eu-north-1", "AWS_PAGER": ""}


class DynamoDb:
    """DynamoDB Local, with Vigil's tables."""

    def __init__(self, folder):
        home = REPOSITORY / "local-stack/dynamodb-local/target"
        data = folder / "dynamodb"
        data.mkdir()
        self._log = open(folder / "dynamodb.log", "wb")
        self._process = subprocess.Popen(
            ["java", "-Xmx256m", f"-Djava.library.path={home}/lib", "-cp", f"{home}/classes:{home}/lib/*",
             "software.amazon.dynamodb.services.local.main.ServerRunner", "-sharedDb", "-dbPath", str(data), "-port", "8000", "-disableTelemetry"],
            cwd=home, stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT)
        self._await_up()
        key = ("--key-schema", "AttributeName=Device_id,KeyType=HASH", "AttributeName=EventTime,KeyType=RANGE", "--billing-mode", "PAY_PER_REQUEST")
        attributes = ("--attribute-definitions", "AttributeName=Device_id,AttributeType=S", "AttributeName=EventTime,AttributeType=S")
        self._aws("create-table", "--table-name", "blsEvents", *attributes, *key)
        self._aws("create-table", "--table-name", "blsAlarms", *attributes, "AttributeName=AlarmShard,AttributeType=S", *key,
                  "--global-secondary-indexes", json.dumps([{
                      "IndexName": "RecentAlarms", "Projection": {"ProjectionType": "ALL"},
                      "KeySchema": [{"AttributeName": "AlarmShard", "KeyType": "HASH"}, {"AttributeName": "EventTime", "KeyType": "RANGE"}]}]))

    def _await_up(self):
        deadline = time.monotonic() + 60
        while True:
            try:
                self._aws("list-tables")
                return
            except RuntimeError:
                assert time.monotonic() < deadline and self._process.poll() is None, "DynamoDB Local does not answer"
                time.sleep(0.5)

    def items(self, table, device):
        """What the table has of a device, oldest first."""
        answer = self._aws("query", "--table-name", table, "--consistent-read", "--key-condition-expression", "Device_id = :id",
                           "--expression-attribute-values", json.dumps({":id": {"S": device}}))
        return json.loads(answer)["Items"]

    def await_items(self, table, device, count, seconds=60):
        deadline = time.monotonic() + seconds
        while len(self.items(table, device)) < count:
            assert time.monotonic() < deadline, f"{table} has {self.items(table, device)} of {device}, not {count}, after {seconds} s"
            time.sleep(0.5)
        return self.items(table, device)

    def await_devices(self, table, devices, seconds=60):
        """Until the table has something of each."""
        deadline = time.monotonic() + seconds
        while True:
            answer = self._aws("scan", "--table-name", table, "--consistent-read", "--projection-expression", "Device_id")
            missing = set(devices) - {item["Device_id"]["S"] for item in json.loads(answer)["Items"]}
            if not missing:
                return
            assert time.monotonic() < deadline, f"{table} has nothing of {sorted(missing)} after {seconds} s"
            time.sleep(0.5)

    def _aws(self, *arguments):
        return hosts.sh("aws", "dynamodb", "--endpoint-url", ENDPOINT, "--output", "json", *arguments, env=AWS, timeout=30)

    def close(self):
        self._process.terminate()
        self._process.wait(timeout=30)
        self._log.close()


class Gateway:
    """Sends events as a gateway of devices does: its own password for Kafka, its own certificate for the registry."""

    def __init__(self, folder, properties, registry):
        self._folder = folder
        self._registry = registry
        self._properties = folder / "gateway.properties"
        self._properties.write_text(properties)
        self._properties.chmod(0o600)

    def send(self, bootstrap, rows):
        """:param rows: as (device, code, ISO time)"""
        file = self._folder / "gateway.csv"
        file.write_text("Device ID;Event;EventTime\n" + "".join(f"{device};{code};{when}\n" for device, code, when in rows))
        producer = REPOSITORY / "producer/target"
        return hosts.sh("java", "-cp", f"{producer}/classes:{producer}/lib/*", "io.vigil.producer.ProducerMain", "produce", str(file),
                        "--bootstrap-server", bootstrap, "--schema-registry", self._registry, "--command-config", str(self._properties),
                        "--max-rejected", "0", timeout=120)
