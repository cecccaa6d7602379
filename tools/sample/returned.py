"""The returned questionnaires: our own forms, written for a party and filled in as that party would.

The convention that bites: a form is filled by its words, never by fixed addresses, so that a new layout of
the form needs no change here.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import cache

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from riskgraph.catalogue.load import load_catalogue
from riskgraph.intake.folding import fold
from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.intake.questionnaire_words import asked_facts, header_words
from riskgraph.intake.questionnaire_writer import write_questionnaire
from riskgraph.model.answer import ScopeKind
from riskgraph.text import t
from tools.sample.fixed_zip import settled
from tools.sample.habits import answer_of
from tools.sample.parties import parties
from tools.sample.register import engagements
from tools.sample.replies import NextTier, Reply
from tools.sample.rows import OWNER, Row, Value

_CONTACT = "情報セキュリティ部 委託先管理課 itaku-kanri@aoba-manabi.example"
_CODES = ("yes", "partial", "planned", "no", "na", "unknown")
_TYPED: Mapping[str, Mapping[str, str]] = {
    party: dict(zip(_CODES, words.split(), strict=True))
    for party, words in {
        "P-032": "〇 △ 予定 ✕ 該当なし わからない",
        "P-043": "有 一部 予定 無 該当なし 不明",
        "P-053": "はい 一部実施 検討中 いいえ 対象外 不明",
        "P-091": "実施済 一部実施 対応予定 未実施 対象外 不明",
    }.items()
}
"""Parties that typed words of their own over the drop-down."""
_ROLES = ("情報管理責任者（部長）", "総務部 課長", "品質管理部 主任", "業務部 係長")


def returned(reply: Reply) -> bytes:
    """Return the filled workbook of one reply, the same bytes every time."""
    written = write_questionnaire(_request(reply), load_catalogue(), locale=reply.locale)
    book = load_workbook(io.BytesIO(written))
    _cover(book, reply)
    _questions(book, reply)
    _tiers(book, reply)
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue())


def blank(form: str, locale: str) -> bytes:
    """Return a blank form, the same bytes every time."""
    return settled(write_questionnaire(QuestionnaireRequest(form_id=form), load_catalogue(), locale=locale))


def _request(reply: Reply) -> QuestionnaireRequest:
    """Return what was sent to the party: it names the party and its direct consignor only."""
    upstream = _consignor(reply)
    return QuestionnaireRequest(
        form_id=reply.form,
        modules=reply.modules,
        party_id=reply.party,
        party_name=_names()[reply.party],
        consignor_name=_names().get(upstream, ""),
        scope_kind=ScopeKind(reply.scope[0]),
        scope_id=reply.scope[1],
        scope_words=_SCOPES.get(reply.scope[1], ""),
        due_on=reply.due_on,
        contact=_CONTACT if upstream in ("", OWNER) else "",
    )


_SCOPES = {
    "SYS-02": "会員マイページについての回答",
    "K-0167": "会員向け冊子の印刷・宛名印字についての回答",
    "K-0212": "口座振替依頼書の入力についての回答",
    "B-05": "高原コンタクトセンターについての回答",
}


@cache
def _names() -> Mapping[str, str]:
    return {str(row["party_id"]): str(row["name"]) for row in parties()}


def _consignor(reply: Reply) -> str:
    """Return the party's direct upstream: that of the engagement in question, else its first."""
    rows = [row for row in engagements() if row["consignee"] == reply.party]
    narrow = [row for row in rows if row["engagement_id"] == reply.scope[1]]
    return str((narrow or rows)[0]["consignor"]) if rows else ""


def _cover(book: Workbook, reply: Reply) -> None:
    """Fill date, role and the statement on next tiers."""
    said: dict[str, Value] = {
        "answered_on": reply.answered_on,
        "respondent": _ROLES[int(reply.party[-1]) % len(_ROLES)],
    }
    if reply.locale == "en":
        said["respondent"] = "Delivery office, manager"
    if reply.onward:
        said["onward"] = t(reply.locale, f"form.onward.{reply.onward}")
    words = header_words("cover")
    for row in book[t(reply.locale, "form.sheet.cover")].iter_rows(max_col=3):
        key = words.get(fold(str(row[1].value or "")), "")
        if key in said:
            row[2].value = said[key]


def _questions(book: Workbook, reply: Reply) -> None:
    """Fill facts and answers with remarks, evidence and dates."""
    sheet = book[t(reply.locale, "form.sheet.questions")]
    places = _columns(sheet, "column")
    facts = asked_facts(load_catalogue().form(reply.form))
    for number in range(1, sheet.max_row + 1):
        item = str(sheet.cell(number, places["id"]).value or "")
        if item in facts:
            _put(sheet, (number, places["answer"]), _fact(reply, item))
        elif item[3:4] == "-":
            for key, value in _answer(reply, item):
                _put(sheet, (number, places[key]), value)


def _columns(sheet: Worksheet, topic: str) -> Mapping[str, int]:
    """Return the column of every heading, from the row that has them all."""
    words = header_words(topic)
    for row in sheet.iter_rows():
        found = {words[fold(str(c.value))]: c.column for c in row if c.value and fold(str(c.value)) in words}
        if len(found) == len(set(words.values())):
            return {**found, "row": row[0].row or 0}
    raise ValueError(f"no headings on {sheet.title}")


def _answer(reply: Reply, control_id: str) -> Iterator[tuple[str, Value]]:
    """Give the cells of one question: nothing where it was left blank."""
    said = answer_of(reply, control_id)
    if said is None:
        return
    typed = _TYPED.get(reply.party, {}).get(said.answer)
    yield "answer", typed or t(reply.locale, f"form.answer.{said.answer}")
    yield "scope", said.comment
    yield "evidence", said.evidence
    yield "checked_on", said.on or ""


def _fact(reply: Reply, number: str) -> str:
    """Return the words of the choice that the party made, "" where it said nothing."""
    fact = asked_facts(load_catalogue().form(reply.form))[number]
    said = reply.facts.get(fact.fact_id, "")
    if said in fact.codes:
        return fact.choices[fact.codes.index(said)].said(reply.locale)
    return said


def _tiers(book: Workbook, reply: Reply) -> None:
    """Fill the list of next tiers: what was declared, else what the register knows below the party."""
    title = t(reply.locale, "form.sheet.tiers")
    if title not in book.sheetnames or reply.onward != "listed":
        return
    sheet = book[title]
    places = _columns(sheet, "tier")
    for number, tier in enumerate(reply.tiers or _known(reply), start=places["row"] + 1):
        said = {"name": tier.name, "corporate_number": tier.number, "work": tier.work, "assets": tier.assets,
                "place": tier.place, "consent_on": tier.consent_on, "consent_no": tier.consent_no}  # fmt: skip
        for key, value in said.items():
            _put(sheet, (number, places[key]), value)


def _known(reply: Reply) -> tuple[NextTier, ...]:
    """Return the register's own next tiers of the party, each once."""
    below = [row for row in engagements() if row["consignor"] == reply.party and row["status"] == "active"]
    narrow = [row for row in below if reply.scope[1] in str(row["parent_engagement"])] if reply.scope[1] else below
    found = {str(row["consignee"]): row for row in reversed(narrow)}
    return tuple(_tier(row) for _, row in sorted(found.items()))


def _tier(row: Row) -> NextTier:
    consignee = next(party for party in parties() if party["party_id"] == row["consignee"])
    on, number = str(row.get("consent_on", "")), str(row.get("consent_no", ""))
    return NextTier(
        str(consignee["name"]),
        str(row["work"]),
        number=str(consignee.get("corporate_number", "")),
        consent_on=on.replace("-", "/"),
        consent_no=number,
    )


def _put(sheet: Worksheet, at: tuple[int, int], value: Value) -> None:
    """Fill one cell and leave its looks; blank means untouched."""
    if value != "":
        sheet.cell(*at).value = value
