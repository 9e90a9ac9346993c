"""From bare hosts to a cluster."""


def test_check_mode_goes_through_on_bare_hosts(site):
    assert site.checked_bare.succeeded().changed()


def test_site_converges_bare_hosts(site):
    site.first.succeeded()


def test_second_run_changes_nothing(site):
    assert site.second.succeeded().changed() == {}
    assert site.restarted == []


def test_check_mode_says_nothing_on_a_converged_cluster(site, control):
    assert control.play("site.yml", "--check", "--diff").succeeded().changed() == {}
