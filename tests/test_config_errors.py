"""Each kind of wrong config in each section: who gave it, the key, what is wrong, what to write."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from pressrun.config import Config, believe, load
from pressrun.errors import ConfigurationError
from tests.samples import write

#: Starts a column that is right so far.
COLUMN = '[[column]]\nname = "x"\nsources = ["y"]\n'
BASE_URL = (
    'must be an absolute http or https address without query and fragment, as in "https://feeds.example.org/"'
)
ZONE = 'is no zone of the tz database, as "Asia/Shanghai" is'
TOP = [
    ("inbox = 5", 'inbox: 5 is no text in quotation marks; write it as in: inbox = "inbox"'),
    ('output = ""', 'output: is empty; write it as in: output = "feeds"'),
    (
        'state = ["a"]',
        'state: a list is no text in quotation marks; write it as in: state = ".pressrun"',
    ),
    (
        'max_capture_bytes = "big"',
        "max_capture_bytes: 'big' is no whole number; write it as in: max_capture_bytes = 8388608",
    ),
    ("max_capture_bytes = 10", "max_capture_bytes: 10 is too small; write 1024 or more"),
    ('inbocks = "x"', "inbocks: no such key; did you mean inbox?"),
    ('base_url = "https://example.org/"', "base_url: no such key; did you mean edition.base_url?"),
    ('timezone = "UTC"', "timezone: no such key; did you mean edition.timezone or column.timezone?"),
]
EDITION = [
    ("edition = 5", "edition: 5 is no section; write [edition] on a line, and its keys below"),
    (
        "[edition]\nlanguage = 2025-01-01",
        'edition.language: 2025-01-01 is no text in quotation marks; write it as in: language = "zh-CN"',
    ),
    ('[edition]\ntitle = "\\u200b"', "edition.title: must be text that a reader can show"),
    ('[edition]\nbase_url = "https://:80/"', f"edition.base_url: {BASE_URL}"),
    ('[edition]\nbase_url = "https://me:word@example.org/"', f"edition.base_url: {BASE_URL}"),
    ('[edition]\nbase_url = "https://example.org:99999/"', f"edition.base_url: {BASE_URL}"),
    ('[edition]\nbase_url = "https://[::1/"', f"edition.base_url: {BASE_URL}"),
    ('[edition]\nbase_url = "https://exa\\u200bmple.org/"', f"edition.base_url: {BASE_URL}"),
    ('[edition]\nbase_url = "https://example.org\\\\"', f"edition.base_url: {BASE_URL}"),
    (
        '[edition]\nauthority = ""',
        'edition.authority: must be a domain or address and the year it was yours, as in "example.org,2026"',
    ),
    ('[edition]\nlanguage = ""', 'edition.language: must be a language tag, as in "zh-CN"'),
    ('[edition]\ntimezone = ""', f"edition.timezone: {ZONE}"),
    (
        '[edition]\nremoved = "drop"',
        "edition.removed: 'drop' is none of its values; write 'tombstone' or 'keep'",
    ),
    (
        '[edition]\nmirrors = "one"',
        "edition.mirrors: 'one' is no list; write it as in: mirrors = [\"Wire Collector's feed\"]",
    ),
    (
        "[edition]\nmirrors = [1]",
        (
            "edition.mirrors.0: 1 is no text in quotation marks; "
            'write it as in: mirrors = ["Wire Collector\'s feed"]'
        ),
    ),
    ("[edition]\nentries = 1.5", "edition.entries: 1.5 is no whole number; write it as in: entries = 50"),
    ("[edition]\nentries = true", "edition.entries: true is no whole number; write it as in: entries = 50"),
    ("[edition]\nentries = 1001", "edition.entries: 1001 is too large; write 1000 or less"),
    (
        f"[edition]\nentries = {'9' * 99}",
        f"edition.entries: {'9' * 59}… is too large; write 1000 or less",
    ),
    (
        '[edition]\ngzip = "maybe"',
        "edition.gzip: 'maybe' is neither true nor false; write it as in: gzip = false",
    ),
    ('[edition]\nevery = "5m"', "edition.every: no such key; did you mean watch.every?"),
    ("[edition]\nentry = 5", "edition.entry: no such key; did you mean entries?"),
]
WATCH = [
    ("watch = []", "watch: a list is no section; write [watch] on a line, and its keys below"),
    ('[watch]\nevery = "soon"', 'watch.every: must be a whole number and s, m, h or d, as in "5m"'),
    ('[watch]\nsettle = "long"', "watch.settle: 'long' is no number; write it as in: settle = 2.0"),
    ("[watch]\nsettle = false", "watch.settle: false is no number; write it as in: settle = 2.0"),
    ("[watch]\nsettle = {}", "watch.settle: a table is no number; write it as in: settle = 2.0"),
    ("[watch]\nsettle = -0.5", "watch.settle: -0.5 is too small; write 0 or more"),
    ("[watch]\nzzz = 1", "watch.zzz: no such key; there are every, cron, settle, events, poll, log"),
    (
        '[watch]\ncron = "hourly"',
        'watch.cron: must be the five fields of a crontab line, as in "*/10 6-22 * * *"',
    ),
]
FEEDS = [
    ("feeds = 5", "feeds: 5 is no section; write [feeds] on a line, and its keys below"),
    (
        "[feeds]\nattributions = true",
        "feeds.attributions: true is no section; write [feeds.attributions] on a line, and its keys below",
    ),
    ("[feeds]\nzzz = 1", "feeds.zzz: no such key; there are attributions"),
    (
        "[feeds.attributions]\nenabled = 7",
        "feeds.attributions.enabled: 7 is neither true nor false; write it as in: enabled = false",
    ),
    ("[feeds.attributions]\nleast = 0", "feeds.attributions.least: 0 is too small; write 1 or more"),
    (
        '[feeds.attributions]\nmerge = {"" = []}',
        (
            "feeds.attributions.merge: '' is no name: "
            "it needs a letter or a digit, and no character that XML forbids"
        ),
    ),
    (
        '[feeds.attributions]\nmerge = {a = "b"}',
        (
            "feeds.attributions.merge.a: 'b' is no list; "
            'write it as in: merge = { "IT之家" = ["ITHome"], "36氪" = [] }'
        ),
    ),
]
RULES = [
    ('rules = "FM"', "rules: 'FM' is no section; write [rules] on a line, and its keys below"),
    (
        '[rules]\nselect = ["FM999"]',
        "rules.select.0: 'FM999' names no rule; a code as FM003, a prefix as FM, or ALL",
    ),
    (
        "[rules]\nselect = [7]",
        'rules.select.0: 7 is no text in quotation marks; write it as in: select = ["BD", "DT001"]',
    ),
    (
        '[rules]\nignore = "FM"',
        'rules.ignore: \'FM\' is no list; write it as in: ignore = ["MD", "FM003"]',
    ),
    (
        '[rules]\nfail_on = "fatal"',
        "rules.fail_on: 'fatal' is none of its values; write 'error', 'warning', 'info' or 'never'",
    ),
    (
        '[rules]\nphrases = ["a"]',
        (
            "rules.phrases: a list is no table; "
            'write it as in: phrases = { blocked = ["Our robots need a rest"], deleted = ["gone fishing"] }'
        ),
    ),
]
IMAGES = [
    ("images = 5", "images: 5 is no section; write [images] on a line, and its keys below"),
    ("[images]\npolicy = 1", "images.policy: 1 is none of its values; write 'keep', 'proxy' or 'drop'"),
    ('[images]\npolicies = "drop"', "images.policies: no such key; did you mean policy?"),
    ('[images]\npolicy = "proxy"', "images.policy: is proxy, and images.proxy names none"),
    (
        "[images]\nproxy = false",
        (
            "images.proxy: false is no text in quotation marks; "
            'write it as in: proxy = "https://images.example/?url={url}"'
        ),
    ),
]
CLEAN = [
    ("clean = 1", "clean: 1 is no section; write [clean] on a line, and its keys below"),
    ('[clean]\nline = ["ab"]', "clean.line: no such key; did you mean lines?"),
    (
        '[clean]\nlines = ["*"]',
        "clean.lines.0: '*' holds less than 2 letters, so lines of articles would fit",
    ),
]
COLUMNS = [
    ("column = 5", "column: 5 is no list; write [[column]] on a line, and its keys below"),
    ('[column]\nname = "x"', "column: a table is no list; write [[column]] on a line, and its keys below"),
    ('column = ["x"]', "column.0: 'x' is no section; write [[column]] on a line, and its keys below"),
    (
        '[[column]]\nsources = ["y"]',
        'column.0.name: is required and missing; write it as in: name = "Morning Wire"',
    ),
    ('[[column]]\nname = "x"', "column.0 (x): gathers nothing; give it sources, columns or title"),
    (
        COLUMN + COLUMN,
        "column.1 (x): another column has this name and these sources; make one of the two",
    ),
    (
        f'{COLUMN}slug = "s"\n[[column]]\nname = "z"\nsources = ["w"]\nslug = "s"',
        "column.1 (z): slug s is taken by another column; give it one of its own",
    ),
    (
        f'{COLUMN}slug = ""',
        "column.0.slug: must be a-z, 0-9 and single hyphens, and none of attributions, archive, items",
    ),
    (f'{COLUMN}language = ""', 'column.0.language: must be a language tag, as in "zh-CN"'),
    (f'{COLUMN}timezone = ""', f"column.0.timezone: {ZONE}"),
    (
        f'{COLUMN}grammar = "verse"',
        (
            "column.0.grammar: 'verse' is none of its values; "
            "write 'headings', 'bold', 'bullets', 'numbers', 'ordinals' or 'none'"
        ),
    ),
    (f'{COLUMN}entries = "x"', "column.0.entries: 'x' is no whole number; write it as in: entries = 50"),
    (f'{COLUMN}title = "("', "column.0.title: '(' is no pattern of RE2: missing ): ("),
    (
        f"{COLUMN}include = 5",
        (
            "column.0.include: 5 is no section; "
            "write it as in: include = { title = '.', text = '.*', attribution = '.*' }"
        ),
    ),
    (f"{COLUMN}include = {{}}", "column.0.include: holds no pattern; give it title, text or attribution"),
    (
        f'{COLUMN}exclude = {{ headline = "x" }}',
        "column.0.exclude.headline: no such key; there are title, text, attribution",
    ),
]


def refused(file: Path | None, environment: dict[str, str] | None = None, **options: str) -> str:
    """The line that a config is refused with."""
    with pytest.raises(ConfigurationError) as caught:
        load(file, environment or {}, options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "line"), [*TOP, *EDITION, *WATCH, *FEEDS, *RULES, *IMAGES, *CLEAN, *COLUMNS]
)
def test_a_wrong_config_is_refused_in_a_line(tmp_path: Path, text: str, line: str) -> None:
    """The file, the key, what is wrong and what to write."""
    file = write(tmp_path, "c.toml", text)

    assert refused(file) == f"{file}: {line}"


def test_a_variable_that_is_wrong_is_named(tmp_path: Path) -> None:
    """Nobody looks for it in the file."""
    file = write(tmp_path, "c.toml", '[edition]\ntitle = "x"\nmirrors = ["y"]')

    assert refused(file, {"PRESSRUN_EDITION__MIRRORS": "one"}) == (
        "PRESSRUN_EDITION__MIRRORS: edition.mirrors: 'one' is no list; "
        'write it as in: mirrors = ["Wire Collector\'s feed"]'
    )


def test_a_value_inside_a_variable_is_the_variables(tmp_path: Path) -> None:
    """A column of PRESSRUN_COLUMN stands in no file."""
    file = write(tmp_path, "c.toml", COLUMN)

    assert refused(file, {"PRESSRUN_COLUMN": '[{name = "x"}]'}) == (
        "PRESSRUN_COLUMN: column.0 (x): gathers nothing; give it sources, columns or title"
    )


def test_an_option_that_is_wrong_is_the_command_lines(tmp_path: Path) -> None:
    """It beats the variable, so it is the one that is told."""
    file = write(tmp_path, "c.toml", '[watch]\nevery = "1h"')

    assert refused(file, {"PRESSRUN_WATCH__EVERY": "2h"}, watch__every="soon") == (
        'command line: watch.every: must be a whole number and s, m, h or d, as in "5m"'
    )


def test_a_key_of_the_file_is_the_files_whatever_variables_there_are(tmp_path: Path) -> None:
    """A variable of the same section has nothing to do with it."""
    file = write(tmp_path, "c.toml", '[edition]\ntittle = "x"')

    assert refused(file, {"PRESSRUN_EDITION__TITLE": "y"}) == (
        f"{file}: edition.tittle: no such key; did you mean title?"
    )


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "9" * 5000])
def test_what_python_cannot_read_is_no_toml(tmp_path: Path, text: str) -> None:
    """A thousand brackets or digits are a line as well, without a word of Python's."""
    file = write(tmp_path, "c.toml", text)

    assert refused(file) == f"{file}: not TOML: a number too long, or lists too deep, to read"


def test_a_file_in_another_encoding_is_told_to_be_utf_8(tmp_path: Path) -> None:
    """GBK is what editors on Chinese Windows write."""
    file = tmp_path / "c.toml"
    file.write_bytes('inbox = "收件"'.encode("gbk"))

    assert refused(file) == f"{file}: not TOML: byte 10 is no UTF-8; save the file as UTF-8"


def leaves(model: type[BaseModel], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The way to every key that holds a value; a column's begins with `column`."""
    for name, field in model.model_fields.items():
        inner: Any = [each for each in (field.annotation, *get_args(field.annotation)) if is_section(each)]
        if inner:
            yield from leaves(inner[0], (*above, name))
        else:
            yield (*above, name)


def is_section(annotation: Any) -> bool:
    """Whether this is a section of the config."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def with_value(way: tuple[str, ...], value: str) -> str:
    """A config in which this key has this value."""
    *sections, key = way
    if sections[:1] == ["column"]:
        needed = "" if way[1:] == ("name",) else 'name = "x"\n'
        return f"[[column]]\n{needed}{'.'.join(way[1:])} = {value}"
    return "".join(f"[{section}]\n" for section in [".".join(sections)] if section) + f"{key} = {value}"


@pytest.mark.parametrize(
    "value", ["5", "-5", "1.5", "nan", '""', '"\\u0001"', '"x"', "[]", "[[]]", "{}", "12:00:00"]
)
@pytest.mark.parametrize("way", list(leaves(Config)), ids=".".join)
def test_no_value_of_any_key_is_answered_in_the_words_of_python(
    tmp_path: Path, way: tuple[str, ...], value: str
) -> None:
    """It loads, or a line that names the key says what to write; a new key is asked as well."""
    file = write(tmp_path, "c.toml", with_value(way, value))
    tomllib.loads(file.read_text("utf-8"))
    try:
        load(file, {}, {})
    except ConfigurationError as error:
        line = str(error)
        assert line.startswith(f"{file}: {way[0]}")
        assert [word for word in ("Input should", "valid ", "tuple", "dict", "[type=") if word in line] == []
        assert "\n" not in line


@pytest.mark.parametrize(
    ("key", "typed", "believed"),
    [
        ("edition__base_url", "https://feeds.example.org", "https://feeds.example.org/"),
        ("edition__authority", "example.org,2025", "example.org,2025"),
        ("edition__timezone", "Europe/Berlin", "Europe/Berlin"),
        ("inbox", "captures", "captures"),
    ],
)
def test_a_single_value_is_believed_before_there_is_a_config(key: str, typed: str, believed: str) -> None:
    """As it would stand in the config that is made of it."""
    assert believe(key, typed) == believed


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        ("edition__base_url", "feeds.example.org", BASE_URL),
        ("edition__timezone", "Mars/Base", ZONE),
        ("output", "", 'is empty; write it as in: output = "feeds"'),
    ],
)
def test_a_single_value_is_refused_with_the_reason_alone(key: str, typed: str, says: str) -> None:
    """Whoever has just typed it needs neither file nor key."""
    with pytest.raises(ConfigurationError) as caught:
        believe(key, typed)

    assert str(caught.value) == says
