"""An interpreter that imports what no station can do without, says when and with how much memory.

`python -m tests.bench.importing`: microseconds of the boot clock, and the peak in KiB.
"""

import gpiozero  # noqa: F401 - to have it is all that is wanted
import luma.oled.device  # noqa: F401
import yaml  # noqa: F401
from PIL import Image, ImageDraw, ImageFont  # noqa: F401

if __name__ == "__main__":
    import time

    NOW = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - nothing more
        PEAK = next(line.split()[1] for line in status if line.startswith("VmHWM"))
    print(NOW, PEAK)
