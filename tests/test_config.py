"""config.toml, variables and options, believed or refused in one line."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from pressrun.columns import ColumnRule, ItemPatterns
from pressrun.compose import Pictures
from pressrun.config import PREFIX, Config, load
from pressrun.errors import ConfigurationError
from tests.samples import write


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the project's own config.toml by chance."""
    monkeypatch.chdir(tmp_path)


def from_text(
    folder: Path, text: str, environment: dict[str, str] | None = None, **options: str | None
) -> Config:
    """The config of this TOML, these variables and these options."""
    return load(write(folder, "c.toml", text), environment or {}, options)


def refused(folder: Path, text: str, environment: dict[str, str] | None = None, **options: str | None) -> str:
    """The one line that such a config is refused with."""
    with pytest.raises(ConfigurationError) as caught:
        from_text(folder, text, environment, **options)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_without_a_file_every_key_has_its_default() -> None:
    """The defaults of DESIGN.md and README, in full."""
    assert load(None, {}, {}).model_dump() == {
        "inbox": "inbox",
        "output": "feeds",
        "state": ".pressrun",
        "max_capture_bytes": 8_388_608,
        "edition": {
            "title": "Pressrun",
            "base_url": "http://127.0.0.1:8000/",
            "authority": "localhost,2026",
            "language": "zh-CN",
            "timezone": "Asia/Shanghai",
            "removed": "tombstone",
            "mirrors": (),
            "entries": 50,
            "max_bytes": 524_288,
            "gzip": False,
        },
        "watch": {
            "every": "5m",
            "cron": "",
            "settle": 2.0,
            "events": True,
            "poll": False,
            "log": "auto",
        },
        "serve": {"host": "127.0.0.1", "port": 8000},
        "websub": {"hubs": ()},
        "column": (),
        "feeds": {"attributions": {"enabled": False, "least": 3, "names": (), "merge": {}}},
        "rules": {
            "select": (),
            "extend_select": (),
            "ignore": (),
            "per_path_ignores": {},
            "phrases": {},
            "fail_on": "error",
        },
        "images": {"proxy": "", "policy": "keep", "hosts": {}},
        "pages": {"subscribe": {}},
        "clean": {"lines": ()},
    }


def test_the_file_of_the_working_folder_is_read(tmp_path: Path) -> None:
    """Without --config, config.toml counts where there is one."""
    write(tmp_path, "config.toml", 'inbox = "mine"')

    assert load(None, {}, {}).inbox == "mine"


def test_a_file_that_is_named_replaces_that_of_the_working_folder(tmp_path: Path) -> None:
    """One file counts, not two."""
    write(tmp_path, "config.toml", 'inbox = "mine"\noutput = "mine"')

    config = from_text(tmp_path, 'inbox = "yours"')

    assert (config.inbox, config.output) == ("yours", "feeds")


def test_an_option_beats_a_variable_beats_the_file_beats_the_default(tmp_path: Path) -> None:
    """Each of the four is overruled by the one in front of it."""
    text = 'inbox = "file"\noutput = "file"\nstate = "file"'
    environment = {"PRESSRUN_INBOX": "variable", "PRESSRUN_OUTPUT": "variable"}

    config = from_text(tmp_path, text, environment, inbox="option", output=None)

    assert (config.inbox, config.output, config.state, config.watch.every) == (
        "option",
        "variable",
        "file",
        "5m",
    )


def test_a_section_is_merged_key_by_key(tmp_path: Path) -> None:
    """A variable for one key of a section leaves the file's others."""
    text = '[edition]\ntitle = "file"\nlanguage = "en"\n[watch]\nevery = "1h"'

    config = from_text(tmp_path, text, {"PRESSRUN_EDITION__TITLE": "variable"}, watch__every="30s")

    assert (config.edition.title, config.edition.language) == ("variable", "en")
    assert (config.watch.every, config.watch.seconds, config.watch.settle) == ("30s", 30, 2.0)


#: A value for every key, as a variable would give it.
VARIABLES = {
    "PRESSRUN_INBOX": "in",
    "PRESSRUN_OUTPUT": "out",
    "PRESSRUN_STATE": "state",
    "PRESSRUN_MAX_CAPTURE_BYTES": "2048",
    "PRESSRUN_EDITION__TITLE": "A title",
    "PRESSRUN_EDITION__BASE_URL": "https://feeds.example.org",
    "PRESSRUN_EDITION__AUTHORITY": "example.org",
    "PRESSRUN_EDITION__LANGUAGE": "en",
    "PRESSRUN_EDITION__TIMEZONE": "Europe/Berlin",
    "PRESSRUN_EDITION__REMOVED": "keep",
    "PRESSRUN_EDITION__MIRRORS": '["one, and", "two"]',
    "PRESSRUN_EDITION__ENTRIES": "7",
    "PRESSRUN_EDITION__MAX_BYTES": "4096",
    "PRESSRUN_EDITION__GZIP": "true",
    "PRESSRUN_WATCH__EVERY": "90s",
    "PRESSRUN_WATCH__CRON": "5 4 * * *",
    "PRESSRUN_WATCH__SETTLE": "0.5",
    "PRESSRUN_WATCH__EVENTS": "false",
    "PRESSRUN_WATCH__POLL": "true",
    "PRESSRUN_WATCH__LOG": "json",
    "PRESSRUN_SERVE__HOST": "::",
    "PRESSRUN_SERVE__PORT": "8080",
    "PRESSRUN_WEBSUB__HUBS": '["https://hub.example.org/", "http://[::1]:8080/p?a=b&c"]',
    "PRESSRUN_RULES__SELECT": '["BD", "fm001"]',
    "PRESSRUN_RULES__EXTEND_SELECT": '["DT006"]',
    "PRESSRUN_RULES__IGNORE": '["ALL"]',
    "PRESSRUN_RULES__PER_PATH_IGNORES": '{"2023/**" = ["MD"]}',
    "PRESSRUN_RULES__PHRASES": '{blocked = ["Our robots rest"]}',
    "PRESSRUN_RULES__FAIL_ON": "never",
    "PRESSRUN_FEEDS__ATTRIBUTIONS__ENABLED": "true",
    "PRESSRUN_FEEDS__ATTRIBUTIONS__LEAST": "5",
    "PRESSRUN_FEEDS__ATTRIBUTIONS__NAMES": '["One"]',
    "PRESSRUN_FEEDS__ATTRIBUTIONS__MERGE": '{"One" = ["Two", "Three"]}',
    "PRESSRUN_IMAGES__POLICY": "drop",
    "PRESSRUN_IMAGES__HOSTS": '{"MMBIZ.qpic.cn" = "proxy", "*.example.org" = "keep"}',
    "PRESSRUN_IMAGES__PROXY": "https://images.example/?url={url}",
    "PRESSRUN_PAGES__SUBSCRIBE": '{"One reader" = "https://reader.example/add?url={url}"}',
    "PRESSRUN_CLEAN__LINES": '["Read in * countries"]',
    "PRESSRUN_COLUMN": '[{name = "Wire", slug = "wire", sources = ["One"]}]',
}


def test_every_key_has_a_variable() -> None:
    """`[watch] every` is PRESSRUN_WATCH__EVERY, and so on by one rule."""
    config = load(None, VARIABLES, {})

    assert config.model_dump() == {
        "inbox": "in",
        "output": "out",
        "state": "state",
        "max_capture_bytes": 2048,
        "edition": {
            "title": "A title",
            "base_url": "https://feeds.example.org/",
            "authority": "example.org,2026",
            "language": "en",
            "timezone": "Europe/Berlin",
            "removed": "keep",
            "mirrors": ("one, and", "two"),
            "entries": 7,
            "max_bytes": 4096,
            "gzip": True,
        },
        "watch": {
            "every": "90s",
            "cron": "5 4 * * *",
            "settle": 0.5,
            "events": False,
            "poll": True,
            "log": "json",
        },
        "serve": {"host": "::", "port": 8080},
        "websub": {"hubs": ("https://hub.example.org/", "http://[::1]:8080/p?a=b&c")},
        "column": (
            {
                "name": "Wire",
                "slug": "wire",
                "sources": ("One",),
                "columns": (),
                "language": None,
                "title": None,
                "grammar": None,
                "timezone": None,
                "entries": None,
                "include": None,
                "exclude": None,
            },
        ),
        "feeds": {
            "attributions": {
                "enabled": True,
                "least": 5,
                "names": ("One",),
                "merge": {"One": ("Two", "Three")},
            }
        },
        "rules": {
            "select": ("BD", "FM001"),
            "extend_select": ("DT006",),
            "ignore": ("ALL",),
            "per_path_ignores": {"2023/**": ("MD",)},
            "phrases": {"blocked": ("Our robots rest",)},
            "fail_on": "never",
        },
        "images": {
            "proxy": "https://images.example/?url={url}",
            "policy": "drop",
            "hosts": {"mmbiz.qpic.cn": "proxy", "*.example.org": "keep"},
        },
        "pages": {"subscribe": {"One reader": "https://reader.example/add?url={url}"}},
        "clean": {"lines": ("Read in * countries",)},
    }


def keys(model: type[BaseModel], prefix: str = "") -> list[str]:
    """Every key of a section and of those below it, dotted."""
    found = []
    for name, field in model.model_fields.items():
        inner = next(
            (each for each in (field.annotation, *get_args(field.annotation)) if is_section(each)), None
        )
        found += keys(inner, f"{prefix}{name}.") if inner else [prefix + name]
    return found


def is_section(annotation: Any) -> bool:
    """Whether this is a section of the config."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def test_the_list_of_variables_above_is_complete() -> None:
    """A new key makes this test ask for its variable."""
    plain = {key.replace(".", "__") for key in keys(Config) if not key.startswith("column.")}
    assert {name.removeprefix(PREFIX).lower() for name in VARIABLES} == plain | {"column"}


def written(values: Any, known: set[str], above: str = "") -> Iterator[str]:
    """The dotted keys that a TOML document gives a value; a table that is itself a value is not entered."""
    for table in values if isinstance(values, list) else [values]:
        for name, value in table.items():
            if f"{above}{name}" in known:
                yield above + name
            else:
                yield from written(value, known, f"{above}{name}.")


def test_config_toml_shows_every_key_and_works_as_it_is(root: Path) -> None:
    """The file in the repository names each key of the schema, and is believed."""
    text = (root / "config.toml").read_text("utf-8")
    known = set(keys(Config))

    assert set(written(tomllib.loads(text), known)) == known
    assert load(root / "config.toml", {}, {}).edition.title == "Pressrun sample edition"


def test_a_column_with_all_of_its_keys(tmp_path: Path) -> None:
    """Each reaches the rule that gathering and proving take."""
    text = """
    [[column]]
    name = "Wire"
    slug = "wire"
    sources = ["One"]
    columns = ["Old Wire"]
    title = "^Wire"
    language = "en"
    grammar = "bold"
    timezone = "Asia/Tokyo"
    entries = 7
    include = { title = "a", text = "b", attribution = "c" }
    exclude = { text = "d" }
    """

    assert from_text(tmp_path, text).column_rules() == (
        ColumnRule(
            name="Wire",
            slug="wire",
            sources=("One",),
            columns=("Old Wire",),
            title="^Wire",
            language="en",
            grammar="bold",
            timezone="Asia/Tokyo",
            entries=7,
            include=ItemPatterns("a", "b", "c"),
            exclude=ItemPatterns(text="d"),
        ),
    )


def test_config_toml_names_the_defaults(root: Path) -> None:
    """Where it says nothing else in brackets, the value in the file is the default."""
    shown = load(root / "config.toml", {}, {}).model_dump()
    default = Config().model_dump()
    shown["edition"].pop("title")
    default["edition"].pop("title")
    shown.pop("column")
    default.pop("column")
    assert shown == default


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ('[[column]]\nname = "x"\ntitle = "(a"', "column.0.title", "'(a' is no pattern of RE2: missing )"),
        ('[[column]]\nname = "x"\ntitle = "(?=a)"', "column.0.title", "invalid perl operator: (?="),
        ('[[column]]\nname = "x"\ntitle = ""', "column.0.title", "is empty, so it would match everything"),
        (
            f'[[column]]\nname = "x"\ntitle = "{"a" * 1001}"',
            "column.0.title",
            "has 1001 characters, and 1000 are the most",
        ),
        (
            '[[column]]\nname = "x"\nsources = ["y"]\ninclude = { text = "[" }',
            "column.0.include.text",
            "'[' is no pattern of RE2: missing ]",
        ),
        (
            '[[column]]\nname = "x"\nsources = ["y"]\nexclude = {}',
            "column.0.exclude",
            "holds no pattern; give it title, text or attribution",
        ),
        (
            '[[column]]\nname = "x"\nsources = ["y"]\nexclude = { headline = "a" }',
            "column.0.exclude.headline",
            "no such key",
        ),
        (
            '[[column]]\nname = "x"\nsources = ["y"]\ngrammar = "verse"',
            "column.0.grammar",
            "'headings', 'bold', 'bullets', 'numbers', 'ordinals' or 'none'",
        ),
        (
            '[[column]]\nname = "x"\nsources = ["y"]\ntimezone = "Mars/Base"',
            "column.0.timezone",
            "is no zone of the tz database",
        ),
        (
            '[[column]]\nname = "x"\nsources = ["y"]\n[[column]]\nname = "w"\nsources = ["y"]\nentries = 9',
            "column.1",
            "its id would be that of column.0",
        ),
        (
            '[[column]]\nname = "x"\nsources = ["y"]\nentries = 0',
            "column.0.entries",
            "0 is too small; write 1 or more",
        ),
        ('inbocks = "x"', "inbocks", "no such key"),
        ("[feeds.attribution]\nenabled = true", "feeds.attribution", "no such key"),
        ("[feeds.attributions]\nleast = 0", "feeds.attributions.least", "0 is too small; write 1 or more"),
        ('[feeds.attributions]\nnames = ["—"]', "feeds.attributions.names.0", "'—' is no name"),
        ('[feeds.attributions]\nmerge = {"" = []}', "feeds.attributions.merge", "'' is no name"),
        ('[feeds.attributions]\nmerge = {A = ["b\\u0001"]}', "feeds.attributions.merge.A.0", "XML forbids"),
        (
            '[feeds.attributions]\nmerge = {A = ["c"], B = ["C "]}',
            *("feeds.attributions.merge", "'C ' is given two names, 'A' and 'B'"),
        ),
        (
            '[feeds.attributions]\nmerge = {A = ["B"], B = ["C"]}',
            *("feeds.attributions.merge", "'B' is given two names, 'A' and 'B'"),
        ),
        (
            '[feeds.attributions]\nmerge = {"IT 之家" = [], "IT之家" = []}',
            *("feeds.attributions.merge", "'IT之家' is given two names, 'IT 之家' and 'IT之家'"),
        ),
        ('[edition]\ntittle = "x"', "edition.tittle", "no such key"),
        ('[[column]]\nname = "x"\nsource = "y"', "column.0.source", "no such key"),
        ("[serving]\nport = 1", "serving", "no such key"),
        ('[edition]\ntimezone = "Asia/Shangai"', "edition.timezone", "is no zone of the tz database"),
        ('[edition]\ntimezone = "../../etc/passwd"', "edition.timezone", "is no zone"),
        ('[edition]\ntimezone = ""', "edition.timezone", "is no zone"),
        ('[edition]\nbase_url = "feeds.example.org"', "edition.base_url", "absolute http or https"),
        ('[edition]\nbase_url = "ftp://example.org/"', "edition.base_url", "absolute http or https"),
        ('[edition]\nbase_url = "https://example.org/?a=1"', "edition.base_url", "without query"),
        ('[edition]\nbase_url = "https://example.org/#a"', "edition.base_url", "fragment"),
        ('[edition]\nauthority = "exa mple.org,2026"', "edition.authority", "must be a domain or address"),
        ('[edition]\nauthority = "example.org,26"', "edition.authority", "must be a domain or address"),
        ('[edition]\nauthority = "例子.cn,2026"', "edition.authority", "must be a domain or address"),
        ('[edition]\nauthority = "example.org,２０２６"', "edition.authority", "must be a domain or address"),
        ('[edition]\nlanguage = "Chinese (simplified)"', "edition.language", "must be a language tag"),
        ('[edition]\ntitle = ""', "edition.title", "is empty; write it as in: "),
        ("[edition]\ntitle = 7", "edition.title", " is no text in quotation marks; write it as in: "),
        ('[edition]\ntitle = "a\\u0001b"', "edition.title", "must be text that a reader can show"),
        ("[edition]\nentries = 0", "edition.entries", "0 is too small; write 1 or more"),
        ('[edition]\nentries = "many"', "edition.entries", "'many' is no whole number"),
        ("[edition]\nmax_bytes = 10", "edition.max_bytes", "10 is too small; write 1024 or more"),
        ("max_capture_bytes = 10", "max_capture_bytes", "10 is too small; write 1024 or more"),
        ('[edition]\nmirrors = "one"', "edition.mirrors", " is no list; write it as in: "),
        ('[websub]\nhubs = "https://hub.example.org/"', "websub.hubs", " is no list; write it as in: "),
        ('[websub]\nhubs = ["hub.example.org"]', "websub.hubs.0", "absolute http or https"),
        ('[websub]\nhubs = ["file:///etc/passwd"]', "websub.hubs.0", "absolute http or https"),
        (
            '[websub]\nhubs = ["https://me:secret@hub.example.org/"]',
            "websub.hubs.0",
            "without name, password",
        ),
        ('[websub]\nhubs = ["https://hub.example.org/#a"]', "websub.hubs.0", "and fragment"),
        ('[websub]\nhubs = ["https://hub.example.org/\\u0007"]', "websub.hubs.0", "in ASCII"),
        ('[websub]\nhubs = ["https://hüb.example.org/"]', "websub.hubs.0", "in ASCII"),
        ('[websub]\nhubs = ["https://hub.example.org:0/"]', "websub.hubs.0", "absolute http or https"),
        (f'[websub]\nhubs = ["https://hub.example.org/{"a" * 500}"]', "websub.hubs.0", "absolute http"),
        ('[websub]\nhubs = ["http://a/", "http://a/"]', "websub.hubs", "names a hub twice"),
        (
            f"[websub]\nhubs = {[f'http://a/{number}' for number in range(9)]}",
            *("websub.hubs", "names 9 hubs; at most 8"),
        ),
        ('[watch]\nevery = "5 minutes"', "watch.every", "must be a whole number and s, m, h or d"),
        ('[watch]\nevery = "0s"', "watch.every", "must be a whole number"),
        ('[watch]\nevery = "-1s"', "watch.every", "must be a whole number"),
        ("[watch]\nevery = 5", "watch.every", " is no text in quotation marks; write it as in: "),
        ("[watch]\nsettle = -1", "watch.settle", "-1 is too small; write 0 or more"),
        ("[watch]\nsettle = nan", "watch.settle", "write 3600 or less"),
        ("watch = 5", "watch", "5 is no section; write [watch]"),
        ('inbox = ""', "inbox", "is empty; write it as in: "),
        ('[[column]]\nname = "x"\nslug = "../x"\nsources = ["y"]', "column.0.slug", "must be a-z"),
        ('[[column]]\nname = "x"\nslug = "items"\nsources = ["y"]', "column.0.slug", "none of"),
        ('[[column]]\nname = ""\nsources = ["y"]', "column.0.name", "is empty; write it as in: "),
        (
            '[[column]]\nname = "\\u200b"\nsources = ["y"]',
            "column.0.name",
            "must be text that a reader can show",
        ),
        (
            '[[column]]\nname = "a\\u0001"\nsources = ["y"]',
            "column.0.name",
            "must be text that a reader can show",
        ),
        ('[[column]]\nsources = ["y"]', "column.0.name", "required"),
        ('[[column]]\nname = "x"', "column.0", "gathers nothing; give it sources, columns or title"),
        ('[rules]\nselect = ["FM999"]', "rules.select.0", "'FM999' names no rule; a code as FM003"),
        ('[rules]\nextend_select = ["FM", "ZZ"]', "rules.extend_select.1", "'ZZ' names no rule"),
        ('[rules]\nignore = [""]', "rules.ignore.0", "'' names no rule"),
        ('[rules]\nignore = "FM"', "rules.ignore", " is no list; write it as in: "),
        ('[rules]\nignores = ["FM"]', "rules.ignores", "no such key"),
        ('[rules]\nfail_on = "fatal"', "rules.fail_on", "'error', 'warning', 'info' or 'never'"),
        ('[rules.per_path_ignores]\n"a/*" = ["XX"]', "rules.per_path_ignores.a/*.0", "'XX' names no rule"),
        ('[rules.per_path_ignores]\n"" = ["FM"]', "rules.per_path_ignores", "'' is no path below the inbox"),
        ('[rules.per_path_ignores]\n"/x" = ["FM"]', "rules.per_path_ignores", "'/x' is no path below"),
        ('[rules.per_path_ignores]\n"x/" = ["FM"]', "rules.per_path_ignores", "'x/' is no path below"),
        ('[rules.per_path_ignores]\n"../x" = ["FM"]', "rules.per_path_ignores", "'../x' is no path below"),
        ('[rules.per_path_ignores]\n"a**" = ["FM"]', "rules.per_path_ignores", "'a**': ** stands for whole"),
        (
            '[rules.phrases]\nblockd = ["x"]',
            "rules.phrases",
            "'blockd' is no kind of page; there are deleted, ",
        ),
        ('[rules.phrases]\nblocked = [""]', "rules.phrases", "blocked: '' holds no letter"),
        ('[rules.phrases]\nblocked = ["a", "。 "]', "rules.phrases", "blocked: '。 ' holds no letter"),
        ('[rules.phrases]\nblocked = ["a\\nb"]', "rules.phrases", "looked for in one line"),
        ('[rules.phrases]\nblocked = [" a"]', "rules.phrases", "without white space around"),
        ('[rules.phrases]\nblocked = "a"', "rules.phrases.blocked", " is no list; write it as in: "),
        ("[serve]\nport = 65536", "serve.port", "65535"),
        ("[serve]\nport = true", "serve.port", "whole number"),
        ('[serve]\nhost = "[::1]"', "serve.host", "without brackets"),
        ('[serve]\nhost = "http://localhost"', "serve.host", "without brackets"),
        ('[pages]\nsubscribe = {"R" = "https://r.example/"}', "pages.subscribe", "holds {url} once"),
        ('[pages]\nsubscribe = {"R" = "https://r.example/{url}/{url}"}', "pages.subscribe", "{url} once"),
        ('[pages]\nsubscribe = {"R" = "https://{url}"}', "pages.subscribe", "behind its host"),
        ('[pages]\nsubscribe = {"R" = "javascript:open({url})"}', "pages.subscribe", "absolute http or"),
        ('[pages]\nsubscribe = {"R" = "data:text/html,{url}"}', "pages.subscribe", "absolute http or"),
        ('[pages]\nsubscribe = {"R" = "feed:{url}#x"}', "pages.subscribe", 'or "feed:{url}"'),
        ('[pages]\nsubscribe = {"R" = "https://r.example/\\"{url}"}', "pages.subscribe", "absolute http"),
        ('[pages]\nsubscribe = {"R" = "https://r.example/?{URL}"}', "pages.subscribe", "holds {url} once"),
        ('[pages]\nsubscribe = {" " = "feed:{url}"}', "pages.subscribe", "' ' is no name of a reader"),
        ('[pages]\nsubscribe = {"\\u0007" = "feed:{url}"}', "pages.subscribe", "is no name of a reader"),
        ('[images]\npolicy = "hide"', "images.policy", "'keep', 'proxy' or 'drop'"),
        ('[images]\npolicy = "proxy"', "images.policy", "is proxy, and images.proxy names none"),
        ('[images]\nhosts = {"a.example" = "proxy"}', "images.hosts", "images.proxy names none"),
        ('[images]\nhosts = {"a.example" = "hide"}', "images.hosts.a.example", "'keep', 'proxy' or 'drop'"),
        ('[images]\nhosts = {"https://a.example/" = "drop"}', "images.hosts", "is no host in ASCII"),
        ('[images]\nhosts = {"*" = "drop"}', "images.hosts", "'*' is no host"),
        ('[images]\nhosts = {"a.*.example" = "drop"}', "images.hosts", "'a.*.example' is no host"),
        ('[images]\nhosts = {"例子.cn" = "drop"}', "images.hosts", "'例子.cn' is no host in ASCII"),
        ('[images]\nhosts = {"" = "drop"}', "images.hosts", "'' is no host"),
        ('[images]\nhosts = {"A.example" = "drop", "a.example" = "keep"}', "images.hosts", "named twice"),
        ('[images]\nproxy = "https://images.example/"', "images.proxy", "holds {url} once"),
        ('[images]\nproxy = "https://i.example/{url}?{url}"', "images.proxy", "holds {url} once"),
        ('[images]\nproxy = "https://{url}/"', "images.proxy", "behind its host"),
        ('[images]\nproxy = "/images?url={url}"', "images.proxy", "absolute http or https"),
        ('[images]\nproxy = "ftp://i.example/?url={url}"', "images.proxy", "absolute http or https"),
        ('[images]\nproxy = "https://i.example/\\"{url}"', "images.proxy", "absolute http or https"),
        ('[images]\nproxy = "https://i.example/#{url}"', "images.proxy", "absolute http or https"),
        ('[images]\npolicy = "proxy"\nproxy = "x"', "images.proxy", "absolute http or https"),
        ('[images]\nproxies = "x"', "images.proxies", "no such key"),
        ('[clean]\nlines = ["*"]', "clean.lines.0", "'*' holds less than 2 letters"),
        ('[clean]\nlines = [" ab"]', "clean.lines.0", "whole lines without white space around"),
        ('[clean]\nlines = ["a\\nb"]', "clean.lines.0", "one line of at most 200 characters"),
        (
            '[[column]]\nname="x"\nslug="s"\nsources=["y"]\n[[column]]\nname="z"\nslug="s"\nsources=["w"]',
            "column.1",
            "slug s is taken by another column",
        ),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_key(tmp_path: Path, text: str, key: str, says: str) -> None:
    """One line that names the key and what it takes."""
    message = refused(tmp_path, text)

    assert re.search(rf"\b{re.escape(key)}\b", message)
    assert says in message


def test_the_images_section_becomes_the_pictures_of_the_imprint(tmp_path: Path) -> None:
    """Hosts in lower case."""
    text = '[images]\npolicy = "drop"\nproxy = "http://i.example/{url}"\nhosts = {"*.A.example" = "proxy"}'

    assert from_text(tmp_path, text).imprint().pictures == Pictures(
        "drop", {"*.a.example": "proxy"}, "http://i.example/{url}"
    )


@pytest.mark.parametrize(
    ("environment", "key"),
    [
        ({"PRESSRUN_INBOCKS": "x"}, "inbocks"),
        ({"PRESSRUN_EDITION__TITTLE": "x"}, "edition.tittle"),
        ({"PRESSRUN_WATCH__EVERY": "soon"}, "watch.every"),
        ({"PRESSRUN_EDITION__MIRRORS": "one"}, "edition.mirrors"),
        ({"PRESSRUN_EDITION": "x"}, "edition"),
        ({"PRESSRUN_EDITION": "x", "PRESSRUN_EDITION__TITLE": "y"}, "edition"),
        ({"PRESSRUN_INBOX__X": "y"}, "inbox"),
        ({"PRESSRUN_RULES__PHRASES": "{blocked = "}, "rules.phrases"),
        ({"PRESSRUN_": "y"}, ""),
    ],
)
def test_a_variable_that_cannot_be_is_refused_as_the_files_key_is(
    tmp_path: Path, environment: dict[str, str], key: str
) -> None:
    """The line says that a variable may have said so."""
    message = refused(tmp_path, "", environment)

    assert key in message
    assert "PRESSRUN_" in message


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"inbox = ", "not TOML"),
        (b'inbox = "a"\ninbox = "b"', "not TOML"),
        (b"\xff\xfe", "not TOML"),
        ('inbox = "收件"'.encode("gbk"), "not TOML"),
    ],
)
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, raw: bytes, says: str) -> None:
    """The line names the file."""
    (tmp_path / "bad.toml").write_bytes(raw)

    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path / "bad.toml", {}, {})

    assert str(caught.value).startswith(f"{tmp_path / 'bad.toml'}: {says}: ")
    assert "\n" not in str(caught.value)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    """Editors on Windows write one."""
    (tmp_path / "c.toml").write_bytes(b'\xef\xbb\xbfinbox = "x"')

    assert load(tmp_path / "c.toml", {}, {}).inbox == "x"


@pytest.mark.parametrize(
    ("name", "says"), [("gone.toml", "No such file or directory"), (".", "Is a directory")]
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str, says: str) -> None:
    """Whoever names a config wants that one and no default."""
    with pytest.raises(ConfigurationError, match=rf": {says}; name a config with --config FILE\Z"):
        load(tmp_path / name, {}, {})


@pytest.mark.parametrize(
    "authority",
    ["example.org,2026", "sub.example.org,2026-03", "me@example.org,2026-03-14", "localhost,2026"],
)
def test_an_authority_is_one_of_rfc_4151(tmp_path: Path, authority: str) -> None:
    """A domain or an address, and a year, month or day."""
    assert from_text(tmp_path, f'edition.authority = "{authority}"').edition.authority == authority


def test_every_unit_of_an_interval() -> None:
    """Seconds, minutes, hours and days."""
    told = [load(None, {}, {"watch__every": every}).watch.seconds for every in ("7s", "7m", "7h", "7d")]
    assert told == [7, 420, 25_200, 604_800]


def test_other_programs_variables_are_none_of_ours() -> None:
    """Only names that start with PRESSRUN_ count."""
    assert load(None, {"INBOX": "x", "pressrun_inbox": "y", "XPRESSRUN_INBOX": "z"}, {}).inbox == "inbox"
    assert "PRESSRUN_INBOX" not in os.environ
