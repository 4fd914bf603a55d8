"""Proving captures in memory, under every rule unless a test says which."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings

from pressrun.capture import Refusal
from pressrun.finding import Finding
from pressrun.press import Proof, ProofSettings, proof
from pressrun.rules import catalogue, select

ZONE = ZoneInfo("Asia/Shanghai")
EVERY = tuple(rule.code for rule in catalogue())
PATH = "河岸通讯_新桥.md"
#: What runs unless somebody asks for more: every error and warning.
DEFAULT = tuple(rule.code for rule in select())
#: With a zone and near the date of tests.samples, so that neither DT004 nor DT006 speaks.
FETCH_DATE = "2025-03-15T08:30:00+08:00"

#: For hypothesis: a busy machine is no failure.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rules_of(*prefixes: str) -> tuple[str, ...]:
    """The codes that start so: the family that a test is about."""
    return tuple(code for code in EVERY if code.startswith(prefixes))


#: What keeps a body from being an article: one a file.
CAUSES = tuple(code for code in rules_of("BD00", "BD010", "BD011", "BD012") if code != "BD006")


def prove(
    raw: str | bytes | Refusal, path: str = PATH, codes: Sequence[str] = EVERY, *, items: bool = False
) -> Proof:
    """The proof of one capture."""
    if isinstance(raw, str):
        raw = raw.encode("utf-8", "surrogatepass")
    return proof(path, raw, ProofSettings(ZONE, tuple(codes), items))


def findings(
    raw: str | bytes | Refusal, path: str = PATH, rules: Sequence[str] = EVERY
) -> tuple[Finding, ...]:
    """What every rule, or these, have to say about one capture."""
    return prove(raw, path, rules).findings


def codes(raw: str | bytes | Refusal, path: str = PATH, rules: Sequence[str] = EVERY) -> list[str]:
    """The codes of the findings about one capture, in their order."""
    return [finding.code for finding in findings(raw, path, rules)]
