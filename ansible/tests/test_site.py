"""From bare hosts to a cluster."""


def test_check_mode_goes_through_on_bare_hosts(machines, control):
    play = control.play("site.yml", "--check", "--diff").succeeded()

    assert play.changed()


def test_site_converges_bare_hosts(machines, control):
    control.play("site.yml").succeeded()


def test_second_run_changes_nothing(machines, control):
    before = pids(machines)

    play = control.play("site.yml").succeeded()

    assert play.changed() == {}
    assert pids(machines) == before


def pids(machines):
    return {host.name: host.run("systemctl show --property=MainPID --value kafka 2>/dev/null; true") for host in machines}
