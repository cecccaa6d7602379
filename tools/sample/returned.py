"""The returned questionnaires: our own forms, written for a party and filled in as that party would."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from riskgraph.catalogue import load_catalogue
from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.intake.questionnaire_writer import write_questionnaire
from riskgraph.model.answer import ScopeKind
from tools.fill_questionnaire import FilledAnswer, FilledCover, FilledTier, fill_questionnaire
from tools.sample.fixed_zip import settled
from tools.sample.habits import answer_of
from tools.sample.parties import parties
from tools.sample.register import engagements
from tools.sample.replies import Reply, Said
from tools.sample.rows import OWNER, Row

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
    asked = load_catalogue().form(reply.form).asked(reply.modules)
    answers = {control: _filled(reply, said) for control in asked if (said := answer_of(reply, control))}
    role = _ROLES[int(reply.party[-1]) % len(_ROLES)] if reply.locale == "ja" else "Delivery office, manager"
    filled = fill_questionnaire(
        write_questionnaire(_request(reply), load_catalogue(), locale=reply.locale),
        answers,
        cover=FilledCover(reply.answered_on, role, reply.onward),
        tiers=(reply.tiers or _known(reply)) if reply.onward == "listed" else (),
        facts=reply.facts,
    )
    return settled(filled)


def _filled(reply: Reply, said: Said) -> FilledAnswer:
    """Return one answer in the words that this party types."""
    typed = _TYPED.get(reply.party, {}).get(said.answer, said.answer)
    return FilledAnswer(typed, said.comment, said.evidence, said.on)


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


def _known(reply: Reply) -> tuple[FilledTier, ...]:
    """Return the register's own next tiers of the party, each once."""
    below = [row for row in engagements() if row["consignor"] == reply.party and row["status"] == "active"]
    is_narrow = reply.scope[0] == "engagement"
    narrow = [row for row in below if reply.scope[1] in str(row["parent_engagement"])] if is_narrow else below
    found = {str(row["consignee"]): row for row in reversed(narrow)}
    return tuple(_tier(row) for _, row in sorted(found.items()))


def _tier(row: Row) -> FilledTier:
    """Return how a party writes down one next tier that it is open about."""
    consignee = next(party for party in parties() if party["party_id"] == row["consignee"])
    return FilledTier(
        str(consignee["name"]),
        str(consignee.get("corporate_number", "")),
        work=str(row["work"]),
        consent_on=str(row.get("consent_on", "")).replace("-", "/"),
        consent_no=str(row.get("consent_no", "")),
    )
