"""What client and worker say to each other: one JSON object a line. Standard library only, Python 3.9.

Client to worker: run (tool, params), ask (what, given; answered from what the worker keeps), selftest, warm (load
what most tools load), ping, cancel, quit.
Worker to client: hello, progress, info, warning, pong, then result or error.
"""

from __future__ import annotations

import json
from typing import Any

PROTOCOL = 1
LEAST_PYTHON = (3, 11)

# Runs in an interpreter about which nothing is known, so it is written for any Python. It loads this very copy of
# gisplug by its path; the folder goes to the END of sys.path, only for the child processes of the worker.
BOOT = """
import sys
if sys.version_info < (3, 11):
    sys.stdout.write('{"type": "hello", "protocol": 0, "python": "%d.%d"}\\n' % sys.version_info[:2])
    sys.stdout.flush()
    sys.exit(3)
import importlib.util, os
home = sys.argv[1]
spec = importlib.util.spec_from_file_location(
    "gisplug", os.path.join(home, "__init__.py"), submodule_search_locations=[home])
package = importlib.util.module_from_spec(spec)
sys.modules["gisplug"] = package
spec.loader.exec_module(package)
sys.path.append(os.path.dirname(home))
from gisplug.engine.worker import main
main()
"""


def encoded(message: dict[str, Any]) -> bytes:
    """Return one line of the protocol."""
    return json.dumps(message, ensure_ascii=True, allow_nan=True).encode("ascii") + b"\n"


def decoded(line: bytes) -> dict[str, Any] | None:
    """Return the message of a line, or None if the line is none of ours."""
    try:
        message = json.loads(line)
    except ValueError:
        return None
    return message if isinstance(message, dict) and "type" in message else None
