"""config.toml, the environment and the options, believed.

One rule names them all: the key `[serve] port` is the variable PRESSRUN_SERVE__PORT. An option beats a
variable, a variable the file, the file the default.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from pressrun.columns import ColumnRule
from pressrun.compose import Imprint
from pressrun.errors import ConfigurationError
from pressrun.identity import normalise, valid_slug

PREFIX = "PRESSRUN_"
DEFAULT_FILE = "config.toml"

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
# RFC 4151 §2.1: a domain name or an address, and the date from which it was yours.
_AUTHORITY = re.compile(
    r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?:,\d{4}(?:-\d{2}(?:-\d{2})?)?)?"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def _base_url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#<>\"]+(?:/[^\s?#<>\"]*)?", value):
        raise ValueError("must be an absolute http or https address without query and fragment")
    return value if value.endswith("/") else value + "/"


def _authority(value: str) -> str:
    if not _AUTHORITY.fullmatch(value):
        raise ValueError('must be a domain or address and the year it was yours, as in "example.org,2026"')
    return value if "," in value else f"{value},2026"


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        raise ValueError('is no zone of the tz database, as "Asia/Shanghai" is') from None
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError('must be a language tag, as in "zh-CN"')
    return value


def _slug(value: str | None) -> str | None:
    if value is not None and not valid_slug(value):
        raise ValueError("must be a-z, 0-9 and single hyphens, and none of attributions, archive, items")
    return value


def _interval(value: str) -> str:
    if not re.fullmatch(r"[1-9]\d{0,5}[smhd]", value):
        raise ValueError('must be a whole number and s, m, h or d, as in "5m"')
    return value


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EditionSection(_Section):
    """`[edition]`: what every document says of its publisher."""

    title: str = Field("Pressrun", min_length=1, description="The name of the edition.")
    base_url: Annotated[str, AfterValidator(_base_url)] = Field(
        "http://127.0.0.1:8000/", description="Where the output folder is served; every link starts with it."
    )
    authority: Annotated[str, AfterValidator(_authority)] = Field(
        "localhost,2026",
        description="Whose ids these are, for ever: a domain of yours and the year from which it was.",
    )
    language: Annotated[str, AfterValidator(_language)] = Field("zh-CN", description="Language of the texts.")
    timezone: Annotated[str, AfterValidator(_timezone)] = Field(
        "Asia/Shanghai", description="The zone of `date`, and of a `fetch_date` that names none."
    )
    mirrors: tuple[str, ...] = Field(
        (), description="Sources that only repeat others' digests; they never own one."
    )
    entries: int = Field(50, ge=1, le=1000, description="Entries of a live feed at the most.")
    max_bytes: int = Field(
        512 * 1024, ge=1024, description="Bytes of a live feed at the most; one entry always stays."
    )


class WatchSection(_Section):
    """`[watch]`: when the scheduler presses."""

    every: Annotated[str, AfterValidator(_interval)] = Field("5m", description="Time between two cycles.")
    settle: float = Field(
        2.0, ge=0, le=3600, description="Seconds a file must have been quiet before it is read."
    )

    @property
    def seconds(self) -> int:
        """`every` in seconds."""
        return int(self.every[:-1]) * _UNITS[self.every[-1]]


class ColumnSection(_Section):
    """One `[[column]]`: names, merges or re-slugs what is recognised."""

    name: str = Field(min_length=1, description="What the column is called.")
    slug: Annotated[str | None, AfterValidator(_slug)] = Field(None, description="Its folder in the output.")
    sources: tuple[str, ...] = Field((), description="Gather only digests of these sources.")
    columns: tuple[str, ...] = Field((), description="Gather only digests recognised under these names.")
    language: Annotated[str | None, AfterValidator(lambda value: value and _language(value))] = Field(
        None, description="Language of its texts, where it is not the edition's."
    )


class Config(_Section):
    """All of config.toml."""

    inbox: str = Field("inbox", min_length=1, description="The folder of captures; it is only read.")
    output: str = Field("feeds", min_length=1, description="The folder that the edition is published to.")
    state: str = Field(".pressrun", min_length=1, description="Where the press notes who holds an output.")
    max_capture_bytes: int = Field(
        8 * 1024 * 1024, ge=1024, description="A larger file is no capture (IN003)."
    )
    edition: EditionSection = EditionSection()
    watch: WatchSection = WatchSection()
    column: tuple[ColumnSection, ...] = ()

    def imprint(self) -> Imprint:
        """What composing needs of the config."""
        edition = self.edition
        return Imprint(
            title=edition.title,
            base_url=edition.base_url,
            authority=edition.authority,
            language=edition.language,
            zone=ZoneInfo(edition.timezone),
            entries=edition.entries,
        )

    def column_rules(self) -> tuple[ColumnRule, ...]:
        """What gathering digests needs of the config."""
        return tuple(
            ColumnRule(
                name=column.name,
                slug=column.slug,
                sources=tuple(map(normalise, column.sources)),
                columns=tuple(map(normalise, column.columns)),
                language=column.language,
            )
            for column in self.column
        )


def load(file: Path | None, environment: Mapping[str, str], options: Mapping[str, str | None]) -> Config:
    """The config that file, variables and options make together.

    Args:
        file: config.toml; None takes the one in the working folder, if there is one.
        environment: the process's variables.
        options: keys given on the command line, `watch__every` for `[watch] every`; None: not given.

    Raises:
        ConfigurationError: the file cannot be read, is no TOML, or a value is none that the key takes.
    """
    values = _from_file(file) if file or Path(DEFAULT_FILE).is_file() else {}
    _merge(values, _from_environment(environment))
    _merge(values, _nested({key: value for key, value in options.items() if value is not None}))
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        raise ConfigurationError(_explain(error, file)) from None
    _check_columns(config)
    return config


def _from_file(file: Path | None) -> dict[str, Any]:
    path = file or Path(DEFAULT_FILE)
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}; name a config with --config FILE") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not TOML: {error}") from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    return _nested(
        {
            name.removeprefix(PREFIX).lower(): _list_or_text(value)
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
        target[key] = value
    return values


def _list_or_text(value: str) -> Any:
    """A variable is text; one that is written as a TOML array is that array."""
    if value.startswith("["):
        try:
            return tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            return value
    return value


def _merge(values: dict[str, Any], over: Mapping[str, Any]) -> None:
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(values.get(key), dict):
            _merge(values[key], value)
        else:
            values[key] = value


def _explain(error: ValidationError, file: Path | None) -> str:
    problem = error.errors(include_url=False)[0]
    key = ".".join(map(str, problem["loc"]))
    message = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "extra_forbidden":
        message = "no such key; config.toml in the repository lists them all"
    return f"{file or DEFAULT_FILE} or PRESSRUN_ variable: {key}: {message}"


def _check_columns(config: Config) -> None:
    slugs: set[str] = set()
    names: set[tuple[str, tuple[str, ...]]] = set()
    for number, column in enumerate(config.column):
        where = f"column.{number} ({column.name})"
        if not column.sources and not column.columns:
            raise ConfigurationError(f"{where}: gathers nothing; give it sources or columns")
        if (column.name, column.sources) in names:
            raise ConfigurationError(f"{where}: another column has this name and these sources")
        names.add((column.name, column.sources))
        if column.slug in slugs:
            raise ConfigurationError(f"{where}: slug {column.slug} is taken by another column")
        if column.slug:
            slugs.add(column.slug)
