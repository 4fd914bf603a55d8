"""config.toml, the environment and the options, believed.

One rule names them all: the key `[serve] port` is the variable PRESSRUN_SERVE__PORT. An option beats a
variable, a variable the file, the file the default.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pressrun.config.images import ImagesSection
from pressrun.config.model import CleanSection, ColumnSection, Config, EditionSection, WatchSection
from pressrun.config.rules import RulesSection
from pressrun.errors import ConfigurationError
from pressrun.identity import ColumnName

__all__ = [
    "CleanSection",
    "ColumnSection",
    "Config",
    "EditionSection",
    "ImagesSection",
    "RulesSection",
    "WatchSection",
    "believe",
    "load",
]

PREFIX = "PRESSRUN_"
DEFAULT_FILE = "config.toml"


def load(file: Path | None, environment: Mapping[str, str], options: Mapping[str, str | None]) -> Config:
    """The config that file, variables and options make together.

    Args:
        file: config.toml; None takes the one in the working folder, if there is one.
        environment: the process's variables.
        options: keys given on the command line, `watch__every` for `[watch] every`; None: not given.

    Raises:
        ConfigurationError: the file cannot be read, is no TOML, or a value is none that the key takes.
    """
    values = file_values(file)
    _merge(values, _from_environment(environment))
    _merge(values, _nested({key: value for key, value in options.items() if value is not None}))
    given = Given(file or Path(DEFAULT_FILE), environment, options)
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        from pressrun.config.wording import dotted, explain, key_of  # noqa: PLC0415  for a wrong config alone

        problem = error.errors(include_url=False)[0]
        key = key_of(problem)
        raise ConfigurationError(f"{given.by(key)}: {dotted(key)}: {explain(problem, Config)}") from None
    _check_columns(config, given.by(("column",)))
    return config


def file_values(file: Path | None) -> dict[str, Any]:
    """What the file says, as TOML; nothing where none is named and there is none in the working folder.

    Raises:
        ConfigurationError: the file cannot be read, or is no TOML.
    """
    return _from_file(file) if file or Path(DEFAULT_FILE).is_file() else {}


def believe(key: str, value: str) -> str:
    """What one key makes of a text, before it stands in any file.

    Args:
        key: `edition__base_url` for `[edition] base_url`; one whose value is text.
        value: as somebody typed it.

    Raises:
        ConfigurationError: the key takes no such value; the message says what it takes, and no key.
    """
    try:
        believed: Any = Config.model_validate(_nested({key: value}))
    except ValidationError as error:
        from pressrun.config.wording import explain  # noqa: PLC0415

        raise ConfigurationError(explain(error.errors(include_url=False)[0], Config)) from None
    for name in key.split("__"):
        believed = getattr(believed, name)
    return str(believed)


@dataclass(frozen=True)
class Given:
    """Where values came from, to be named where one is wrong."""

    file: Path
    environment: Mapping[str, str]
    options: Mapping[str, str | None]

    def by(self, key: Sequence[str]) -> str:
        """What gave the value of this key, or of one inside it."""
        if any(value is not None and _meet(name, key) for name, value in self.options.items()):
            return "command line"
        for name in sorted(self.environment):
            if name.startswith(PREFIX) and _meet(name.removeprefix(PREFIX).lower(), key):
                return name
        return str(self.file)


def _meet(name: str, key: Sequence[str]) -> bool:
    return all(one == other for one, other in zip(name.split("__"), key, strict=False))


def _from_file(file: Path | None) -> dict[str, Any]:
    path = file or Path(DEFAULT_FILE)
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}; name a config with --config FILE") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            f"{path}: not TOML: byte {error.start + 1} is no UTF-8; save the file as UTF-8"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path}: not TOML: {error}") from None
    except (ValueError, RecursionError):
        # What Python refuses before tomllib can: a number of thousands of digits, a thousand brackets.
        raise ConfigurationError(f"{path}: not TOML: a number too long, or lists too deep, to read") from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    return _nested(
        {
            name.removeprefix(PREFIX).lower(): _toml_or_text(value)
            for name, value in sorted(environment.items())
            if name.startswith(PREFIX)
        }
    )


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """`{"watch__every": x}` as `{"watch": {"every": x}}`."""
    values: dict[str, Any] = {}
    for name, value in flat.items():
        *sections, key = name.split("__")
        target = values
        for section in sections:
            target = target.setdefault(section, {})
            if not isinstance(target, dict):
                raise ConfigurationError(
                    f"{PREFIX}{name.upper()}: {section} is given a value of its own already; "
                    "drop one of the two"
                )
        target[key] = value
    return values


def _toml_or_text(value: str) -> Any:
    """A variable is text; one that is written as a TOML array or inline table is that."""
    if value.startswith(("[", "{")):
        try:
            return tomllib.loads(f"value = {value}")["value"]
        except (ValueError, RecursionError):
            return value
    return value


def _merge(values: dict[str, Any], over: Mapping[str, Any]) -> None:
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(values.get(key), dict):
            _merge(values[key], value)
        else:
            values[key] = value


def _check_columns(config: Config, given_by: str) -> None:
    slugs: set[str] = set()
    keys: dict[ColumnName, int] = {}
    names: set[tuple[str, tuple[str, ...]]] = set()
    for number, column in enumerate(config.column):
        where = f"{given_by}: column.{number} ({column.name})"
        if not column.sources and not column.columns and column.title is None:
            raise ConfigurationError(f"{where}: gathers nothing; give it sources, columns or title")
        if (column.name, column.sources) in names:
            raise ConfigurationError(
                f"{where}: another column has this name and these sources; make one of the two"
            )
        names.add((column.name, column.sources))
        if (key := column.rule().key) in keys:
            raise ConfigurationError(
                f"{where}: its id would be that of column.{keys[key]}: both begin with the same source and "
                "name; give one of them another of its columns first"
            )
        keys[key] = number
        if column.slug in slugs:
            raise ConfigurationError(
                f"{where}: slug {column.slug} is taken by another column; give it one of its own"
            )
        if column.slug:
            slugs.add(column.slug)
