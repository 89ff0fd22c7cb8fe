"""What Home Assistant is told: the station is a device, and each bay has its entities.

https://www.home-assistant.io/integrations/mqtt/#device-discovery-payload says what may stand in it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from station.core.alarm import ALARMS
from station.core.phase import Phase
from station.fleet.topics import OFFLINE, ONLINE, Topics

BIRTH: Final = "status"
"""Below the prefix: Home Assistant says there that it has come; who is known by then is not."""
BORN: Final = b"online"
NONE: Final = "none"
PLATFORMS: Final = ("sensor", "binary_sensor")
Component = dict[str, Any]


class Discovery(Struct, frozen=True):
    """The entities of one station, of these bays (id and label)."""

    topics: Topics
    bays: Sequence[tuple[str, str]]
    version: str

    def document(self, gone: Mapping[str, str] | None = None) -> bytes:
        """The whole device. `gone`: components that it no longer has, and their platforms."""
        components = dict(self._components())
        components |= {key: {"p": platform} for key, platform in (gone or {}).items()}
        station = self.topics.station
        return json.dumps(
            {
                "dev": {
                    "ids": [f"station_{station}"],
                    "name": f"Station {station}",
                    "mf": "Station",
                    "mdl": "Numbing cream timer",
                    "sw": self.version,
                },
                "o": {"name": "Station", "sw": self.version},
                "cmps": components,
                "qos": 1,
            },
            separators=(",", ":"),
        ).encode()

    def gone(self, before: bytes) -> dict[str, str]:
        """What a document of before has and ours has not; nothing, if it makes no sense."""
        try:
            then = json.loads(before)["cmps"]
            platforms = {key: found["p"] for key, found in then.items()}
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return {}
        ours = dict(self._components())
        return {k: p for k, p in platforms.items() if k not in ours and p in PLATFORMS}

    def _components(self) -> Iterator[tuple[str, Component]]:
        yield "connection", self._connection()
        for bay, label in self.bays:
            for key, component in self._bay(bay):
                yield (
                    f"{bay}_{key}",
                    {
                        "unique_id": f"station_{self.topics.station}_{bay}_{key}",
                        "name": f"{label} {component.pop('says')}",
                        "state_topic": self.topics.bay(bay),
                        **component,
                    },
                )

    def _connection(self) -> Component:
        return {
            "p": "binary_sensor",
            "unique_id": f"station_{self.topics.station}_connection",
            "name": "Connection",
            "device_class": "connectivity",
            "entity_category": "diagnostic",
            "state_topic": self.topics.status,
            "payload_on": ONLINE.decode(),
            "payload_off": OFFLINE.decode(),
        }

    def _bay(self, bay: str) -> Iterator[tuple[str, Component]]:
        there = {
            "availability_topic": self.topics.status,
            "payload_available": ONLINE.decode(),
            "payload_not_available": OFFLINE.decode(),
        }
        yield (
            "phase",
            there
            | {
                "p": "sensor",
                "says": "phase",
                "device_class": "enum",
                "options": [phase.value for phase in Phase],
                "value_template": "{{ value_json.phase }}",
                "json_attributes_topic": self.topics.bay(bay),
                "icon": "mdi:timer-sand",
            },
        )
        # A time that was known is known without the station too: it stays when the rest does not.
        yield (
            "due",
            {
                "p": "sensor",
                "says": "time due",
                "device_class": "timestamp",
                "value_template": "{{ value_json.due }}",
            },
        )
        yield (
            "alarm",
            there
            | {
                "p": "sensor",
                "says": "alarm",
                "device_class": "enum",
                "options": [NONE, *map(str, ALARMS)],
                "value_template": f"{{{{ value_json.alarm or '{NONE}' }}}}",
                "icon": "mdi:bell-alert",
            },
        )
        yield (
            "applications",
            there
            | {
                "p": "sensor",
                "says": "applications today",
                "value_template": "{{ value_json.today }}",
                "icon": "mdi:counter",
            },
        )
        yield (
            "faults",
            there
            | {
                "p": "binary_sensor",
                "says": "faults",
                "device_class": "problem",
                "entity_category": "diagnostic",
                "value_template": "{{ 'ON' if value_json.faults else 'OFF' }}",
                "json_attributes_topic": self.topics.bay(bay),
                "json_attributes_template": "{{ {'faults': value_json.faults} | tojson }}",
            },
        )
