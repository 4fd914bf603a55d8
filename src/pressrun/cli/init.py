"""`pressrun init`: a config of somebody's own, after three questions."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from pressrun.cli.guessing import authority_of, is_public, machine_zone
from pressrun.cli.options import load_config
from pressrun.errors import ConfigurationError, OutputUnwritable

if TYPE_CHECKING:
    from pressrun.config import Config

_NAME, _KEPT = "config.toml", "config.toml.old"
_QUESTIONS = {
    "base_url": "Where will the output be served? Readers take the address of a feed from it.",
    "authority": "A domain of yours, and a year in which it was? Ids are made from it, for ever.",
    "timezone": "In which zone are the dates of the captures?",
}


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option("--base-url", metavar="URL", help="Where the output will be served.  [http://127.0.0.1:8000/]")
@click.option("--authority", help="A domain of yours and a year in which it was.  [base_url's, this year]")
@click.option("--timezone", metavar="ZONE", help="The zone of captures' dates.  [the machine's]")
@click.option("--inbox", metavar="DIR", help="The folder of captures.  [inbox]")
@click.option("--output", "-o", metavar="DIR", help="The folder to publish to.  [feeds]")
@click.option(
    "--yes", "-y", is_flag=True, help="Ask nothing: options, variables and defaults are the answers."
)
@click.option(
    "--force", is_flag=True, help=f"Replace a {_NAME}; it stays as {_KEPT}, and gives the defaults."
)
def init_command(folder: Path, *, yes: bool, force: bool, **options: str | None) -> None:
    """Write FOLDER/config.toml: base_url, authority and time zone are asked, every key is explained.

    Nothing is asked that an option answers, and nothing at all with --yes or where standard input is no
    terminal. A config that is there already stays.
    """
    file = folder / _NAME
    _refuse_to_lose(file, force=force)
    year = datetime.now(UTC).year
    if (authority := options["authority"]) is not None:
        options["authority"] = _with_year(authority, year)
    config = _so_far(file, options)
    asked = [key for key in _QUESTIONS if options[key] is None]
    answers = _answers(config, asked if _may_ask(yes=yes) else [], year)
    _refuse_to_lose(file, force=force)
    _write(file, _values(config, answers))
    for line in _next_steps(folder, config, answers["base_url"]):
        click.echo(line, err=True)


def _refuse_to_lose(file: Path, *, force: bool) -> None:
    """Sees to it that nothing is lost that somebody wrote.

    Raises:
        ConfigurationError: a config is there, or with --force the one before it as well.
    """
    if os.path.lexists(file) and not force:
        raise ConfigurationError(
            f"{file}: is there and stays as it is; edit it, name another folder, or replace it with --force"
        )
    if force and os.path.lexists(file) and os.path.lexists(file.with_name(_KEPT)):
        raise ConfigurationError(f"{file.with_name(_KEPT)}: is kept from before; move it away first")


def _may_ask(*, yes: bool) -> bool:
    # Without standard input Python has none either.
    return not yes and bool(sys.stdin) and sys.stdin.isatty()


def _so_far(file: Path, options: Mapping[str, str | None]) -> Config:
    """What options, variables and the config that is replaced say."""
    # Not "no file": that would be the one in the working folder.
    given = file if file.is_file() else Path(os.devnull)
    top = {key: options[key] for key in ("inbox", "output")}
    return load_config(given, **top, **{f"edition__{key}": options[key] for key in _QUESTIONS})


def _answers(config: Config, asked: list[str], year: int) -> dict[str, str]:
    """A believed value for each of the questions, asked or not; each may depend on those before it.

    Raises:
        ConfigurationError: there will be no answer.
    """
    edition, answers = config.edition, dict[str, str]()
    try:
        for key in _QUESTIONS:
            value = getattr(edition, key)
            if key not in edition.model_fields_set:
                value = _proposal(key, answers, year) or value
            answers[key] = _ask(key, value, year) if key in asked else value
    except KeyboardInterrupt:
        # It comes where it likes: between two questions as well as while an answer is waited for.
        raise _no_answer() from None
    return answers


def _proposal(key: str, answers: Mapping[str, str], year: int) -> str | None:
    match key:
        case "authority":
            return authority_of(answers["base_url"], year)
        case "timezone":
            return machine_zone(os.environ)
    return None


def _ask(key: str, default: str, year: int) -> str:
    """Asks until an answer is one that the key takes; an empty one is the default.

    Raises:
        ConfigurationError: there will be no answer.
    """
    from pressrun.config import believe  # noqa: PLC0415  pydantic is for the subcommands that need it

    click.echo(_QUESTIONS[key], err=True)
    while True:
        answer = _line(f"  {key} [{default}]: ") or default
        try:
            return believe(f"edition__{key}", _with_year(answer, year) if key == "authority" else answer)
        except ConfigurationError as error:
            click.echo(f"  {answer!r}: {error}", err=True)


def _line(prompt: str) -> str:
    # Not input(): it prints to standard output, and a byte that is no text would end the questions.
    click.echo(prompt, nl=False, err=True)
    answer = sys.stdin.buffer.readline().decode(sys.stdin.encoding, "surrogateescape")
    if not answer:
        raise _no_answer()
    return answer.strip()


def _no_answer() -> ConfigurationError:
    # The prompt still stands on the line.
    click.echo(err=True)
    return ConfigurationError("no answer, so nothing was written; --yes takes the defaults")


def _with_year(authority: str, year: int) -> str:
    return authority if "," in authority or not authority else f"{authority},{year}"


def _values(config: Config, answers: Mapping[str, str]) -> dict[str, str]:
    values = {"inbox": config.inbox, "output": config.output, "edition.title": config.edition.title}
    return values | {f"edition.{key}": value for key, value in answers.items()}


def _write(file: Path, values: Mapping[str, str]) -> None:
    """Puts the config in its place, whole, and the one before it beside it.

    Raises:
        OutputUnwritable: the disk fails; what was there stands.
    """
    from pressrun.config.reference import written  # noqa: PLC0415
    from pressrun.store.publish import Publication  # noqa: PLC0415

    publication = Publication(file.parent.resolve())
    try:
        if file.is_file():
            publication.add(_KEPT, file.read_bytes())
        publication.add(_NAME, written(values).encode())
        publication.commit()
    except (OSError, OutputUnwritable) as error:
        publication.abandon()
        cause = error if isinstance(error, OSError) else error.__cause__
        raise OutputUnwritable(
            f"{file}: {getattr(cause, 'strerror', error)}; no config was written"
        ) from error


def _next_steps(folder: Path, config: Config, base_url: str) -> list[str]:
    inbox, output = shlex.quote(config.inbox), shlex.quote(config.output)
    there = "" if folder == Path() else f"cd {shlex.quote(str(folder))}, and "
    return [
        f"{folder / _NAME} is written and explains every key. Next:",
        f"  1. {there}put captures (*.md, *.html) below {inbox}",
        f"  2. pressrun check {inbox}, then pressrun build",
        f"  3. {_served(output, config, base_url)}",
    ]


def _served(output: str, config: Config, base_url: str) -> str:
    """How the edition comes to readers: a loopback address needs nobody's web server."""
    if is_public(base_url):
        return f"pressrun watch presses what comes; serve {output} at {base_url}, or watch --serve behind it"
    port = urlsplit(base_url).port
    option = "" if port in {None, config.serve.port} else f" --port {port}"
    return (
        f"pressrun watch --serve{option}, and subscribe at {base_url}; "
        "set base_url and authority before others do"
    )
