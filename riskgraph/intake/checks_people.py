"""Names of persons where a department, a role or a shared address should stand.

The convention that bites: the message says where, never whom. It carries nothing of the cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from riskgraph.intake.surnames import LATIN_SURNAMES, SURNAMES, TELLING_SURNAMES
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell, RowSource

if TYPE_CHECKING:  # it brings the chain and its graph library along, which reading a form does not need
    from riskgraph.intake.inspection import Inspection


def _one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, longer ones first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))) + ")"


_LETTER = r"[々〇一-鿿ぁ-ゖァ-ヺー]"
_KANJI = r"[々一-鿿]"
_SURNAME = _one_of(SURNAMES)
_LONG_SURNAME = _one_of(name for name in SURNAMES if len(name) > 1)
_BARE = rf"(?<!{_LETTER}){_one_of(TELLING_SURNAMES)}"
_GIVEN_END = (
    "郎朗子美介輔助一二三男夫雄代恵香奈也弥哉樹輝斗人平太之明博宏司志裕幸枝里菜花織穂佳紀彦史浩健翔希亮真誠剛茂豊隆"
)
_ORGANISATION = (
    r"(?:株式会社|有限会社|合同会社|\(株\)|\(有\)|[部課室係店所県市区町村局班庫場院校会館社工支営商興製印運建事物])"
)
_TRADE = (
    r"(?:建設|工業|商店|商事|商会|印刷|運輸|運送|製作|産業|倉庫|会計|法律|医院|電機|電気|書店|薬局|税理|不動産|事務所)"
)
_SOME_SURNAME = re.compile(_SURNAME)
_HONORIFIC = re.compile(
    rf"(?<!{_KANJI}){_SURNAME}[ ]?{_LETTER}{{0,4}}?[ ]?"
    rf"(?:様(?![式々子])|氏(?!名)|さん(?:(?!{_LETTER})|(?=[にがはのとをへもか]))|殿(?!{_KANJI}))"
)
_LABEL = re.compile(r"(?:担当者?|責任者|窓口|連絡先|承認者|承諾者|記入者|回答者)名? ?[:はが] ?$")
_LABELLED = re.compile(rf"{_SURNAME}(?!{_LETTER}*{_ORGANISATION})")
_FULL_SPACED = re.compile(
    rf"(?<!{_LETTER})(?:{_LONG_SURNAME} (?!{_LETTER}*{_ORGANISATION}){_LETTER}{{1,4}}"
    rf"|{_SURNAME} {_LETTER}{{0,2}}[{_GIVEN_END}])(?!{_LETTER})"
)
_FULL_JOINED = re.compile(rf"(?<!{_LETTER}){_SURNAME}{_KANJI}{{0,2}}[{_GIVEN_END}](?!{_LETTER})")
_ALONE = re.compile(
    rf"(?<![・&]){_BARE}(?:班|組|チーム|グループ|[部課係室]長|主任|主査|社長|取締役|マネージャー?|リーダー|[がはへ宛](?={_LETTER}))?"
    rf"(?:(?<=[がはへ宛長])|(?!{_LETTER}))(?![・&]| ?{_TRADE})"
)
_LATIN = re.compile(r"\b(?:Mr|Ms|Mrs|Dr)\.? [A-Z][a-z]+")
_PERSON = (_HONORIFIC, _FULL_SPACED, _FULL_JOINED, _ALONE)

_SPACES = re.compile(r"[ \t\n]+")
_READ = 2000  # characters of a cell that are looked at
_MAIL = re.compile(r"([A-Za-z0-9._%+-]{1,64})@[A-Za-z0-9.-]{1,255}")
_OFFICE_WORDS = """
info contact support privacy security soc csirt sales eigyo soumu somu jinji keiri houmu homu help helpdesk desk
office center centre team group admin system systems it ict data dpo kojin joho jouhou kanri pmark ism isms
customer service personal protection compliance audit legal planning kikaku koho pr recruit web mail shared
branch honsha shisha shiten tokyo osaka nagoya fukuoka partner vendor itaku gyomu unyo operation operations
noreply reply no
"""
_OFFICE = frozenset(_OFFICE_WORDS.split())


def names_of_persons(inspection: Inspection) -> Iterator[Problem]:
    """Tell of cells that seem to hold a person's name or personal address; the cell is not repeated."""
    known: dict[str, tuple[str, ...]] = {}
    for source, column, text in _free_text(inspection):
        if not text:
            continue
        if text not in known:
            known[text] = tuple(_codes(text))
        for code in known[text]:
            where = source if isinstance(source, Cell) else source.at(column)
            yield problem_at(where, code, Severity.WARNING)


def has_personal_name(text: str) -> bool:
    """Say whether a text seems to name a person; firms, departments and places are not meant."""
    # Addresses have a check of their own; a surname within one is not told twice.
    plain = unicodedata.normalize("NFKC", text[:_READ])
    plain = _SPACES.sub(" ", _MAIL.sub(" ", plain) if "@" in plain else plain)
    return bool(_LATIN.search(plain)) or any(_is_person(plain, hit.start()) for hit in _SOME_SURNAME.finditer(plain))


def has_personal_address(text: str) -> bool:
    """Say whether an e-mail address in the text seems to belong to one person."""
    return "@" in text and any(_is_personal(match[1]) for match in _MAIL.finditer(text[:_READ]))


PEOPLE_CHECKS = (names_of_persons,)


def _codes(text: str) -> Iterator[str]:
    """Give the codes of what seems personal in a text."""
    if has_personal_address(text):
        yield "register.personal_address"
    if has_personal_name(text):
        yield "register.personal_name"


def _is_person(plain: str, start: int) -> bool:
    """Say whether the surname at `start` stands for a person: by what follows, or by a label before it."""
    if any(pattern.match(plain, start) for pattern in _PERSON):
        return True
    return bool(_LABEL.search(plain[max(0, start - 10) : start]) and _LABELLED.match(plain, start))


def _is_personal(local: str) -> bool:
    """Say whether the part before the @ looks like a person: a surname, or an initial and a name."""
    words = [word for word in re.split(r"[._%+\-0-9]+", local.casefold()) if word]
    if not words or any(word in _OFFICE for word in words):
        return False
    has_surname = any(word in LATIN_SURNAMES for word in words)
    has_initial = len(words) == 2 and sorted(map(len, words))[0] == 1 and max(map(len, words)) >= 3
    return has_surname or has_initial


def _free_text(inspection: Inspection) -> Iterable[tuple[Cell | RowSource, str, str]]:
    """Give place, column and text of the cells in which people write freely."""
    s = inspection.submission
    for party in s.parties:
        yield party.source, "contact", party.contact
        yield party.source, "note", party.note
    for e in s.engagements:
        yield e.source, "note", e.note
        yield e.source, "owner_dept", e.owner_dept
        yield e.source, "consent_by", e.consent_by
    for row in s.accesses:
        yield row.source, "group", row.group
    for answer in s.answers:
        yield answer.source, "comment", answer.comment
        yield answer.source, "verified_role", answer.verified_role
