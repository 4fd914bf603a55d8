"""The house keeps its order: rooms of a size, names that say something, tests that specify."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

LONGEST_MODULE = 250
FORBIDDEN = {"utils", "util", "helpers", "helper", "manager", "handler", "processor", "common", "misc"}


def modules(folder: Path) -> list[Path]:
    """Every module below a folder of the project."""
    found = sorted(folder.rglob("*.py"))
    assert found
    return found


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, methods and inner ones as well."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def test_no_module_has_more_than_250_lines(root: Path) -> None:
    """Where one grows past that, it is two rooms."""
    lengths = {
        path.relative_to(root).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in modules(root / "src")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


@pytest.mark.parametrize("folder", ["src", "tests", "bench"])
def test_no_module_is_named_after_nothing(root: Path, folder: str) -> None:
    """Utils, helpers, managers, handlers and processors say nothing of what they do."""
    parts = {
        word: path
        for path in modules(root / folder)
        for name in path.relative_to(root).with_suffix("").parts
        for word in name.split("_")
    }
    assert {word: str(path) for word, path in parts.items() if word in FORBIDDEN} == {}


def test_every_test_says_in_a_sentence_what_it_is_about(root: Path) -> None:
    """A docstring whose first line is a sentence."""
    silent = [
        f"{path.relative_to(root)}:{function.lineno} {function.name}"
        for path in modules(root / "tests")
        for function in functions(path)
        if function.name.startswith("test_")
        and not (ast.get_docstring(function) or "").partition("\n")[0].endswith(".")
    ]
    assert silent == []


def test_every_module_of_the_program_has_its_door_plate(root: Path) -> None:
    """Its docstring says in one line what the room is for."""
    silent = [
        str(path.relative_to(root))
        for path in modules(root / "src")
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []
