"""An account that goes on says what one of the same captures, made anew, would say."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.finding import Finding, Severity
from pressrun.reports import report_json, report_page
from pressrun.reports.accounted import Accounted, Outcome, RuleFound, Summary, summary_of
from pressrun.reports.examples import OTHER_FILES, REJECTED_FILES, Shown, examples, wanted
from pressrun.reports.tally import Counting, counted
from tests.reports.accounts import counting_of, duplicate, html_of, json_of, many, published, rejected
from tests.reports.findings import ERROR, INFO, RULES, WARNING

# More than the page names of a warning or of duplicates, so that what leaves lets others in.
PATHS = [f"2024/{number:02}.md" for number in range(2 * OTHER_FILES)]
FINDINGS = st.lists(
    st.sampled_from(
        [ERROR, WARNING, INFO, WARNING._replace(line=3), WARNING._replace(severity=Severity.ERROR)]
    ),
    max_size=4,
)


@st.composite
def accounts(draw: st.DrawFn, path: str) -> Accounted:
    """What can become of the capture at this path."""
    findings = tuple(one._replace(path=path) for one in draw(FINDINGS))
    source = draw(st.sampled_from(["", "河岸通讯", "城南转载"]))
    error = next((one for one in findings if one.severity is Severity.ERROR), None)
    if error is not None:
        return Accounted(path, source, Outcome.REJECTED, findings, cause=error.code)
    speaker = draw(st.none() | st.just("2025/z.md"))
    outcome = Outcome.PUBLISHED if speaker is None else Outcome.DUPLICATE
    return Accounted(path, source, outcome, findings, speaker=speaker)


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[str, Accounted | None]]:
    """Captures that come, change and leave, in any order."""
    paths = draw(st.lists(st.sampled_from(PATHS), max_size=60))
    return [(path, draw(st.none() | accounts(path))) for path in paths]


def after(changes: Sequence[tuple[str, Accounted | None]]) -> tuple[Counting, dict[str, Accounted]]:
    """The account that met the changes one by one, and the captures that are left, by path."""
    counting, files = Counting(), dict[str, Accounted]()
    for path, file in changes:
        if path in files:
            counting.remove(summary_of(files.pop(path)))
        if file is not None:
            counting.add(summary_of(file))
            files[path] = file
    return counting, dict(sorted(files.items()))


@given(changes())
def test_captures_that_came_and_went_leave_no_trace(changes: Sequence[tuple[str, Accounted | None]]) -> None:
    """The same account as if only those that are left had ever been there."""
    counting, files = after(changes)

    anew = counting_of(files.values())
    assert counting == anew
    assert counting.tally(RULES) == anew.tally(RULES)


@given(changes())
def test_both_documents_are_those_of_an_account_made_anew(
    changes: Sequence[tuple[str, Accounted | None]],
) -> None:
    """Byte for byte, though the lines of most captures are kept and few captures are asked about."""
    counting, files = after(changes)
    tally = counting.tally(RULES)
    lines = {path: report_json.line_of(file) for path, file in files.items()}
    named = wanted(counting, tally)
    shown = examples(named, {path: files[path] for path in named.paths()})

    assert report_json.serialise(tally, lines.values()) == json_of(list(files.values()))
    assert report_page.serialise("An edition", "zh-CN", tally, shown) == html_of(files.values())


def test_the_page_names_as_many_captures_as_it_has_room_for() -> None:
    """The first ones of a rule that rejects, and of any other rule and of duplicates fewer."""
    warned = [published(f"b{number:02}.md", WARNING) for number in range(OTHER_FILES + 1)]
    repeated = [duplicate(f"c{number:02}.md", "a.md") for number in range(OTHER_FILES + 1)]
    counting = counting_of([*many(REJECTED_FILES + 1), *warned, *repeated])

    named = wanted(counting, counting.tally(RULES))

    assert named.by_rule == {
        "BD001": [f"{number:04}.md" for number in range(REJECTED_FILES)],
        "FM003": [f"b{number:02}.md" for number in range(OTHER_FILES)],
    }
    assert named.duplicates == [f"c{number:02}.md" for number in range(OTHER_FILES)]


def test_a_capture_that_leaves_makes_room_on_the_page() -> None:
    """The next one in order is named in its place."""
    counting = counting_of(many(REJECTED_FILES + 1))

    counting.remove(summary_of(rejected("0007.md")))

    named = wanted(counting, counting.tally(RULES)).by_rule["BD001"]
    assert named == [f"{number:04}.md" for number in range(REJECTED_FILES + 1) if number != 7]


def test_a_capture_that_is_named_twice_is_asked_about_once() -> None:
    """Two rules found something in it."""
    counting = counting_of([rejected("a.md", "河岸通讯", WARNING), rejected("b.md")])

    assert list(wanted(counting, counting.tally(RULES)).paths()) == ["a.md", "b.md"]


def test_the_page_tells_the_gravest_finding_of_a_rule() -> None:
    """The first of the gravest, and how many others the rule has in this capture."""
    grave = WARNING._replace(severity=Severity.ERROR, line=3)
    findings = (WARNING, ERROR, grave, grave._replace(line=4))
    file = Accounted("a.md", "", Outcome.REJECTED, findings, cause="FM003")
    counting = counting_of([file])

    shown = examples(wanted(counting, counting.tally(RULES)), {"a.md": file})

    assert shown.by_rule == {"FM003": [Shown("a.md", grave, 2)], "BD001": [Shown("a.md", ERROR, 0)]}


@pytest.mark.parametrize("file", [rejected("b.md"), duplicate("b.md", "a.md")])
def test_what_was_never_counted_cannot_leave(file: Accounted) -> None:
    """Better no account than one that is wrong from now on."""
    counting = counting_of([rejected("a.md"), duplicate("c.md", "d.md")])

    with pytest.raises(KeyError, match=r"b\.md"):
        counting.remove(summary_of(file))


def test_a_summary_has_what_is_counted() -> None:
    """Of each rule the gravest severity in this capture, and how many findings."""
    findings: tuple[Finding, ...] = (WARNING, ERROR, WARNING._replace(severity=Severity.ERROR))
    file = Accounted("a.md", "河岸通讯", Outcome.REJECTED, findings, cause="FM003")

    assert summary_of(file) == Summary(
        "a.md",
        "河岸通讯",
        Outcome.REJECTED,
        "FM003",
        (RuleFound("FM003", Severity.ERROR, 2), RuleFound("BD001", Severity.ERROR, 1)),
    )


def test_the_record_of_a_summary_is_short() -> None:
    """It stands in every row of a ledger, whose path it needs not repeat."""
    summary = summary_of(rejected("a.md", "河岸通讯", WARNING))

    assert summary.record() == ["河岸通讯", "r", "BD001", ["BD001", 2, 1, "FM003", 1, 1]]


@given(st.sampled_from(PATHS).flatmap(accounts))
def test_a_record_gives_its_summary_back(file: Accounted) -> None:
    """Through JSON and back."""
    summary = summary_of(file)

    assert Summary.from_record(file.path, json.loads(json.dumps(summary.record()))) == summary


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "p", "BD001"]),
    lambda values: st.lists(values, max_size=6) | st.dictionaries(st.text(), values, max_size=4),
)


@given(JSON | st.tuples(st.text(), st.sampled_from("prd"), st.none() | st.text(), JSON).map(list))
def test_a_record_of_another_make_is_refused_or_is_a_summary(record: object) -> None:
    """Whatever a damaged ledger holds: a ValueError, or what an account can count."""
    try:
        summary = Summary.from_record("a.md", record)
    except ValueError:
        return

    counting = counted([summary])
    assert counting.tally(RULES).captures == 1
    counting.remove(summary)
    assert counting == Counting()


@pytest.mark.parametrize(
    "record",
    [
        None,
        [],
        ["河岸通讯", "x", None, []],
        [None, "p", None, []],
        ["河岸通讯", "r", 1, []],
        ["河岸通讯", "r", "BD001", ["BD001", 2]],
        ["河岸通讯", "r", "BD001", ["BD001", 3, 1]],
        ["河岸通讯", "r", "BD001", ["BD001", 2, 0]],
        ["河岸通讯", "r", "BD001", ["BD001", 2, "1"]],
        ["河岸通讯", "r", "BD001", [1, 2, 1]],
        ["河岸通讯", "r", "BD001", ["BD001", 2, 1, "BD001", 1, 1]],
    ],
)
def test_a_record_of_another_make_is_refused(record: object) -> None:
    """An account of it would count what never was."""
    with pytest.raises(ValueError, match="another make"):
        Summary.from_record("a.md", record)
