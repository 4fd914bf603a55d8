"""The attributions that an edition has feeds of, from all its columns."""

from __future__ import annotations

from collections.abc import Sequence

from pressrun.attributions import gather_attributions
from pressrun.columns import Column
from pressrun.compose import Placed
from pressrun.config import Config
from pressrun.history.standing import Standing
from pressrun.press.composing import Attributed
from pressrun.store import output


def attribute(
    gathered: Sequence[tuple[Column, Sequence[Standing]]], config: Config, before: output.Before
) -> Attributed:
    """The attributions that the config asks for, of what the columns publish; a published slug stays."""
    rule = config.feeds.attributions.rule()
    if rule is None:
        return ()
    placed = {standing.digest.key: (column, standing) for column, members in gathered for standing in members}
    digests = (standing.digest for _, standing in placed.values())
    return [
        (
            attribution,
            [Placed(*placed[digest.key], digest.numbers.index(number)) for digest, number in mentions],
        )
        for attribution, mentions in gather_attributions(digests, rule, before.attributions)
    ]
