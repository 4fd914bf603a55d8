"""The use cases: prove a file, check a folder, press a folder.

The press says WHAT; the edges above it say when and where.
"""

from pressrun.press.check import Checked, check
from pressrun.press.proof import Proof, ProofSettings, proof
from pressrun.press.targets import Target, target_of

__all__ = ["Checked", "Proof", "ProofSettings", "Target", "check", "proof", "target_of"]
