"""Runs a command without root's right to pass over permission bits: `python powerless.py COMMAND…`.

As root, CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH leave the bounding set; anybody else lacks them anyway.
"""

from __future__ import annotations

import ctypes
import os
import sys

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE = 1
_CAP_DAC_READ_SEARCH = 2

if os.geteuid() == 0:
    for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
        if ctypes.CDLL(None, use_errno=True).prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "cannot drop a capability")
os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606  there is no shell to be had
