"""From bare hosts to a cluster, with all that runs on it."""

import datetime

import pytest

from conftest import BOOTSTRAP


@pytest.mark.full
def test_check_mode_goes_through_on_bare_hosts(site):
    assert site.checked_bare.succeeded().changed()


def test_site_converges_bare_hosts(site):
    site.first.succeeded()


def test_second_run_changes_nothing(site):
    assert site.second.succeeded().changed() == {}
    assert site.restarted == []
    assert site.services_restarted == set()


@pytest.mark.full
def test_check_mode_says_nothing_on_a_converged_cluster(site, control):
    assert control.play("site.yml", "--check", "--diff").succeeded().changed() == {}


def test_an_alarm_of_a_device_comes_into_the_table(cluster, dynamodb, gateway):
    now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")

    gateway.send(BOOTSTRAP, [("ansible-1", 6, now), ("ansible-1", 1, now)])

    (alarm,) = dynamodb.await_items("blsAlarms", "ansible-1", 1)
    assert alarm["Event"] == {"N": "6"}
    assert dynamodb.await_items("blsEvents", "ansible-1", 1)
