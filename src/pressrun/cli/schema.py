"""`pressrun schema`."""

from __future__ import annotations

import json
from typing import Any, get_type_hints

import click

from pressrun.cli.options import write_data

NAMES = ("digest", "config", "finding")


@click.command("schema")
@click.argument("name", type=click.Choice(NAMES), default="digest")
def schema_command(name: str) -> None:
    """Print the JSON Schema of a capture's front matter (digest), of config.toml or of a finding."""
    write_data(json.dumps(schema(name), ensure_ascii=False, indent=2))


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one of NAMES, generated from the model that pressrun believes with."""
    from pydantic import TypeAdapter  # noqa: PLC0415

    from pressrun.config import Config  # noqa: PLC0415
    from pressrun.finding import Finding  # noqa: PLC0415
    from pressrun.front_matter import FrontMatter  # noqa: PLC0415

    model: Any = {"digest": FrontMatter, "config": Config, "finding": _written(Finding)}[name]
    generated = TypeAdapter(model).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | generated


def _written(record: Any) -> Any:
    """The model of a named tuple that is written as a JSON object and not as a list."""
    from pydantic import create_model  # noqa: PLC0415

    fields: Any = {
        name: (kind, record._field_defaults.get(name, ...)) for name, kind in get_type_hints(record).items()
    }
    return create_model(record.__name__, __doc__=record.__doc__, **fields)
