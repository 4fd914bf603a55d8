"""What is wrong with a value of the config, in a line that says what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from pressrun.config.reference import example

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_LONGEST_VALUE = 60
# pydantic's names for what can be wrong with a value; its own words are those of Python.
_WRONG = {
    "string_type": "{value} is no text in quotation marks",
    "string_unicode": "is no text in UTF-8",
    "string_too_short": "is empty",
    "int_type": "{value} is no whole number",
    "int_parsing": "{value} is no whole number",
    "int_parsing_size": "{value} is no number of this size",
    "int_from_float": "{value} is no whole number",
    "finite_number": "{value} is no number of this kind",
    "float_type": "{value} is no number",
    "float_parsing": "{value} is no number",
    "bool_type": "{value} is neither true nor false",
    "bool_parsing": "{value} is neither true nor false",
    "tuple_type": "{value} is no list",
    "dict_type": "{value} is no table",
    "missing": "is required and missing",
    "extra_forbidden": "no such key",
    "literal_error": "{value} is none of its values",
    "greater_than_equal": "{value} is too small",
    "less_than_equal": "{value} is too large",
    "model_type": "{value} is no section",
}


def key_of(problem: ErrorDetails) -> tuple[str, ...]:
    """The way to the value that is wrong: names, and numbers of [[column]] and of values in lists, from 0."""
    way = list(map(str, problem["loc"]))
    # pydantic's mark for a name that is wrong itself; the message names it.
    return tuple(way[:-2] if way[-1:] == ["[key]"] else way)


def dotted(key: Sequence[str]) -> str:
    """A key on one line, whatever its names hold."""
    return ".".join(name if name.isprintable() and name else repr(name) for name in key)


def explain(problem: ErrorDetails, model: type[BaseModel]) -> str:
    """What is wrong, and what to write, in one line without the key."""
    kind = problem["type"]
    if kind == "value_error":
        return str(problem["ctx"]["error"])
    wrong = _WRONG.get(kind, problem["msg"]).format(value=_shown(problem["input"]))
    return f"{wrong}; {_remedy(kind, problem.get('ctx', {}), key_of(problem), model)}"


def _remedy(kind: str, context: Mapping[str, Any], key: Sequence[str], model: type[BaseModel]) -> str:
    match kind:
        case "extra_forbidden":
            return _instead(key, model)
        case "literal_error":
            return f"write {context['expected']}"
        case "greater_than_equal":
            return f"write {_number(context['ge'])} or more"
        case "less_than_equal":
            return f"write {_number(context['le'])} or less"
        case "model_type":
            return _as_section(key)
    return _as_in(key)


def _as_in(key: Sequence[str]) -> str:
    if key == ("column",):
        return _as_section(("column", "0"))
    names = [name for name in key if not name.isdecimal()]
    for length in range(len(names), 0, -1):
        if line := example(".".join(names[:length])):
            return f"write it as in: {line}"
    return "`pressrun init` writes a config that explains every key"


def _as_section(key: Sequence[str]) -> str:
    """How the section itself is written; one inside a [[column]] is written as a value."""
    if key[0] != "column":
        return f"write [{'.'.join(key)}] on a line, and its keys below"
    return _as_in(key) if not key[-1].isdecimal() else "write [[column]] on a line, and its keys below"


def _instead(key: Sequence[str], model: type[BaseModel]) -> str:
    """The key that was meant, if one is like it, here or elsewhere; else the keys that there are."""
    here = _inside(model, key[:-1])
    names = list(here.model_fields) if here else []
    if close := difflib.get_close_matches(key[-1], names, 1):
        return f"did you mean {close[0]}?"
    elsewhere = [way for way in _ways(model) if way[-1] == key[-1]]
    if elsewhere:
        return f"did you mean {' or '.join(map('.'.join, elsewhere))}?"
    return f"there are {', '.join(names)}"


def _inside(model: type[BaseModel], way: Sequence[str]) -> type[BaseModel] | None:
    inner: type[BaseModel] | None = model
    for name in way:
        if inner and name in inner.model_fields:
            inner = _section(inner.model_fields[name].annotation)
    return inner


def _ways(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    for name, field in model.model_fields.items():
        yield (name,)
        if inner := _section(field.annotation):
            yield from ((name, *way) for way in _ways(inner))


def _section(annotation: Any) -> type[BaseModel] | None:
    """The section that a field holds: itself, in a list, or in place of None."""
    for each in (annotation, *get_args(annotation)):
        if isinstance(each, type) and issubclass(each, BaseModel):
            return each
    return None


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, (list, tuple)):
        return "a list"
    text = repr(value) if isinstance(value, str) else str(value)
    if isinstance(value, bool):
        text = text.lower()
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)
