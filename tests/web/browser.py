"""A browser without a window: Debian's Chromium, driven by its own driver."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from selenium import webdriver

CHROMIUM = shutil.which("chromium")
DRIVER = shutil.which("chromedriver")
ALONE = (
    "--headless",
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=user-gesture-required",
)
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None,
    reason="no Chromium here: apt-get install chromium chromium-driver",
)


@contextmanager
def browsing(
    width: int = 1280, height: int = 900, *, dark: bool = False, still: bool = False
) -> Iterator[webdriver.Chrome]:
    """One window of that size. `still`: whoever looks wants no motion."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM or ""
        for argument in (*ALONE, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
        try:
            size = {"width": width, "height": height, "deviceScaleFactor": 1}
            metrics = {**size, "mobile": width < 500}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
            wishes = {"prefers-color-scheme": "dark" if dark else "light"}
            wishes |= {"prefers-reduced-motion": "reduce"} if still else {}
            features = [{"name": name, "value": value} for name, value in wishes.items()]
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
            yield driver
        finally:
            driver.quit()
