"""`python -m gisplug` is the command line."""

import sys

from gisplug.cli import main

sys.exit(main())
