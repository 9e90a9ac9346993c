"""What the inventory cannot bring back is kept, and it is proven that it can be restored."""

import datetime
import json
import subprocess

import pytest

from conftest import BOOTSTRAP

pytestmark = pytest.mark.full

RESTORE = "playbooks/ops/restore_check.yml"


@pytest.fixture(scope="module")
def backup(site, machines, control, gateway, folder):
    site.first.succeeded()
    # So that there is a schema.
    gateway.send(BOOTSTRAP, [("backup-1", 6, datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds"))])
    control.play("playbooks/ops/backup.yml").refused("backup_dir")
    control.play("playbooks/ops/backup.yml", backup_dir=str(folder / "backups")).succeeded()
    (made,) = (folder / "backups").iterdir()
    return made


def test_a_backup_has_all_and_no_secret(backup, control):
    assert sorted(file.name for file in backup.iterdir()) == ["SHA256SUMS", "cluster.json", "connectors.json", "schemas.json", "schemas.zip"]
    assert {oct(file.stat().st_mode)[-2:] for file in [backup, *backup.iterdir()]} == {"00"}
    cluster = json.loads((backup / "cluster.json").read_text())
    assert "device-events" in [topic["name"] for topic in cluster["resources"]["topics"]] and "classifier" in cluster["users"]
    assert set(json.loads((backup / "connectors.json").read_text())) == {"vigil-alarms", "vigil-events"}
    assert json.loads((backup / "schemas.json").read_text())
    for file in backup.iterdir():
        assert not [password for password in control.secrets.values() if password in file.read_text(errors="replace")]


def test_a_backup_can_be_restored_and_leaves_nothing(backup, cluster, control):
    restored = control.play(RESTORE, backup=str(backup)).succeeded()

    schemas = json.loads((backup / "schemas.json").read_text())
    assert f"schemas={len(schemas)} " in restored.output
    assert_nothing_left(cluster)


def test_a_damaged_file_is_refused_by_its_name(backup, control, folder):
    damaged = copy(backup, folder / "damaged")
    (damaged / "schemas.zip").write_bytes((damaged / "schemas.zip").read_bytes()[:-10])

    control.play(RESTORE, backup=str(damaged)).refused("schemas.zip")


def test_a_schema_that_comes_back_with_another_id_is_told(backup, cluster, control, folder):
    other = copy(backup, folder / "other")
    schemas = json.loads((other / "schemas.json").read_text())
    schemas[0]["id"] += 1000
    (other / "schemas.json").write_text(json.dumps(schemas))
    subprocess.run("sha256sum *.json *.zip >SHA256SUMS", shell=True, cwd=other, check=True)

    control.play(RESTORE, backup=str(other)).refused("restored otherwise than they were: " + schemas[0]["subject"])

    assert_nothing_left(cluster)


def copy(backup, target):
    subprocess.run(["cp", "-a", str(backup), str(target)], check=True)
    return target


def assert_nothing_left(cluster):
    left = cluster["services-1"].run("ls -d /run/vigil-restore* 2>/dev/null; pgrep -fa restore; ss -ltn | grep -E ':(19092|19093|18081) '; true")
    assert [line for line in left.splitlines() if "pgrep" not in line and "bash -c" not in line] == []
