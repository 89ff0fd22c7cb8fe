"""Who is kept out of a page: what axe-core finds, in the browser that shows it."""

from importlib import resources
from typing import Any, Final

from selenium.webdriver import Chrome

AXE: Final = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
"""axe-core itself; of the package around it nothing is used."""
GRAVE: Final = frozenset({"serious", "critical"})


def kept_out(driver: Chrome) -> dict[str, list[str]]:
    """What keeps people out of the page as it stands, by rule, and where."""
    # Through the driver's own channel: the page's policy lets no other script in.
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE})
    found: dict[str, Any] = driver.execute_async_script(
        "const done = arguments[0]; axe.run().then(done, (error) => done({error: String(error)}))"
    )
    assert "error" not in found, found["error"]
    assert len(found["passes"]) > 10, "it has looked"
    return {
        violation["id"]: [str(node["target"]) for node in violation["nodes"]]
        for violation in found["violations"]
        if violation["impact"] in GRAVE
    }
