"""The first of two boots: cream goes on, and the machine is switched off."""

from tests.lab.guest import awaited, service
from tests.lab.guest.clock import until
from tests.lab.guest.faults.two_boots.rest import OLD, WARD, synchronise
from tests.lab.guest.finger import SURE_PRESS, Finger


def test_cream_goes_on_while_the_clock_is_right() -> None:
    service.configure(WARD.config, **WARD.protocols)
    synchronise()
    service.start()
    Finger(17).press(SURE_PRESS)
    awaited.told("applied")
    until(lambda: "unsaved" not in service.prop("StatusText"))
    # The next boot is to begin where a machine without any clock does.
    OLD.parent.mkdir(parents=True, exist_ok=True)
    OLD.write_text("[Service]\nExecStartPre=+/usr/bin/date --set=@60\n")
