"""Run by Home Assistant's own Python: what it makes of a discovery document and of states.

Reads {"document": ..., "states": [...]} from standard input. Prints what its validators refuse, and
what each component's template makes of each state.
"""

import asyncio
import json
import sys
import tempfile
from typing import Any

# Home Assistant is installed in an environment of its own, not in the one that is type-checked.
from homeassistant.components.mqtt import binary_sensor, sensor  # type: ignore[import-not-found]
from homeassistant.components.mqtt.discovery import (  # type: ignore[import-not-found]
    MQTTDiscoveryPayload,
    _merge_common_device_options,
    _replace_all_abbreviations,
)
from homeassistant.components.mqtt.schemas import (  # type: ignore[import-not-found]
    DEVICE_DISCOVERY_SCHEMA,
)
from homeassistant.core import HomeAssistant  # type: ignore[import-not-found]
from homeassistant.helpers.template import Template  # type: ignore[import-not-found]
from voluptuous import Invalid  # type: ignore[import-not-found]

PLATFORMS = {
    "sensor": sensor.DISCOVERY_SCHEMA,
    "binary_sensor": binary_sensor.DISCOVERY_SCHEMA,
}


async def main() -> None:
    asked = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        hass = HomeAssistant(folder)
        refused, components = _validated(asked["document"])
        states = [
            {
                key: _rendered(hass, component.get("value_template"), state)
                for key, component in components.items()
                if component["state_topic"].endswith(state["topic"])
            }
            for state in asked["states"]
        ]
        print(json.dumps({"refused": refused, "states": states}))
        await hass.async_stop(force=True)


def _validated(document: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """What is refused, and the components that are not, as Home Assistant would go on with them."""
    device = MQTTDiscoveryPayload(document)
    _replace_all_abbreviations(device)
    try:
        DEVICE_DISCOVERY_SCHEMA(device)
    except Invalid as error:
        return [str(error)], {}
    refused, fine = [], {}
    for key, found in device["components"].items():
        component = MQTTDiscoveryPayload(found)
        platform = component.pop("platform")
        if not component:
            continue  # it is to be removed
        component["device"] = device["device"]
        component["origin"] = device["origin"]
        _merge_common_device_options(component, device)
        try:
            fine[key] = PLATFORMS[platform](component)
        except Invalid as error:
            refused.append(f"{key}: {error}")
    return refused, fine


def _rendered(hass: Any, template: Any, state: dict[str, Any]) -> str:
    payload = json.dumps(state["payload"])
    if template is None:
        return payload
    written = template.template if isinstance(template, Template) else str(template)
    made = Template(written, hass).async_render_with_possible_json_value(payload)
    return str(made)


asyncio.run(main())
