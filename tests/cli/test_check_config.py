"""`--check-config`: the config of a run, and where each key comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.process import run
from tests.samples import write

#: An address that others reach, as the machine of the tests may be one itself.
PUBLIC = {"PRESSRUN_EDITION__BASE_URL": "https://feeds.example.org/"}


@pytest.mark.parametrize("subcommand", ["build", "watch"])
def test_each_key_is_told_with_its_value_and_origin(tmp_path: Path, subcommand: str) -> None:
    """An option beats a variable, a variable the file, the file the default; nothing is run."""
    write(
        tmp_path, "config.toml", 'output = "o"\n[watch]\nevery = "1h"\nsettle = 3.5\n[edition]\ngzip = true\n'
    )

    told = run(
        *(subcommand, "--check-config", "--output", "elsewhere"),
        cwd=tmp_path,
        env=PUBLIC | {"PRESSRUN_WATCH__EVERY": "2m", "PRESSRUN_EDITION__MIRRORS": '["A", "B"]'},
    )

    lines = told.stdout.splitlines()
    assert (told.returncode, told.stderr) == (0, "")
    for line in (
        'inbox = "inbox"  # default',
        'output = "elsewhere"  # command line',
        'watch.every = "2m"  # PRESSRUN_WATCH__EVERY',
        "watch.settle = 3.5  # config.toml",
        "edition.gzip = true  # config.toml",
        'edition.mirrors = ["A", "B"]  # PRESSRUN_EDITION__MIRRORS',
        "edition.entries = 50  # default",
    ):
        assert line in lines
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_an_unknown_key_is_an_error(tmp_path: Path) -> None:
    """Wherever it stands."""
    write(tmp_path, "config.toml", "[watch]\nsetle = 3\n")

    told = run("watch", "--check-config", cwd=tmp_path)

    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("pressrun: config.toml: watch.setle: no such key")


def test_an_unknown_variable_is_an_error(tmp_path: Path) -> None:
    """A name with a slip in it would be a setting that nobody has."""
    told = run("build", "--check-config", cwd=tmp_path, env={"PRESSRUN_WATHC__EVERY": "3m"})

    assert told.returncode == 2
    assert told.stderr.startswith("pressrun: PRESSRUN_WATHC__EVERY: wathc: no such key")


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000/", "http://localhost/", "http://[::1]/feeds/"])
def test_an_address_of_this_machine_alone_is_warned_of_where_others_are_served(
    tmp_path: Path, address: str
) -> None:
    """Readers keep the address that a feed names: nobody else could subscribe."""
    variables = {"PRESSRUN_EDITION__BASE_URL": address, "PRESSRUN_SERVE__HOST": "0.0.0.0"}  # noqa: S104

    told = run("watch", "--check-config", cwd=tmp_path, env=variables)

    assert told.returncode == 0
    assert told.stderr == (
        f"warning: edition.base_url: {address} is this machine alone, and others reach this one: "
        "set it to the public address before anybody subscribes\n"
    )


def test_a_public_address_is_not_warned_of(tmp_path: Path) -> None:
    """Whatever the server listens on."""
    told = run(
        "watch",
        "--check-config",
        cwd=tmp_path,
        env=PUBLIC | {"PRESSRUN_SERVE__HOST": "0.0.0.0"},  # noqa: S104
    )

    assert (told.returncode, told.stderr) == (0, "")


def test_a_hub_that_cannot_fetch_the_feeds_is_a_warning(tmp_path: Path) -> None:
    """It would be pinged with addresses of its own machine; a hub on this one is none of these."""
    hubs = '["http://127.0.0.1:9/", "https://hub.example.org/"]'

    told = run("build", "--check-config", cwd=tmp_path, env={"PRESSRUN_WEBSUB__HUBS": hubs})

    assert told.returncode == 0
    assert f"websub.hubs = {hubs}  # PRESSRUN_WEBSUB__HUBS" in told.stdout.splitlines()
    assert told.stderr.splitlines()[-1] == (
        "warning: websub.hubs: https://hub.example.org/ cannot fetch feeds from http://127.0.0.1:8000/: set "
        "edition.base_url"
    )
