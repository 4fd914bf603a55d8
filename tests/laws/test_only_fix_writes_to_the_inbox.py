"""Nothing but `check --fix` ever writes to a capture: the one function that can is out of all others' reach.

That build and watch leave the inbox alone is seen from outside in the test of law 5.
"""

from __future__ import annotations

import ast
from pathlib import Path


def _importers(source: Path, module: str) -> set[str]:
    """The modules below the folder that import this one, or a name of it, wherever in their code."""
    room, _, name = module.rpartition(".")
    found = set()
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (
                node.module == module or (node.module == room and name in {one.name for one in node.names})
            ):
                found.add(path.relative_to(source).as_posix())
            if isinstance(node, ast.Import) and module in {one.name for one in node.names}:
                found.add(path.relative_to(source).as_posix())
    return found


def test_only_fix_reaches_what_writes_to_a_capture(root: Path) -> None:
    """From `check` to the disk there is one way, and no other command is on it."""
    source = root / "src" / "pressrun"
    way = ["pressrun.store.rewrite", "pressrun.press.mending", "pressrun.cli.fixing", "pressrun.cli.checking"]
    assert [_importers(source, module) for module in way] == [
        {"press/mending.py"},
        {"cli/fixing.py"},
        {"cli/checking.py"},
        {"cli/check.py"},
    ]
