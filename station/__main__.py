"""`python -m station` is the command `station`."""

import sys

from station.cli import main

sys.exit(main())
