"""The pulse that a watch leaves while it works."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from pressrun.store.pulse import here, write_pulse


class Beat:
    """Holds the pulse of this process, and writes it with every change.

    Args:
        state: the state folder.
        output: what is watched for.
    """

    def __init__(self, state: Path, output: Path) -> None:
        self._state = state
        self._output = output
        self.pulse = here("waiting", time.time())

    def note(self, **changes: Any) -> None:
        """Changes fields of the pulse. Where it cannot be written, `status` is out of date, nothing else."""
        self.pulse = replace(self.pulse, **changes)
        try:
            write_pulse(self._state, self._output, self.pulse)
        except OSError as error:
            logging.getLogger(__name__).debug("no pulse: %s", error)
