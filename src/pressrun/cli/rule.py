"""`pressrun rule`: what a rule finds, why that matters, an example and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pressrun.cli.options import write_data

if TYPE_CHECKING:
    from pressrun.rules import Rule

# As `explaining` has them; a test compares.
_FORMATS = ("text", "md", "json")
_NEAREST = 3


@click.command("rule")
@click.argument("code", required=False)
@click.option("--all", "every", is_flag=True, help="Explain every rule of the catalogue.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", help="  [text]")
def rule_command(code: str | None, every: bool, form: str) -> None:  # noqa: FBT001  click's way
    """Explain the rule that is called CODE: what it finds, why, an example and the remedy."""
    if every == (code is not None):
        raise click.UsageError("say which rule, by its code, or --all")
    from pressrun.cli.explaining import ALL_RULES, ONE_RULE  # noqa: PLC0415  it imports the catalogue
    from pressrun.rules import catalogue  # noqa: PLC0415

    rules = catalogue()
    if code is None:
        write_data(ALL_RULES[form](rules))
        return
    found = next((rule for rule in rules if rule.code == code.upper()), None)
    if found is None:
        raise click.UsageError(f"no rule is called {code}; {_nearest(code, rules)}")
    write_data(ONE_RULE[form](found))


def _nearest(code: str, rules: tuple[Rule, ...]) -> str:
    """The rules whose code or name is most like it; those of its family where none is."""
    import difflib  # noqa: PLC0415

    by_word = {rule.code: rule for rule in rules} | {rule.name.upper(): rule for rule in rules}
    words = difflib.get_close_matches(code.upper(), by_word, _NEAREST)
    near = list(dict.fromkeys(f"{by_word[word].code} {by_word[word].name}" for word in words))
    return f"nearest: {', '.join(near)}" if near else "`pressrun rule --all` explains them all"
