"""The first day: without wheels, and then with them."""

import grp
import pwd
import stat

from tests.lab.guest import service
from tests.lab.guest.install.checkout import HOME, SHIPPED, VERSIONS, WHEELS, install, installed
from tests.lab.guest.install.files import LISTED, files
from tests.lab.guest.panel import Panel
from tests.lab.guest.tracer import tracing

BUZZER = 22


def test_with_no_network_and_no_wheels_it_says_what_to_do_and_leaves_nothing() -> None:
    before = files()
    LISTED.write_text("\n".join(sorted(before)))
    said = install()
    assert said.status == 1
    assert "--wheels DIR" in said.err
    assert "nothing was changed" in said.err
    assert files() == before
    assert "station" not in [user.pw_name for user in pwd.getpwall()]


def test_from_wheels_it_is_installed_and_beeps() -> None:
    with tracing() as trace:
        said = installed(*WHEELS)
        assert service.active()
        heard = trace.of(BUZZER)
    assert "done." in said
    assert "I2C" not in said  # the bus is there, nothing is to be hinted at
    assert service.systemctl("is-enabled", "station").strip() == "enabled"
    on = [edge for edge in heard if edge.level]
    off = [edge for edge in heard if not edge.level and edge.at > on[0].at]
    assert (len(on), len(off)) == (1, 1)
    print(f"the start notice lasted {off[0].at - on[0].at:.1f} ms")
    assert 100 < off[0].at - on[0].at < 1000  # 200, but either end may be late on a busy host


def test_its_user_may_use_pins_and_buses_and_nothing_else() -> None:
    user = pwd.getpwnam("station")
    assert user.pw_uid < 1000
    assert (user.pw_dir, user.pw_shell) == ("/var/lib/station", "/usr/sbin/nologin")
    groups = {group.gr_name for group in grp.getgrall() if "station" in group.gr_mem}
    assert groups == {"gpio", "i2c"}


def test_its_config_is_the_shipped_one_and_not_everybodys_to_read() -> None:
    config = service.CONFIG.stat()
    assert service.CONFIG.read_text() == (SHIPPED / "config/station.yaml").read_text()
    assert stat.S_IMODE(config.st_mode) == 0o640
    assert (config.st_uid, grp.getgrgid(config.st_gid).gr_name) == (0, "station")


def test_one_version_is_there_compiled_and_nobody_elses_to_change() -> None:
    (version,) = VERSIONS.iterdir()
    assert HOME.resolve() == version
    (package,) = version.glob("lib/*/site-packages/station")
    assert (package / "__pycache__").is_dir()
    owners = {(path.lstat().st_uid, path.lstat().st_gid) for path in version.rglob("*")}
    assert owners == {(0, 0)}


def test_its_panel_is_lit_and_its_commands_work() -> None:
    assert Panel().lit()
    said = service.run("station", "status")
    assert "room-1: running" in said
    assert said.count("ready") == 2
    assert "fine" in service.run("station", "check", str(service.CONFIG))
    assert [fact["kind"] for fact in service.facts()] == ["started"]
