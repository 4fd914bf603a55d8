"""What `contrib/` offers works as it stands there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.cli.process import finish, run

LARGEST_EXPOSURE = 1.2
#: The machine of the tests may have a public address, and the config's own is loopback.
PUBLIC = {"PRESSRUN_EDITION__BASE_URL": "https://feeds.example.org/"}


def words_after(text: str, start: str) -> list[str]:
    """The words of a command, from the name of the program on, on however many lines."""
    command = re.sub(r"\\\n\s*", "", text).partition(start)[2].partition("\n")[0]
    return command.split()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_unit_exposes_little(root: Path) -> None:
    """As systemd itself scores it."""
    words = ["systemd-analyze", "security", "--offline=true", "--no-pager", "contrib/pressrun.service"]

    finished = finish(words, cwd=root)

    exposure = re.search(r"Overall exposure level for pressrun.service: ([0-9.]+)", finished.stdout)
    assert exposure is not None, finished.stderr
    assert float(exposure[1]) <= LARGEST_EXPOSURE


def test_the_command_of_the_unit_is_one_that_the_watch_takes(root: Path, tmp_path: Path) -> None:
    """Its folders and its options."""
    words = words_after(
        (root / "contrib/pressrun.service").read_text(), "ExecStart=/opt/pressrun/bin/pressrun "
    )
    words[words.index("--config") + 1] = str(root / "config.toml")

    told = run(*words, "--check-config", cwd=tmp_path, env=PUBLIC)

    assert (told.returncode, told.stderr) == (0, "")
    assert 'output = "/var/lib/pressrun/feeds"  # command line' in told.stdout
    assert 'inbox = "/srv/captures"  # command line' in told.stdout


def test_the_command_of_the_crontab_is_one_that_the_build_takes(root: Path, tmp_path: Path) -> None:
    """The same for the cron line."""
    words = words_after((root / "contrib/crontab").read_text(), "*    pressrun ")[:-1]
    words[words.index("--config") + 1] = str(root / "config.toml")

    told = run(*words, "--check-config", cwd=tmp_path, env=PUBLIC)

    assert (told.returncode, told.stderr) == (0, "")


def test_the_workflow_is_yaml_that_runs_the_press(root: Path) -> None:
    """Its jobs have only the rights that they name."""
    workflow = yaml.safe_load((root / "contrib/github-pages.yml").read_text())

    assert workflow["permissions"] == {}
    runs = [step.get("run", "") for step in workflow["jobs"]["press"]["steps"]]
    assert any("pressrun build inbox --output edition" in one for one in runs)


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_takes_the_snippet(root: Path, tmp_path: Path) -> None:
    """But for its certificates, which are not there."""
    snippet = (root / "contrib/nginx.conf").read_text()
    plain = re.sub(r"\n\s+ssl_\S+ +\S+;", "", snippet).replace("443 ssl", "18443")
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{plain}\n}}\n")

    finished = subprocess.run(
        ["nginx", "-t", "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "error.log")],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert finished.returncode == 0, finished.stderr


def test_every_event_of_the_log_is_explained(root: Path) -> None:
    """docs/operating.md names each event that the watch can say."""
    explained = (root / "docs/operating.md").read_text("utf-8")
    said = {
        name
        for path in (root / "src/pressrun/watch").glob("*.py")
        for name in re.findall(
            r'"((?:watch|cycle|config|clock|events|ledger|capture|outcomes)\.[a-z]+)"',
            path.read_text("utf-8"),
        )
    }

    assert len(said) > 10
    assert {name for name in said if f"`{name}`" not in explained} == set()
