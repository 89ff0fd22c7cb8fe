"""What each bay's visits are timed by."""

from station.config import StationConfig
from tests.soak.law import Terms


def terms_of(config: StationConfig) -> dict[str, Terms]:
    """As the soak's law has it."""
    creams = {bay.id: bay.protocol for bay in config.bays}
    return {
        bay: Terms(cream.contact, cream.removal, cream.effect or 0) for bay, cream in creams.items()
    }
