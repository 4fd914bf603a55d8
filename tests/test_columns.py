"""Columns: which one a digest belongs to, and what the config's `[[column]]` makes of them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pressrun.columns import Column, ColumnRule, ItemPatterns, gather, grammar_for, recognise
from pressrun.digest import Digest, Item
from pressrun.identity import ColumnName, digest_key

#: On a shared machine one slow example says nothing about the code.
law = settings(deadline=None)

NEWS = "新桥通车；图书馆延长开放 | 晨间快报"
EVENING = "旧厂房改成剧场；河道清淤 | 晚间快报"


def digest(
    title: str = NEWS,
    source: str = "甲",
    *,
    items: int = 2,
    path: str = "a.md",
    day: date = date(2025, 3, 14),
) -> Digest:
    """A digest of so many items; one item means that it was not split."""
    url = f"https://news.example.org/{path}"
    return Digest(
        path=path,
        key=digest_key(url, title),
        title=title,
        url=url,
        source=source,
        date=day,
        fetched=datetime(2025, 5, 2, tzinfo=UTC),
        items=tuple(Item(f"{title} {number}", "<p>一</p>", "一") for number in range(items)),
        whole=items == 1,
    )


def columns(*digests: Digest, rules: tuple[ColumnRule, ...] = ()) -> list[Column]:
    """The columns that these digests make in a first edition."""
    return [column for column, _ in gather(digests, rules, {})]


# --- recognised without config ---


@pytest.mark.parametrize("bar", ["|", "｜", "丨"])
def test_a_name_behind_a_bar_is_the_column(bar: str) -> None:
    """Of a digest with several headlines in its title and several items; scoped to its source."""
    assert recognise(digest(f"新桥通车；图书馆延长开放{bar}晨间快报")) == ColumnName("甲", "晨间快报")


def test_a_doubled_suffix_names_one_column() -> None:
    """`｜极客早知道 | 极客早知道` stands in the archive once."""
    assert recognise(digest("一；二｜极客早知道 | 极客早知道")) == ColumnName("甲", "极客早知道")


def test_spellings_of_a_name_are_one_column() -> None:
    """A soft hyphen in nine of 250 titles, and full-width letters, make no second column."""
    assert columns(
        digest("一；二 | 牛\u00ad览ＡＢ", path="a.md"), digest("三；四 | 牛览AB", path="b.md")
    ) == [Column(ColumnName("甲", "牛览AB"), "牛览AB", "甲", "niu-lan-ab")]


def test_spellings_of_a_source_are_one_column() -> None:
    """A source is compared as a name is."""
    assert recognise(digest(source="牛\u00ad览 ")) == recognise(digest(source="牛览"))


def test_a_digest_that_was_not_split_never_names_a_column() -> None:
    """One item only: the name behind the bar is the name of the site, and the digest its source's."""
    assert recognise(digest(NEWS, items=1)) == ColumnName("甲", "甲")


def test_a_title_of_one_headline_never_names_a_column() -> None:
    """However many items it has."""
    assert recognise(digest("新桥通车 | 晨间快报", items=8)) == ColumnName("甲", "甲")


def test_one_name_in_two_sources_is_two_columns() -> None:
    """A name is scoped to its source; 乙 is U+4E59 and smaller than 甲, U+7532, so it has the plain slug."""
    assert columns(digest(source="甲", path="a.md"), digest(source="乙", path="b.md")) == [
        Column(ColumnName("乙", "晨间快报"), "晨间快报", "乙", "chen-jian-kuai-bao"),
        Column(ColumnName("甲", "晨间快报"), "晨间快报", "甲", "chen-jian-kuai-bao-09e0b0"),
    ]


def test_sources_that_differ_in_letter_case_are_two_columns() -> None:
    """Three such pairs are in the archive; nobody knows them to be one publisher."""
    made = columns(
        digest("a", "Wire", items=1, path="a.md"), digest("b", "WIRE", items=1, path="b.md"), rules=()
    )
    assert [column.source for column in made] == ["WIRE", "Wire"]
    assert len({column.slug for column in made}) == 2


# --- gathered ---


def test_digests_stand_in_their_columns_in_the_order_given() -> None:
    """Columns by slug, every digest in one of them."""
    one, two = digest(NEWS, path="b.md"), digest("一", "乙", items=1, path="a.md")
    three = digest("三；四 | 晨间快报", path="c.md")
    assert gather([three, two, one], (), {}) == [
        (Column(ColumnName("甲", "晨间快报"), "晨间快报", "甲", "chen-jian-kuai-bao"), [three, one]),
        (Column(ColumnName("乙", "乙"), "乙", "乙", "yi"), [two]),
    ]


def test_no_digests_make_no_columns() -> None:
    """A column is never empty, not even one that the config names."""
    assert gather([], [ColumnRule("快报", "wire", ("甲",))], {}) == []


def test_a_published_slug_stays() -> None:
    """The slug of the edition before is taken, not made again."""
    published = {ColumnName("甲", "晨间快报"): "morning"}
    assert [column.slug for column, _ in gather([digest()], (), published)] == ["morning"]


def test_a_column_does_not_lose_its_slug_to_a_smaller_name() -> None:
    """Its subscribers came first."""
    published = {ColumnName("甲", "晨间快报"): "chen-jian-kuai-bao"}
    made = gather([digest(source="乙", path="b.md"), digest(source="甲", path="a.md")], (), published)
    assert {column.source: column.slug for column, _ in made} == {
        "甲": "chen-jian-kuai-bao",
        "乙": "chen-jian-kuai-bao-037705",
    }


# --- [[column]] ---


@pytest.mark.parametrize(
    ("rule", "gathers"),
    [
        (ColumnRule("x", sources=("甲",)), True),
        (ColumnRule("x", sources=("乙", "甲")), True),
        (ColumnRule("x", sources=("乙",)), False),
        (ColumnRule("x", columns=("晨间快报",)), True),
        (ColumnRule("x", columns=("晚间快报", "晨间快报")), True),
        (ColumnRule("x", columns=("甲",)), False),
        (ColumnRule("x", sources=("甲",), columns=("晨间快报",)), True),
        (ColumnRule("x", sources=("乙",), columns=("晨间快报",)), False),
        (ColumnRule("x", sources=("甲",), columns=("晚间快报",)), False),
    ],
)
def test_a_rule_gathers_by_source_and_by_name(rule: ColumnRule, *, gathers: bool) -> None:
    """Both have to match; an empty one matches any."""
    assert rule.gathers(ColumnName("甲", "晨间快报")) is gathers


def test_a_rule_for_a_source_gathers_all_its_columns() -> None:
    """What names a column of its own and what does not."""
    rule = ColumnRule("甲的一切", sources=("甲",))
    made = gather([digest(NEWS), digest(EVENING, path="b.md"), digest("一", items=1)], [rule], {})
    assert [(column.title, len(members)) for column, members in made] == [("甲的一切", 3)]


def test_a_rule_merges_columns() -> None:
    """Of several sources too; the column then has no source of its own."""
    rule = ColumnRule("快报", columns=("晨间快报", "晚间快报"))
    one, two = digest(NEWS, "甲", path="a.md"), digest(EVENING, "乙", path="b.md")
    assert gather([one, two], [rule], {}) == [
        (Column(ColumnName("", "晨间快报"), "快报", "", "kuai-bao"), [one, two])
    ]


def test_merged_sources_have_no_source_of_their_own() -> None:
    """The column's feed is then by nobody but itself."""
    rule = ColumnRule("两家", sources=("甲", "乙"))
    one, two = digest("一", "甲", items=1, path="a.md"), digest("二", "乙", items=1, path="b.md")
    assert columns(one, two, rules=(rule,)) == [Column(ColumnName("甲", "甲"), "两家", "", "liang-jia")]


def test_renaming_keeps_the_id() -> None:
    """The key that a column's id is made from is what it first gathers, not what it is called."""
    rule = ColumnRule("早报", sources=("甲",), columns=("晨间快报",))
    (before,) = columns(digest())
    (after,) = columns(digest(), rules=(rule,))
    assert (after.title, after.key) == ("早报", before.key)


def test_renaming_the_column_of_a_source_keeps_the_id() -> None:
    """A source's own column is recognised under the source's name."""
    (before,) = columns(digest(items=1))
    (after,) = columns(digest(items=1), rules=(ColumnRule("甲报", sources=("甲",)),))
    assert (after.title, after.key) == ("甲报", before.key)


def test_merging_another_column_in_keeps_the_id() -> None:
    """The first name of a rule makes the id; more may follow it."""
    one = ColumnRule("快报", sources=("甲",), columns=("晨间快报",))
    two = ColumnRule("快报", sources=("甲",), columns=("晨间快报", "晚间快报"))
    (before,) = columns(digest(), rules=(one,))
    (after,) = columns(digest(), digest(EVENING, path="b.md"), rules=(two,))
    assert after == before


def test_the_id_of_a_gathered_column_is_not_its_first_digests() -> None:
    """It is the config that names the key, so which digests are in the inbox changes nothing."""
    rule = ColumnRule("快报", columns=("晨间快报", "晚间快报"))
    (one,) = columns(digest(NEWS, "甲"), rules=(rule,))
    (two,) = columns(digest(EVENING, "乙"), rules=(rule,))
    assert one == two


def test_renaming_keeps_the_published_slug() -> None:
    """A published slug stays: its address is what readers have subscribed to."""
    published = {ColumnName("甲", "晨间快报"): "chen-jian-kuai-bao"}
    rule = ColumnRule("早报", sources=("甲",), columns=("晨间快报",))
    assert [column.slug for column, _ in gather([digest()], [rule], published)] == ["chen-jian-kuai-bao"]


def test_a_rule_gives_a_slug() -> None:
    """Also to a column that was published under another one: the operator asks for it."""
    published = {ColumnName("甲", "晨间快报"): "chen-jian-kuai-bao"}
    rule = ColumnRule("晨间快报", "morning", ("甲",), ("晨间快报",))
    assert [column.slug for column, _ in gather([digest()], [rule], published)] == ["morning"]


def test_the_slug_of_a_rule_is_taken_from_a_recognised_column() -> None:
    """The column that would have had it finds another."""
    rule = ColumnRule("晚报", "chen-jian-kuai-bao", ("甲",), ("晚间快报",))
    made = columns(digest(NEWS), digest(EVENING, path="b.md"), rules=(rule,))
    assert {column.title: column.slug for column in made} == {
        "晚报": "chen-jian-kuai-bao",
        "晨间快报": "chen-jian-kuai-bao-09e0b0",
    }


def test_the_first_rule_that_gathers_a_digest_has_it() -> None:
    """So a narrow rule stands before a wide one."""
    narrow, wide = ColumnRule("早报", columns=("晨间快报",)), ColumnRule("其他", sources=("甲",))
    made = gather([digest(NEWS), digest(EVENING, path="b.md")], [narrow, wide], {})
    assert [(column.title, len(members)) for column, members in made] == [("其他", 1), ("早报", 1)]


def test_a_rule_gives_a_language() -> None:
    """A column without a rule has the edition's, which is None here."""
    rule = ColumnRule("Wire", sources=("乙",), language="en")
    made = columns(digest(source="甲", path="a.md"), digest(source="乙", path="b.md"), rules=(rule,))
    assert {column.title: column.language for column in made} == {"Wire": "en", "晨间快报": None}


def test_the_name_of_a_rule_is_a_column_name() -> None:
    """NFKC without format characters, as every other."""
    assert columns(digest(), rules=(ColumnRule("Ｗ\u00adire", sources=("甲",)),))[0].title == "Wire"


def test_a_renamed_column_shares_no_folder_with_another_of_that_name() -> None:
    """Where `[[column]]` gives a name that is recognised already, one does not overwrite the other."""
    rule = ColumnRule("晨间快报", sources=("甲",), columns=("晚间快报",))
    made = columns(digest(NEWS), digest(EVENING, path="b.md"), rules=(rule,))
    assert len({column.slug for column in made}) == len(made)


def test_columns_of_one_name_keep_their_slugs() -> None:
    """An edition that holds two columns of one name is pressed again without moving either."""
    rule = ColumnRule("晨间快报", sources=("甲",), columns=("晚间快报",))
    found = [digest(NEWS), digest(EVENING, path="b.md")]
    first = [column for column, _ in gather(found, [rule], {})]
    published = {ColumnName(column.source, column.title): column.slug for column in first}
    assert [column for column, _ in gather(found, [rule], published)] == first


# --- title patterns, grammars and filters ---


def test_a_title_pattern_gathers_what_is_not_recognised() -> None:
    """A digest of one item too, beside those that are recognised; `columns` makes the id."""
    rule = ColumnRule("早报", sources=("甲",), columns=("晨间快报",), title=r"[|｜] ?晨间快报$")
    one, two, other = digest(NEWS), digest("一则 ｜晨间快报", items=1, path="b.md"), digest("三", path="c.md")
    made = gather([one, two, other], [rule], {})
    assert {column.key: len(members) for column, members in made} == {
        ColumnName("甲", "甲"): 1,
        ColumnName("甲", "晨间快报"): 2,
    }


def test_the_id_of_a_column_told_by_a_pattern_is_its_name() -> None:
    """So that the pattern may be mended; two such columns of one source are two."""
    rules = tuple(
        ColumnRule(name, sources=("甲",), title=title) for name, title in (("早", "晨间"), ("晚", "晚间"))
    )
    made = columns(digest(NEWS, items=1), digest(EVENING, items=1, path="b.md"), rules=rules)
    assert {column.key for column in made} == {ColumnName("甲", "早"), ColumnName("甲", "晚")}


def test_a_pattern_is_held_against_the_title_as_names_are_compared() -> None:
    """NFKC, without format characters."""
    rule = ColumnRule("早报", title=r"\| AB览$")
    assert [column.title for column in columns(digest("一 ｜ ＡＢ\u00ad览", items=1), rules=(rule,))] == [
        "早报"
    ]


def test_sources_limit_a_title_pattern() -> None:
    """Both have to match."""
    rule = ColumnRule("早报", sources=("乙",), title="快报")
    assert [column.title for column in columns(digest(), rules=(rule,))] == ["晨间快报"]


def test_names_of_a_rule_match_in_any_spelling() -> None:
    """Letter case and spaces are no difference, as between digests."""
    rule = ColumnRule("早", columns=("a b早报",))
    assert [column.title for column in columns(digest("一；二 | AB 早报"), rules=(rule,))] == ["早"]


@pytest.mark.parametrize(
    ("rule", "title", "grammar"),
    [
        (ColumnRule("x", sources=("甲",), grammar="bold"), "一", "bold"),
        (ColumnRule("x", sources=("乙",), grammar="bold"), "一", None),
        (ColumnRule("x", title="^一", grammar="none"), "一", "none"),
        (ColumnRule("x", title="^一", grammar="none"), "二", None),
        (ColumnRule("x", columns=("晨间快报",), grammar="bold"), NEWS, "bold"),
        (ColumnRule("x", columns=("晨间快报",), grammar="bold"), EVENING, None),
        (ColumnRule("x", sources=("甲",)), "一", None),
    ],
)
def test_a_grammar_is_asked_for_before_the_body_is_read(
    rule: ColumnRule, title: str, grammar: str | None
) -> None:
    """By source and title alone."""
    assert grammar_for([rule], "甲", title) == grammar


def test_the_first_rule_that_a_title_belongs_to_says_the_grammar() -> None:
    """A column that gathers nothing of a capture says nothing of its items either."""
    rules = [ColumnRule("早", sources=("甲",)), ColumnRule("晚", title="一", grammar="bold")]
    assert grammar_for(rules, "甲", "一") is None
    assert grammar_for(rules, "乙", "一") == "bold"


def test_a_rule_decides_for_its_column_whatever_digest_comes_first() -> None:
    """A column that is told by a title may be called like one that is recognised."""
    rule = ColumnRule("晨间快报", slug="early", sources=("甲",), title="^旧桥")
    told, recognised = digest("旧桥拆除", items=1, path="b.md"), digest()
    for placed in ((told, recognised), (recognised, told)):
        ((column, members),) = gather(placed, (rule,), {})
        assert (column.slug, len(members)) == ("early", 2)


def test_with_a_grammar_a_name_in_the_title_is_enough() -> None:
    """The operator says how items are marked, so that a digest of one item is none by mistake."""
    rule = ColumnRule("早报", sources=("甲",), columns=("晨间快报",), grammar="none")
    assert [column.title for column in columns(digest(NEWS, items=1), rules=(rule,))] == ["早报"]


@pytest.mark.parametrize(
    ("include", "exclude", "keeps"),
    [
        (None, None, True),
        (ItemPatterns(title="桥"), None, True),
        (ItemPatterns(title="船"), None, False),
        (ItemPatterns(title="桥", text="中午"), None, True),
        (ItemPatterns(title="桥", text="晚上"), None, False),
        (ItemPatterns(attribution="日报$"), None, True),
        (None, ItemPatterns(title="船", text="中午"), False),
        (None, ItemPatterns(attribution="周报"), True),
        (ItemPatterns(title="桥"), ItemPatterns(text="中午"), False),
    ],
)
def test_which_items_a_column_publishes(
    include: ItemPatterns | None, exclude: ItemPatterns | None, *, keeps: bool
) -> None:
    """Those in which all of one are found and none of the other."""
    rule = ColumnRule("x", include=include, exclude=exclude)
    assert rule.keeps("新桥通车", "中午 开放", "河岸日报") is keeps


# --- spellings ---


def test_spellings_that_differ_in_case_and_spaces_are_one_column() -> None:
    """Under the tightest one beside Chinese, and then the commonest."""
    one, two, three = "一；二 | AB 早报", "三；四 | AB早报", "五；六 | ab早报"
    made = gather([digest(title, path=title) for title in (one, one, two, two, three)], [], {})
    assert [(column.title, len(members)) for column, members in made] == [("AB早报", 5)]


def test_a_published_spelling_stays() -> None:
    """The id is made from it; another would be another feed."""
    published = {ColumnName("甲", "AB 早报"): "ab-zao-bao"}
    made = gather([digest("三；四 | AB早报")], [], published)
    assert [(column.key.name, column.slug) for column, _ in made] == [("AB 早报", "ab-zao-bao")]


def test_a_name_that_is_the_sources_is_the_sources_column() -> None:
    """A site that signs its titles has no second column."""
    made = columns(digest("一；二 | IT 之家", "IT之家"), digest("三", "IT之家", items=1, path="b.md"))
    assert [column.key for column in made] == [ColumnName("IT之家", "IT之家")]


# --- laws ---

DIGESTS = st.lists(
    st.builds(
        digest,
        st.sampled_from(
            [
                NEWS,
                EVENING,
                "三；四 | 晨间 快报",
                "晨报 | 五；六",
                "一；二 | 甲",
                "一；二 | archive",
                "一 | 晨间快报",
                "2025",
            ]
        ),
        st.sampled_from(["甲", "乙", "A", "a", "2025"]),
        items=st.sampled_from([1, 2]),
    ),
    max_size=10,
)
#: Gives a column the name that another one is recognised by.
ALIKE = ColumnRule("晨间快报", sources=("甲",), columns=("晚间快报",))
RULES = st.lists(
    st.sampled_from(
        [
            ColumnRule("快报", columns=("晨间快报", "晚间快报")),
            ColumnRule("早报", "morning", sources=("甲",), columns=("晨间快报",)),
            ColumnRule("Wire", "wire", sources=("A", "a")),
            ColumnRule("乙报", sources=("乙",)),
            ColumnRule("晨报", sources=("甲",), title="^晨报|快报$"),
            ColumnRule("报", columns=("晨报",), title="报", timezone="Asia/Tokyo", entries=3),
            ALIKE,
        ]
    ),
    max_size=3,
    unique=True,
)


@law
@given(DIGESTS, RULES)
def test_every_digest_is_in_one_column(digests: list[Digest], rules: list[ColumnRule]) -> None:
    """Gathering loses none and doubles none, and no column is empty."""
    made = gather(digests, rules, {})
    members = [member for _, gathered in made for member in gathered]
    assert sorted(map(id, members)) == sorted(map(id, digests))
    assert all(gathered for _, gathered in made)


@law
@given(DIGESTS, RULES)
def test_columns_differ_in_key_and_slug(digests: list[Digest], rules: list[ColumnRule]) -> None:
    """The key makes the id, the slug the folder; both are one column's alone, and columns stand by slug."""
    made = [column for column, _ in gather(digests, rules, {})]
    assert len({column.key for column in made}) == len(made)
    assert [column.slug for column in made] == sorted({column.slug for column in made})


@law
@given(DIGESTS, RULES, DIGESTS)
@example([digest(EVENING)], [ALIKE], [digest(NEWS)])
def test_pressing_again_moves_no_column(
    digests: list[Digest], rules: list[ColumnRule], more: list[Digest]
) -> None:
    """What an edition says of its columns, by source and title, is enough to keep every slug."""
    first = [column for column, _ in gather(digests, rules, {})]
    published = {ColumnName(column.source, column.title): column.slug for column in first}
    again = {column.key: column.slug for column, _ in gather([*more, *digests], rules, published)}
    assert {column.key: again[column.key] for column in first} == {
        column.key: column.slug for column in first
    }


@law
@given(DIGESTS.flatmap(lambda digests: st.tuples(st.just(digests), st.permutations(digests))), RULES)
def test_the_order_of_the_digests_changes_no_column(
    orders: tuple[list[Digest], list[Digest]], rules: list[ColumnRule]
) -> None:
    """An edition does not depend on the order in which captures are found."""
    one, other = orders
    assert columns(*one, rules=tuple(rules)) == columns(*other, rules=tuple(rules))
