"""How hard the properties are tried, and where tests find each other.

By default every run draws the same examples and is short. `HYPOTHESIS_PROFILE=long` draws new
ones each time, a hundred times as many; `mutants` draws as few as ever, and looks for no simpler
example once a test fails.
"""

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings

# Tests are no package: `tests.core.ward` is found from here, however pytest was called.
sys.path.insert(0, str(Path(__file__).parent.parent))

SLOW_DRAWS = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
settings.register_profile(
    "short", max_examples=60, derandomize=True, deadline=None, suppress_health_check=SLOW_DRAWS
)
settings.register_profile(
    "long", max_examples=6000, deadline=None, print_blob=True, suppress_health_check=SLOW_DRAWS
)
settings.register_profile(
    "mutants", settings.get_profile("short"), phases=(Phase.explicit, Phase.generate)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))
