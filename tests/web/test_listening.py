"""Why a server of pages cannot listen, as whoever started it is told."""

import errno
import os

import pytest

from station.web.listening import cannot_listen


@pytest.mark.parametrize(
    ("port", "another"), [(8520, 8521), (65534, 65535), (65535, 65534), (1024, 1025)]
)
def test_a_port_that_is_taken_is_answered_with_one_that_there_is(port: int, another: int) -> None:
    taken = OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
    said = cannot_listen("sim", port, taken)
    assert said.endswith(f"name another, as in `station sim --port {another}`")


def test_an_address_that_is_not_ours_is_answered_with_an_option_that_there_is() -> None:
    nowhere = OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL))
    assert "`--bind` one of its own" in cannot_listen("board", 8530, nowhere)
    said = cannot_listen("sim", 8520, nowhere)
    assert "--bind" not in said
    assert "127.0.0.1" in said
