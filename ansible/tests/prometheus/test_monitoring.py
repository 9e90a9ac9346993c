"""What Prometheus and Grafana are given: rules that fire when they shall, over metrics that there are.

metrics.txt was captured from real services, see capture_metrics.py. Needs promtool (Debian's package prometheus).
"""

import json
import pathlib
import re
import subprocess

import pytest
import yaml

HERE = pathlib.Path(__file__).parent
FILES = HERE / "../../roles/monitoring/files"
RULES = sorted(FILES.glob("rules/*.yml"))
DASHBOARDS = sorted(FILES.glob("grafana/dashboards/*.json"))
UNIT_TESTS = sorted(HERE.glob("*.yml"))
METRICS = {
    name: set(labels.split(","))
    for name, labels in re.findall(r"^(\w+)\{(.*)\}$", (HERE / "metrics.txt").read_text(), re.MULTILINE)
}
WORDS = {"and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset", "inf", "nan"}


def alerts():
    for path in RULES:
        for group in yaml.safe_load(path.read_text())["groups"]:
            yield from group["rules"]


def panels():
    for path in DASHBOARDS:
        for panel in json.loads(path.read_text())["panels"]:
            yield path.stem, panel


def expressions():
    for alert in alerts():
        yield pytest.param(alert["expr"], id=alert["alert"])
    for dashboard, panel in panels():
        for target in panel["targets"]:
            yield pytest.param(target["expr"], id=f"{dashboard}: {panel['title']} {target['refId']}")


def selectors(expression):
    """The metrics of an expression, each with the labels that it is selected by."""
    bare = re.sub(r'"[^"]*"', '""', expression)
    bare = re.sub(r"\[[^]]*\]", "", bare)
    bare = re.sub(r"\b(by|without|on|ignoring)\s*\([^)]*\)", "", bare)
    for name, braces in re.findall(r"\b([a-zA-Z_]\w*)\b(?!\s*\()(\{[^}]*\})?", bare):
        if name not in WORDS:
            yield name, set(re.findall(r"(\w+)\s*[=!]", braces))


def promtool(*arguments):
    answer = subprocess.run(["promtool", *map(str, arguments)], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("path", UNIT_TESTS, ids=lambda path: path.stem)
def test_alerts_fire_when_they_shall(path):
    promtool("test", "rules", path)


def test_each_alert_has_a_unit_test():
    tested = {test["name"].split()[0] for path in UNIT_TESTS for test in yaml.safe_load(path.read_text())["tests"]}

    assert tested == {alert["alert"] for alert in alerts()}


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert["alert"])
def test_an_alert_says_what_it_means_and_what_to_do(alert):
    assert alert["labels"] == {"severity": alert["labels"]["severity"]}
    assert alert["labels"]["severity"] in ("critical", "warning")
    assert alert["annotations"].keys() == {"summary", "description", "runbook"}


@pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert["alert"])
def test_an_alert_names_playbooks_that_exist(alert):
    for name in re.findall(r"playbooks/\S+\.yml", alert["annotations"]["runbook"]):
        assert (HERE / "../.." / name).is_file(), name


@pytest.mark.parametrize("expression", expressions())
def test_an_expression_asks_for_metrics_that_exist(expression):
    for name, labels in selectors(expression):
        assert name in METRICS, f"{name} is not in metrics.txt"
        assert labels <= METRICS[name], f"{name} has no label {labels - METRICS[name]}"


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_a_dashboard_is_valid(path, tmp_path):
    dashboard = json.loads(path.read_text())
    rules = [
        {"record": f"panel:{panel['id']}:{target['refId']}", "expr": re.sub(r"\$__rate_interval", "1m", target["expr"])}
        for panel in dashboard["panels"]
        for target in panel["targets"]
    ]
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in dashboard["panels"]]

    assert dashboard["uid"] == path.stem
    assert len(set(places)) == len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
    (tmp_path / "rules.yml").write_text(json.dumps({"groups": [{"name": "panels", "rules": rules}]}))
    promtool("check", "rules", tmp_path / "rules.yml")


@pytest.mark.parametrize("expression, found", [
    ('rate(a_total{x="1", y!~"}b"}[5m]) > 0 unless sum by (z) (c) / 1e3', [("a_total", {"x", "y"}), ("c", set())]),
    ("histogram_quantile(0.9, sum by (le) (rate(d_bucket[$__rate_interval])))", [("d_bucket", set())]),
])
def test_metrics_are_found_in_expressions(expression, found):
    assert list(selectors(expression)) == found
