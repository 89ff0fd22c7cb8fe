"""A loop that only sleeps, to the instants that it reads: how late this machine wakes anybody.

Instants in ms of the boot clock, one a line and ascending; it answers, once the last is over, how
late it woke for each, in microseconds.
"""

import sys
import time

from tests.soak.wires import boot_us


def main() -> None:
    instants = [int(line) * 1000 for line in sys.stdin]
    late = []
    for instant in instants:
        if (left := instant - boot_us()) > 0:
            time.sleep(left / 1e6)
        late.append(boot_us() - instant)
    sys.stdout.writelines(f"{us}\n" for us in late)


if __name__ == "__main__":
    main()
