"""Which rules run: the default, and what --select, --extend-select and --ignore make of it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from pressrun.errors import ConfigurationError
from pressrun.rules import Standing, capture_rules, catalogue, select

EVERY = [rule.code for rule in catalogue() if not rule.on_documents]
INFOS = {
    *(
        "BD006",
        "BD013",
        "BD016",
        "DT004",
        "DT006",
        "FM009",
        "FM013",
        "MD002",
        "MD004",
        "MD005",
        "MD006",
        "NM001",
    ),
    *("TI002", "TI003", "TI004", "TI005", "UR002", "UR004", "UR007", "XF002", "XF004"),
}
DEFAULT = [code for code in EVERY if code not in INFOS]


def _family(*prefixes: str, without: str = "") -> list[str]:
    return [code for code in EVERY if code.startswith(prefixes) and code != without]


def _selected(chosen: str = "", extended: str = "", ignored: str = "") -> list[str]:
    return [rule.code for rule in select(chosen.split(), extended.split(), ignored.split())]


def test_by_default_every_error_and_warning_runs() -> None:
    """No info: those are shown on request."""
    assert _selected() == DEFAULT


@pytest.mark.parametrize(
    ("chosen", "codes"),
    [
        ("FM", _family("FM")),
        ("F", _family("FM")),
        ("FM00", _family("FM00")),
        ("FM003", ["FM003"]),
        ("FM009", ["FM009"]),
        ("UR DT00", _family("UR", "DT", without="DT006")),
        ("I", _family("IN", "IT")),
        ("X", _family("XF")),
        ("ALL", EVERY),
        ("ALL FM", EVERY),
        ("BD002 BD002", ["BD002"]),
    ],
)
def test_a_selection_replaces_the_default(chosen: str, codes: list[str]) -> None:
    """By code or prefix, infos included; DT006 only by its code or ALL."""
    assert _selected(chosen) == codes


@pytest.mark.parametrize("chosen", ["DT", "D", "DT0", "DT00", "DT FM"])
def test_no_prefix_brings_a_rule_that_is_off(chosen: str) -> None:
    """DT006 would say the same of half an archive."""
    assert "DT006" not in _selected(chosen)
    assert "DT006" not in _selected("", chosen)
    assert "DT004" in _selected(chosen)


@pytest.mark.parametrize("chosen", ["DT006", "ALL", "FM DT006", "ALL DT"])
def test_its_code_or_all_bring_it(chosen: str) -> None:
    """Both where it is selected and where the default is extended."""
    assert "DT006" in _selected(chosen)
    assert "DT006" in _selected("", chosen)


@pytest.mark.parametrize(
    ("extended", "codes"),
    [
        ("FM009", sorted([*DEFAULT, "FM009"])),
        ("FM", sorted({*DEFAULT, *_family("FM")})),
        ("DT006", sorted([*DEFAULT, "DT006"])),
        ("ALL", EVERY),
    ],
)
def test_an_extension_stands_beside_the_default(extended: str, codes: list[str]) -> None:
    """--extend-select takes nothing away."""
    assert _selected("", extended) == codes


def test_an_extension_stands_beside_a_selection() -> None:
    """Both count."""
    assert _selected("UR", "FM013") == ["FM013", *_family("UR")]


@pytest.mark.parametrize(
    ("chosen", "ignored", "codes"),
    [
        ("", "FM", [code for code in DEFAULT if not code.startswith("FM")]),
        ("", "FM003", [code for code in DEFAULT if code != "FM003"]),
        ("", "ALL", []),
        ("FM", "FM003", _family("FM", without="FM003")),
        ("FM003", "FM", ["FM003"]),
        ("FM00", "FM", _family("FM00")),
        ("FM", "FM00", _family("FM01")),
        ("FM", "FM", []),
        ("FM003", "FM003", []),
        ("ALL", "FM", [code for code in EVERY if not code.startswith("FM")]),
        ("ALL", "ALL", []),
        ("FM", "ALL", _family("FM")),
        ("DT006", "DT", ["DT006"]),
        ("DT006", "DT006", []),
        ("ALL", "DT006", [code for code in EVERY if code != "DT006"]),
        ("ALL", "DT", [code for code in EVERY if not code.startswith("DT")]),
        ("ALL", "D", [code for code in EVERY if not code.startswith("DT")]),
    ],
)
def test_the_longer_prefix_wins(chosen: str, ignored: str, codes: list[str]) -> None:
    """Of a selection and an ignored prefix; of two of one length the ignored one."""
    assert _selected(chosen, "", ignored) == codes
    if chosen:
        extended = _selected("", chosen, ignored)
        assert [code for code in extended if code not in DEFAULT] == [
            code for code in codes if code not in DEFAULT
        ]


@pytest.mark.parametrize(
    "prefix", ["ZZ", "FM999", "FM0031", "FM003-not-yaml", "not-yaml", "all", "Y", "FM 003"]
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_unknown_code_is_wrong_use(prefix: str, place: int) -> None:
    """Exit code 2 with the code in the message: a rule that silently never runs is worse."""
    arguments: list[list[str]] = [[], [], []]
    arguments[place] = ["FM", prefix]
    with pytest.raises(ConfigurationError, match=prefix) as caught:
        select(*arguments)
    assert caught.value.exit_code == 2
    assert str(caught.value).splitlines() == [str(caught.value)]


#: Without these a capture is neither published nor rejected.
SURE = [rule.code for rule in capture_rules() if rule.indispensable]


def _and_sure(codes: Iterable[str], without: str = " ") -> list[str]:
    return sorted({*codes, *(code for code in SURE if not code.startswith(without))})


@pytest.mark.parametrize(
    ("standing", "asked", "codes"),
    [
        # What the config says holds where the command line says nothing.
        (("FM", "", ""), ("", "", ""), _and_sure(_family("FM"))),
        (("", "FM009", ""), ("", "", ""), sorted([*DEFAULT, "FM009"])),
        (("", "", "FM"), ("", "", ""), _and_sure(code for code in DEFAULT if not code.startswith("FM"))),
        (("FM", "UR", "FM00"), ("", "", ""), _and_sure(_family("FM01", "UR"))),
        (("FM", "", "FM"), ("", "", ""), SURE),
        # --select replaces what is selected, --extend-select and --ignore add to it.
        (("FM", "DT", ""), ("UR", "", ""), _family("UR")),
        (("FM", "", ""), ("", "UR", ""), _and_sure(_family("FM", "UR"))),
        (("FM", "", "FM003"), ("", "", "FM00"), _and_sure(_family("FM01"), without="FM00")),
        (("FM", "", "FM003"), ("FM UR", "", "UR"), _family("FM", without="FM003")),
        # Of two prefixes of one length the command line's counts, and there the one that ignores.
        (("", "", "FM003"), ("FM003", "", ""), ["FM003"]),
        (("FM", "", "FM003"), ("", "FM003", ""), _and_sure(_family("FM"))),
        (("", "", "FM003"), ("FM", "", ""), _family("FM", without="FM003")),
        (("", "", "FM003"), ("FM003", "", "FM003"), []),
        (("FM003", "", ""), ("", "", "FM003"), SURE),
        (("", "", "ALL"), ("ALL", "", ""), EVERY),
        # The config takes nothing away that is indispensable; the command line does.
        (("", "", "ALL"), ("", "", ""), SURE),
        (("", "", "DT001"), ("D", "", ""), _family("DT", without="DT006")),
        (("", "", ""), ("", "", "ALL"), []),
        (("", "", "DT001"), ("FM", "", ""), _family("FM")),
    ],
)
def test_the_command_line_beats_the_config(
    standing: tuple[str, str, str], asked: tuple[str, str, str], codes: list[str]
) -> None:
    """--select replaces the config's selection, --ignore adds to what it ignores."""
    said = Standing(*(tuple(part.split()) for part in standing))
    rules = select(*(part.split() for part in asked), standing=said)
    assert [rule.code for rule in rules] == codes


def test_rules_about_documents_run_on_documents_alone() -> None:
    """No choice brings them to captures, and none brings the others to what was published."""
    published = [rule.code for rule in select(documents=True)]
    assert published == [rule.code for rule in catalogue() if rule.code.startswith("DC")]
    assert [rule.code for rule in select(["ALL"], documents=True)] == published
    assert select(["DC"]) == select(["FM"], documents=True) == ()
