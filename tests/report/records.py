"""Kept things by hand: audit lines, records of assessments and parameter sets, tombstones."""

from __future__ import annotations

from datetime import UTC, date, datetime

from riskgraph.model.quantities import Interval
from riskgraph.model.records import (
    AssessmentInputs,
    AssessmentRecord,
    AuditLine,
    Expired,
    KeptKind,
    ParameterSetRecord,
    Stamp,
    Tombstone,
)

HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>**{file}**\n{0}'
AT = datetime(2026, 9, 30, 15, 5, 12, tzinfo=UTC)  # 0:05 on October 1 in Tokyo
STAMP = Stamp(at=AT, actor="審査 担当")


def a_line(action: str = "no_such_action", **changes: object) -> AuditLine:
    return AuditLine.model_validate(
        {"sequence": 7, "at": AT, "actor": "審査 担当", "action": action, "register_id": "r1", "subject": "s1"}
        | changes
    )


def an_assessment_record(number: int = 3, **changes: object) -> AssessmentRecord:
    record = AssessmentRecord(
        assessment_id=number,
        register_id="r1",
        inputs=AssessmentInputs(register_id="r1", version=2, questionnaires=(1, 4), as_of=date(2026, 10, 1)),
        made=STAMP,
        note="9月の審査会",
        eal_yen=Interval(1e6, 1.2e7, 6e7),
        paths_total=85,
    )
    return record.model_copy(update=changes)


def a_set(number: int = 1, reason: str = "社内の事故統計") -> ParameterSetRecord:
    return ParameterSetRecord(
        parameters_id=number, register_id="r1", based_on=number - 1, reason=reason, sha256="a" * 64, made=STAMP
    )


def a_stone(kind: KeptKind = KeptKind.QUESTIONNAIRE, reason: str = "期間満了") -> Tombstone:
    return Tombstone(kind=kind, subject="12", register_id="r1", sha256="b" * 64, reason=reason, deleted=STAMP)


def an_expired(kind: KeptKind = KeptKind.ASSESSMENT) -> Expired:
    return Expired(kind=kind, subject="3", label="2026年10月1日の評価", kept_since=AT, expired_on=date(2031, 10, 1))
