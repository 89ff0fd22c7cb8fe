"""All panels of a station, by the number that the config gives them."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from station.config import PanelConfig
from station.core.reports import PanelReport
from station.core.screen import Screen
from station.hardware.glass import RecordingBus, glass_for
from station.hardware.i2cbus import Bus, KernelBus
from station.hardware.panel import Panel
from station.hardware.panelworker import PanelWorker
from station.machine.news import News

PARTING: Final = 0.6
"""Seconds that all buses together have to take their last frames when the station stops."""
B = TypeVar("B", bound=Bus)


class StationPanels:
    """A worker for each I2C bus, so that one that is slow or stuck holds up no other."""

    def __init__(
        self, configs: Sequence[PanelConfig], buses: Mapping[int, Bus], news: News | None = None
    ) -> None:
        """`buses` by port: the machine's own, or some with glass instead of panels.

        `news` is set whenever there may be something to report.
        """
        panels = panels_on(configs, buses)
        self._workers = {
            port: PanelWorker({i: panels[i] for i in _on(configs, port)}, bus, news=news)
            for port, bus in buses.items()
        }
        self._worker_of = [self._workers[config.port] for config in configs]

    def show(self, panel: int, screen: Screen) -> None:
        """Show this from now on."""
        self._worker_of[panel].show(panel, screen)

    def reports(self) -> list[PanelReport]:
        """What has become of panels since the last call. `PanelWorker.reports` says when."""
        return [report for worker in self._workers.values() for report in worker.reports()]

    def progress(self) -> bool:
        """Whether every worker works, or what keeps it is known; else only a new start can help.

        It is as recent as the last call of `reports`, which supervises the workers.
        """
        return all(worker.progress() for worker in self._workers.values())

    def close(self) -> None:
        """Send the last frames and end. A bus that hangs is left behind."""
        for worker in self._workers.values():
            worker.end()
        deadline = time.monotonic() + PARTING
        for worker in self._workers.values():
            worker.stop(max(0, deadline - time.monotonic()))


def panels_on(configs: Sequence[PanelConfig], buses: Mapping[int, Bus]) -> dict[int, Panel]:
    """Every panel, by number, on the bus of its port."""
    return {
        index: Panel(
            config.driver,
            config.width,
            config.height,
            config.rotate,
            address=config.address,
            bus=buses[config.port],
        )
        for index, config in enumerate(configs)
    }


def kernel_buses(configs: Sequence[PanelConfig]) -> dict[int, KernelBus]:
    """The machine's own buses, by port. None is opened before the first write."""
    return _by_port(configs, lambda port, _panels: KernelBus(port))


def mock_buses(configs: Sequence[PanelConfig]) -> dict[int, RecordingBus]:
    """Buses with glass instead of panels, by port."""
    return _by_port(
        configs,
        lambda _port, panels: RecordingBus(
            {p.address: glass_for(p.driver, p.width, p.height) for p in panels}
        ),
    )


def _by_port(
    configs: Sequence[PanelConfig], bus: Callable[[int, list[PanelConfig]], B]
) -> dict[int, B]:
    ports = sorted({config.port for config in configs})
    return {port: bus(port, [c for c in configs if c.port == port]) for port in ports}


def _on(configs: Sequence[PanelConfig], port: int) -> list[int]:
    return [index for index, config in enumerate(configs) if config.port == port]
