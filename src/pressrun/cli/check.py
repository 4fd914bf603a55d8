"""`pressrun check`: its options. What they make happen stands in `checking`."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Any

import click

from pressrun.cli.options import config_option, jobs_option
from pressrun.cli.request import Request

# As the registry has them; a test compares. Reports are imported when the command runs.
_FORMATS = ("full", "concise", "json", "jsonl", "github", "gitlab", "sarif", "junit", "rdjson")
_FAIL_ON = ("error", "warning", "info", "never")


def _codes(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG001
    return tuple(code.strip().upper() for part in value for code in part.split(",") if code.strip())


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH|-]...")
@config_option
@jobs_option
@click.option(
    "--output-format", type=click.Choice(_FORMATS), default="full", help="How findings are printed.  [full]"
)
@click.option(
    "-o", "--output-file", type=click.Path(path_type=Path), metavar="FILE",
    help="Write the report to FILE, whole or not at all, instead of printing it.",
)  # fmt: skip
@click.option(
    "--statistics", is_flag=True,
    help="Count findings by rule and by source instead of naming them; as JSON with --output-format json.",
)  # fmt: skip
@click.option(
    "--select", multiple=True, callback=_codes, metavar="CODES",
    help="Run these codes or prefixes; ALL is all.",
)  # fmt: skip
@click.option("--extend-select", multiple=True, callback=_codes, metavar="CODES", help="Run these as well.")
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="Leave these out.")
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, and report what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix: also what may change the meaning or an id.")
@click.option("--diff", is_flag=True, help="Print what --fix would change, and write nothing.")
@click.option(
    "--stdin-filename", metavar="NAME", help="What the capture on standard input is called, below the inbox."
)
@click.option("--since", metavar="REF", help="Only files that differ from this git commit, new ones too.")
@click.option("--staged", is_flag=True, help="Only files that are staged for the next commit.")
@click.option(
    "--baseline", type=click.Path(path_type=Path), metavar="FILE",
    help="Leave out what this baseline holds, and say what of it was mended.",
)  # fmt: skip
@click.option(
    "--write-baseline", type=click.Path(path_type=Path), metavar="FILE",
    help="Write all findings to FILE as what is known, and leave with exit code 0.",
)  # fmt: skip
@click.option("--fail-on", type=click.Choice(_FAIL_ON), help="The least severity for exit code 1.  [error]")
@click.option(
    "--max-warnings", type=click.IntRange(min=0), metavar="N",
    help="Leave with exit code 1 if there are more warnings, whatever --fail-on says.",
)  # fmt: skip
@click.option("--exit-zero", is_flag=True, help="Leave with exit code 0 whatever is found.")
@click.option("--fail-on-empty", is_flag=True, help="Leave with exit code 1 if there is no capture.")
@click.option("--cache/--no-cache", default=True, help="Remember what unchanged captures gave.  [cache]")
@click.option(
    "--explain-removed", is_flag=True,
    help="List what of each capture build leaves out, and why, instead of findings; as JSON with "
    "--output-format json.",
)  # fmt: skip
@click.option(
    "--edition", type=click.Path(path_type=Path), metavar="DIR",
    help="Check the published documents below DIR instead of captures.",
)  # fmt: skip
def check_command(**options: Any) -> None:
    """Check captures against the schema and the rules.

    PATH is a file or a folder, by default the inbox; - is standard input. Errors keep a capture out of
    the edition, warnings name the fallback that is used, infos are shown where they are selected. Only
    --fix writes to a capture.
    """
    request = Request(**options)
    request.refuse_contradictions()
    # Modules are no garbage: to look for some while they are made takes a tenth of a start-up.
    gc.disable()
    try:
        from pressrun.cli.checking import run  # noqa: PLC0415  the option parser alone starts fast
    finally:
        gc.enable()
    sys.exit(run(request))
