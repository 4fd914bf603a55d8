"""What /metrics tells Prometheus. No label is a path, a title or anything else that strangers write."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from pressrun.serve.answering import Documents
from pressrun.serve.readiness import unready
from pressrun.serve.shelf import Shelf
from pressrun.store.below import read
from pressrun.store.pulse import Pulse, read_pulse

_LARGEST = 64 * 1024 * 1024


class Figures(Collector):
    """The figures of one server, read when they are asked for: nothing is counted twice, nothing goes stale.

    Args:
        output: the edition.
        state: where its watch leaves its pulse.
        documents: what counts answers.
        shelf: what is in memory.
    """

    def __init__(self, output: Path, state: Path, documents: Documents, shelf: Shelf) -> None:
        self._output = output
        self._state = state
        self._documents = documents
        self._shelf = shelf

    def collect(self) -> Iterator[Metric]:
        """Called by prometheus_client for each scrape."""
        yield from self._served()
        yield from self._edition()
        pulse = read_pulse(self._state, self._output)
        ready = not unready(pulse, time.time())
        yield GaugeMetricFamily("pressrun_ready", "1 if the last cycle was good and recent.", float(ready))
        if pulse is not None:
            yield from _cycles(pulse)

    def _served(self) -> Iterator[Metric]:
        answers = CounterMetricFamily("pressrun_answers", "Requests answered, by status.", labels=["status"])
        for status, count in sorted(self._documents.answers.items()):
            answers.add_metric([str(status)], count)
        yield answers
        yield GaugeMetricFamily("pressrun_memory_documents", "Documents in memory.", self._shelf.documents)
        yield GaugeMetricFamily("pressrun_memory_bytes", "Bytes of those, with their gzip.", self._shelf.size)

    def _edition(self) -> Iterator[Metric]:
        record = _record(self._output)
        captures = GaugeMetricFamily(
            "pressrun_captures", "Captures in the inbox, by what became of them.", labels=["outcome"]
        )
        for outcome in ("published", "rejected", "duplicates"):
            captures.add_metric([outcome], _number(record.get(outcome)))
        yield captures
        rejected = GaugeMetricFamily(
            "pressrun_rejected", "Rejected captures, by the rule that each broke first.", labels=["rule"]
        )
        rules = record.get("rejected_by_rule")
        for rule, count in sorted(rules.items()) if isinstance(rules, dict) else ():
            rejected.add_metric([str(rule)], _number(count))
        yield rejected
        columns = record.get("columns")
        yield GaugeMetricFamily(
            "pressrun_columns", "Columns of the edition.", len(columns) if isinstance(columns, list) else 0
        )


def registry_of(figures: Figures) -> CollectorRegistry:
    """What a scrape asks: these figures, and those of the process."""
    registry = CollectorRegistry()
    registry.register(figures)
    ProcessCollector(registry=registry)
    return registry


def _cycles(pulse: Pulse) -> Iterator[Metric]:
    yield CounterMetricFamily("pressrun_cycles", "Cycles since the watch started.", pulse.cycles)
    for name, text, value in (
        ("cycle_good", "1 if the last cycle was good.", float(pulse.good)),
        ("cycle_seconds", "How long the last cycle took.", pulse.seconds),
        ("cycle_ended_timestamp_seconds", "When the last cycle ended.", pulse.ended),
        ("cycle_good_timestamp_seconds", "When the last good cycle ended.", pulse.good_at),
        ("cycle_next_timestamp_seconds", "When the next cycle is due.", pulse.next_run),
    ):
        yield GaugeMetricFamily(f"pressrun_{name}", text, value)
    if pulse.good_at:
        age = max(0.0, time.time() - pulse.good_at)
        yield GaugeMetricFamily("pressrun_edition_age_seconds", "Since the last good cycle.", age)
    documents = GaugeMetricFamily(
        "pressrun_documents", "Documents of the last good cycle, by what became of them.", labels=["outcome"]
    )
    for outcome in ("written", "unchanged", "removed"):
        documents.add_metric([outcome], pulse.counts.get(outcome, 0))
    yield documents


def _record(output: Path) -> Mapping[str, object]:
    """What edition.json says; nothing where it is missing or damaged."""
    try:
        found = read(str(output), "edition.json", _LARGEST)
        record = json.loads(found[1]) if found else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _number(value: object) -> float:
    return float(value) if isinstance(value, int) else 0.0
