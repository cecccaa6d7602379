"""Every sentence exists in both languages, is used, gets the fields that it asks for, and chooses its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from riskgraph.catalogue import load_parameters
from riskgraph.text import LOCALES, catalogue, t
from tests.text_use import (
    JAPANESE,
    ROOT,
    constants,
    drawn_literals,
    fields_given,
    japanese_literals,
    keys_said,
    literal_words,
    patterns,
    placeholders,
)

TEXTS = catalogue()
CODES = {key.removeprefix("problem.").rsplit(".", 1)[0] for key in TEXTS if key.startswith("problem.")}

# Words that pass judgement on a party, or promise what nobody can. 安全 is among them because a low figure is not
# safety. A whole term of law or of a standard is no judgement, and neither is the sentence that disclaims one.
JUDGING = ("危険", "安全", "違反", "犯人", "不正", "ワースト", "格付け", "格付", "下請")
TERMS = (
    "安全管理措置",  # the duty of the Act on the Protection of Personal Information
    "安全管理",
    "不正競争防止法",
    "不正アクセス",  # as in 不正アクセス禁止法, and a cause of leaks in the official reports
    "法令違反や事故の事実を示すものではありません",
    "安全を保証するものではありません",
)
JUDGING_ENGLISH = re.compile(
    r"\b(dangerous|unsafe|culprits?|worst|guilty|illegal|violat\w+|blacklist\w*|fraudulent)\b", re.IGNORECASE
)
DISCLAIMED_ENGLISH = ("does not state a violation", "states no violation", "no statement of a violation")
# Words of a Japanese ledger that an English reader has to write there as they stand.
TO_BE_WRITTEN = (
    "会社名", "株式会社", "当社", "次", "再委託", "なし", "当社システム", "委託先の環境", "クラウド", "紙・媒体",
    "個人データに触れない", "委託先", "派遣先",
)  # fmt: skip
DATA_WITH_WORDS = ("questionnaires", "riskgraph/catalogue/data")


def words_of_data() -> Iterator[tuple[str, str, str]]:
    """Give place, language and text of every pair of texts in the data files."""
    for folder in DATA_WITH_WORDS:
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
            for pair in pairs_in(loaded):
                yield from ((str(path.relative_to(ROOT)), locale, pair[locale]) for locale in LOCALES)


def pairs_in(value: Any) -> Iterator[dict[str, str]]:
    """Give the mappings with a `ja` and an `en`, at any depth."""
    if isinstance(value, dict):
        if set(LOCALES) <= set(value) and all(isinstance(value[locale], str) for locale in LOCALES):
            yield value
        else:
            for inner in value.values():
                yield from pairs_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from pairs_in(inner)


def all_words() -> Iterator[tuple[str, str, str]]:
    """Give place, language and text of everything that a user may read."""
    for key, pair in TEXTS.items():
        yield from ((key, locale, pair[locale]) for locale in LOCALES)
    yield from words_of_data()


def without_terms(text: str) -> str:
    """Return the text with the allowed terms taken out, longest first."""
    for term in sorted(TERMS, key=len, reverse=True):
        text = text.replace(term, "")
    return text


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_a_text_has_both_languages_and_equal_placeholders(key):
    pair = TEXTS[key]

    assert set(pair) == set(LOCALES)
    assert all(isinstance(pair[locale], str) and pair[locale].strip() for locale in LOCALES)
    assert placeholders(pair["ja"]) == placeholders(pair["en"])
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in placeholders(pair["ja"]))


def test_no_text_judges_a_party():
    """Judging words are refused in Japanese; whole terms of law in `TERMS` are let through, parts of them are not."""
    judging = [
        (place, text)
        for place, locale, text in all_words()
        if locale == "ja" and any(word in without_terms(text) for word in JUDGING)
    ]

    assert judging == []


def test_no_english_text_judges_a_party():
    judging = []
    for place, locale, text in all_words():
        for phrase in DISCLAIMED_ENGLISH:
            text = text.replace(phrase, "")
        if locale == "en" and JUDGING_ENGLISH.search(text):
            judging.append((place, text))

    assert judging == []


def test_the_lint_finds_a_judging_word_and_lets_a_term_of_law_through():
    assert [w for w in JUDGING if w in without_terms("不正競争防止法と安全管理措置の確認")] == []
    assert [w for w in JUDGING if w in without_terms("不正競争防止法に照らして不正な会社")] == ["不正"]
    assert [w for w in JUDGING if w in without_terms("安全管理措置があるので安全です")] == ["安全"]


def test_every_key_that_the_code_says_exists():
    missing = [said for said in keys_said() if not any(said.pattern.fullmatch(key) for key in TEXTS)]

    assert missing == []


def test_every_text_is_used():
    """A key is used where it stands as a literal, matches an f-string, or belongs to a problem code in use."""
    literal, made = constants(), patterns()
    unused = [
        key
        for key in TEXTS
        if key not in literal and not key.startswith("problem.") and not any(pattern.fullmatch(key) for pattern in made)
    ]

    assert unused == []


def test_every_problem_text_belongs_to_a_code_in_use_and_has_a_mend():
    literal, made = constants(), patterns()

    assert sorted(code for code in CODES if code not in literal and not any(p.fullmatch(code) for p in made)) == []
    assert [code for code in CODES for part in ("message", "mend") if f"problem.{code}.{part}" not in TEXTS] == []


def test_every_problem_code_in_the_code_has_a_text():
    """A string that looks like a code of a known room is one, unless it is a text key or a parameter."""
    rooms = {code.split(".")[0] for code in CODES}
    known = CODES | set(TEXTS) | set(load_parameters().by_key)
    code_like = {c for c in constants() if re.fullmatch(r"[a-z]+\.[a-z][a-z0-9_]*", c) and c.split(".")[0] in rooms}

    assert sorted(code_like - known) == []


def test_every_problem_is_made_with_the_fields_that_its_text_asks_for():
    """Where a field is missing the reader sees the fallback sentence, so that nobody would notice in the app."""
    short = [
        (place, code, sorted(asked - given))
        for place, code, given in fields_given(CODES)
        for asked in [placeholders(TEXTS[f"problem.{code}.message"]["ja"] + TEXTS[f"problem.{code}.mend"]["ja"])]
        if not asked <= given
    ]

    assert short == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_field_is_never_read_as_a_template(locale):
    """A company that calls itself `{file}` stays `{file}`."""
    key = next(key for key, pair in TEXTS.items() if len(placeholders(pair["ja"])) == 1)
    name = placeholders(TEXTS[key]["ja"]).pop()

    assert "{0} {other} {{x}}" in t(locale, key, **{name: "{0} {other} {{x}}"})


def test_an_english_text_is_english():
    """Japanese in an English sentence is a word that the user is to write into a Japanese ledger, and nothing else."""
    strays = [
        (key, word)
        for key, pair in TEXTS.items()
        for word in re.findall(f"(?:{JAPANESE.pattern}|[ー・])+", pair["en"])
        if word not in TO_BE_WRITTEN or len(re.findall(r"[A-Za-z]{2,}", pair["en"])) < 2
    ]

    assert strays == []


def test_no_japanese_word_stands_in_the_code_that_speaks_to_a_user():
    assert list(japanese_literals()) == []


def test_no_word_is_drawn_that_stands_in_no_catalogue():
    assert list(drawn_literals()) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"Save as CSV"', ["Save as CSV"]),
        ('f"{x} rows of {y}"', [" rows of "]),
        ('f"**{name}** :gray[{said}]"', []),
        ('f"**riskgraph** {said}"', []),
        ('"保存" if x else "消去"', ["保存", "消去"]),
        ('t(locale, "ui.save")', []),
        ('"(" + t(locale, "ui.save") + ")"', []),
        ('x + "rows"', ["rows"]),
    ],
)
def test_the_search_for_strays_finds_words_and_no_marks(source, expected):
    assert list(literal_words(ast.parse(source, mode="eval").body)) == expected
