"""What several tests stand on: the project's folders, and the material beside the checkout."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# On a shared machine one slow example says nothing about the code.
settings.register_profile("law", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("law")
# CI says the same of the same commit (--hypothesis-profile=ci); at a desk each run looks for new examples.
settings.register_profile("ci", settings.get_profile("law"), derandomize=True, database=None, print_blob=True)

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The two digests that the project was created from; they never enter the repository."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("the seeds are not beside the checkout (../shared/seeds)")
    return folder


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive sample, 12,968 real captures, unpacked once a session."""
    packed = SHARED / "archive-sample.tar.xz"
    if not packed.is_file():
        pytest.skip("the archive sample is not beside the checkout (../shared/archive-sample.tar.xz)")
    folder = tmp_path_factory.mktemp("archive")
    with tarfile.open(packed) as tar:
        tar.extractall(folder, filter="data")
    return folder
