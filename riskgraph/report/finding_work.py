"""How the work on the findings stands: the sentence, the rows that fit a filter, their columns and bars.

The convention that bites: a row is a record with the finding that stands behind it today, or a finding that nobody
has taken up yet. What is overdue is told by a sign and a word beside its colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from riskgraph.model.finding import CLOSED, Finding, FindingRecord, FindingState, Weight
from riskgraph.model.following import why_opens
from riskgraph.model.submission import Submission
from riskgraph.report.letters import day_with_weekday
from riskgraph.report.names import party_name
from riskgraph.report.picture_marks import FONT, Option
from riskgraph.report.picture_words import PALETTES
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import t

SOON_DAYS = 7
# A shape beside the word, so that colour is never the only sign; the order is that of the work.
STATE_SIGN = {
    FindingState.REOPENED: "↻",
    FindingState.OPEN: "□",
    FindingState.ASSIGNED: "→",
    FindingState.IN_WORK: "◐",
    FindingState.DONE: "●",
    FindingState.VERIFIED: "✓",
    FindingState.ACCEPTED: "＝",
}
STATES = tuple(STATE_SIGN)
WEIGHT_SIGN = {Weight.DUTY: "◆", Weight.RISK: "△", Weight.LOOK: "○"}
_ROW = 28
_LEFT, _RIGHT, _TOP, _BOTTOM = 300, 190, 4, 4


@dataclass(frozen=True)
class FindingRow:
    """One finding: what people do about it (None where nobody took it up), and what shows it today (None: gone)."""

    key: str
    record: FindingRecord | None
    finding: Finding | None
    rank: int | None = None

    @property
    def state(self) -> FindingState:
        """Return where it stands."""
        return self.record.state if self.record else FindingState.OPEN

    @property
    def code(self) -> str:
        """Return which kind of finding it is."""
        return self.finding.code if self.finding else self.record.code if self.record else ""

    @property
    def party_id(self) -> str:
        """Return the party that it is about."""
        return self.finding.party_id if self.finding else self.record.party_id if self.record else ""

    @property
    def engagement_id(self) -> str:
        """Return the engagement that it is about."""
        return self.finding.engagement_id if self.finding else self.record.engagement_id if self.record else ""

    @property
    def weight(self) -> Weight | None:
        """Return how it is treated; None for what is gone."""
        return self.finding.weight if self.finding else None

    @property
    def owner(self) -> str:
        """Return who sees to it."""
        return self.record.owner if self.record else ""

    @property
    def due_on(self) -> date | None:
        """Return until when: as agreed, else as the rule says."""
        agreed = self.record.due_on if self.record else None
        return agreed or (self.finding.due_on if self.finding else None)

    @property
    def is_closed(self) -> bool:
        """Say whether it is settled."""
        return self.state in CLOSED

    def is_overdue(self, today: date) -> bool:
        """Say whether it should have been settled before today."""
        return not self.is_closed and self.due_on is not None and self.due_on < today

    def is_due_soon(self, today: date) -> bool:
        """Say whether it is due within a week."""
        return not self.is_closed and self.due_on is not None and 0 <= (self.due_on - today).days <= SOON_DAYS


@dataclass(frozen=True)
class Wanted:
    """What is looked for: states, weights, kinds and owners (none: all), words, and what is overdue only."""

    states: tuple[FindingState, ...] = ()
    weights: tuple[Weight, ...] = ()
    codes: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    words: str = ""
    only_overdue: bool = False


def rows_of(
    records: Sequence[FindingRecord], found: Sequence[Finding], ranks: Mapping[str, int]
) -> tuple[FindingRow, ...]:
    """Return every record with its finding, and the findings that have no record.

    Parameters
    ----------
    ranks
        The ranks of the paths by their keys.
    """
    by_key = {finding.key: finding for finding in found}
    known = {record.key for record in records}
    rows = [FindingRow(record.key, record, by_key.get(record.key)) for record in records]
    rows += [FindingRow(finding.key, None, finding) for finding in found if finding.key not in known]
    return tuple(FindingRow(r.key, r.record, r.finding, _rank(r.finding, ranks)) for r in rows)


def _rank(finding: Finding | None, ranks: Mapping[str, int]) -> int | None:
    """Return the rank of the riskiest path that a finding lies on, where that path is listed."""
    return min((ranks[key] for key in finding.path_keys if key in ranks), default=None) if finding else None


def opens_again(row: FindingRow, today: date) -> bool:
    """Say whether a settled row is to be opened again: it came back or grew, or what settled it has ended."""
    return row.record is not None and why_opens(row.record, row.finding, today) is not None


def work_sentence(rows: Sequence[FindingRow], today: date, locale: str) -> str:
    """Return what matters: how many are open, overdue, due within a week, without an owner, waiting for a look."""
    if not rows:
        return t(locale, "findings.sentence.none")
    open_rows = [row for row in rows if not row.is_closed]
    if not open_rows:
        return t(locale, "findings.sentence.all_closed", count=len(rows))
    overdue = sum(row.is_overdue(today) for row in open_rows)
    soon = sum(row.is_due_soon(today) for row in open_rows)
    nobody = sum(not row.owner for row in open_rows)
    done = sum(row.state is FindingState.DONE for row in open_rows)
    parts = [
        t(locale, "findings.sentence.open", count=len(open_rows)),
        t(locale, "findings.sentence.overdue", count=overdue) if overdue else t(locale, "findings.sentence.no_overdue"),
        t(locale, "findings.sentence.soon", count=soon, days=SOON_DAYS) if soon else "",
        t(locale, "findings.sentence.nobody", count=nobody) if nobody else "",
        t(locale, "findings.sentence.to_verify", count=done) if done else "",
    ]
    return ("" if locale == "ja" else " ").join(part for part in parts if part)


def fitting_findings(
    rows: Iterable[FindingRow], wanted: Wanted, submission: Submission, today: date, locale: str
) -> tuple[FindingRow, ...]:
    """Return the rows that a filter lets through: overdue first, then duties, then by the rank of the path."""
    words = wanted.words.casefold().split()
    found = [
        row
        for row in rows
        if (not wanted.states or row.state in wanted.states)
        and (not wanted.weights or row.weight in wanted.weights)
        and (not wanted.codes or row.code in wanted.codes)
        and (not wanted.owners or row.owner in wanted.owners)
        and (not wanted.only_overdue or row.is_overdue(today))
        and all(word in _searched(row, submission, locale) for word in words)
    ]
    weights = list(Weight)
    return tuple(
        sorted(
            found,
            key=lambda r: (
                r.is_closed,
                not r.is_overdue(today),
                weights.index(r.weight) if r.weight else len(weights),
                r.rank is None,
                r.rank or 0,
                STATES.index(r.state),
                r.key,
            ),
        )
    )


def _searched(row: FindingRow, submission: Submission, locale: str) -> str:
    name = party_name(row.party_id, submission, locale) if row.party_id else ""
    title = title_of(row.code, locale)
    return f"{title} {name} {row.party_id} {row.engagement_id} {row.owner}".casefold()


def title_of(code: str, locale: str) -> str:
    """Return what a kind of finding is called."""
    return t(locale, f"finding.{code}.title")


def state_words(state: FindingState, locale: str) -> str:
    """Return a state as shape and word."""
    return f"{STATE_SIGN[state]} {t(locale, f'findings.state.{state.value}')}"


def weight_words(weight: Weight | None, locale: str) -> str:
    """Return how a finding is treated, as shape and word; a word alone where it is gone from the register."""
    if weight is None:
        return t(locale, "findings.weight.gone")
    return f"{WEIGHT_SIGN[weight]} {t(locale, f'findings.weight.{weight.value}')}"


def due_words(row: FindingRow, today: date, locale: str) -> str:
    """Return the due date with the days left or passed; "" where none is set or nothing is due any more."""
    if row.due_on is None or row.is_closed:
        return ""
    days = (row.due_on - today).days
    key = "today" if days == 0 else "left" if days > 0 else "past"
    sign = "▲ " if days < 0 else "△ " if days <= SOON_DAYS else ""
    return sign + t(locale, f"findings.due.{key}", day=day_with_weekday(row.due_on, locale), days=abs(days))


def due_short(row: FindingRow, today: date, locale: str) -> str:
    """Return the due date as a table has room for it."""
    if row.due_on is None or row.is_closed:
        return ""
    days = (row.due_on - today).days
    sign = "▲ " if days < 0 else "△ " if days <= SOON_DAYS else ""
    key = "today" if days == 0 else "left" if days > 0 else "past"
    return sign + t(locale, f"findings.due.short.{key}", day=row.due_on.isoformat(), days=abs(days))


def work_columns(rows: Sequence[FindingRow], submission: Submission, today: date, locale: str) -> Columns:
    """Return findings as columns, what they are first."""
    return {
        "finding_what": [title_of(row.code, locale) for row in rows],
        "finding_party": [party_name(r.party_id, submission, locale) if r.party_id else "" for r in rows],
        "finding_weight": [weight_words(row.weight, locale) for row in rows],
        "finding_state": [_state(row, locale) for row in rows],
        "finding_due": [due_short(row, today, locale) for row in rows],
        "finding_owner": [plain(row.owner) for row in rows],
        "finding_rank": [t(locale, "findings.rank", rank=row.rank) if row.rank else "" for row in rows],
        "finding_engagement": [plain(row.engagement_id) for row in rows],
    }


def _state(row: FindingRow, locale: str) -> str:
    """Return the state of a row; one that nobody took up yet says so."""
    return state_words(row.state, locale) if row.record else t(locale, "findings.state.new")


@dataclass(frozen=True)
class Kind:
    """One kind of finding: how many of it are overdue, open besides, and settled."""

    code: str
    overdue: int
    open: int
    settled: int

    @property
    def count(self) -> int:
        """Return how many there are."""
        return self.overdue + self.open + self.settled


def kinds_of(rows: Sequence[FindingRow], today: date) -> tuple[Kind, ...]:
    """Return the kinds of findings: duties first, then what most are open of."""
    by_code: dict[str, list[FindingRow]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    weights = list(Weight)
    heaviest = {c: min((weights.index(r.weight) for r in of if r.weight), default=9) for c, of in by_code.items()}
    kinds = [_kind(code, of, today) for code, of in by_code.items()]
    return tuple(sorted(kinds, key=lambda k: (heaviest[k.code], -(k.overdue + k.open), k.code)))


def _kind(code: str, rows: Sequence[FindingRow], today: date) -> Kind:
    overdue = sum(row.is_overdue(today) for row in rows)
    settled = sum(row.is_closed for row in rows)
    return Kind(code, overdue, len(rows) - overdue - settled, settled)


def work_option(kinds: Sequence[Kind], locale: str, theme: str = "light") -> Option:
    """Return the option of an ECharts bar chart, a bar a kind, with what is overdue and settled apart; plain JSON."""
    ink = PALETTES[theme if theme in PALETTES else "light"]
    parts = (
        ("overdue", ink["path"], [kind.overdue for kind in kinds]),
        ("open", ink["structure"], [kind.open for kind in kinds]),
        ("settled", ink["line"], [kind.settled for kind in kinds]),
    )
    words = [kind_words(kind, locale) for kind in kinds]
    return {
        "backgroundColor": "transparent",
        "animation": False,
        "textStyle": {"fontFamily": FONT, "color": ink["ink"]},
        "grid": {"left": _LEFT, "right": _RIGHT, "top": _TOP, "bottom": _BOTTOM},
        "xAxis": {"type": "value", "min": 0, "max": max((kind.count for kind in kinds), default=1), "show": False},
        "yAxis": {"type": "category", "inverse": True, "data": [title_of(kind.code, locale) for kind in kinds],
                  "axisTick": {"show": False}, "axisLine": {"lineStyle": {"color": ink["line"]}},
                  "axisLabel": {"color": ink["ink"], "fontSize": 13, "interval": 0, "margin": 12,
                                "width": _LEFT - 20, "overflow": "truncate"}},
        "series": [
            {
                "type": "bar", "name": name, "stack": "findings", "barWidth": 14, "selectedMode": "single",
                "select": {"disabled": False, "itemStyle": {"borderWidth": 1}}, "emphasis": {"disabled": True},
                "data": [
                    {"value": value, "itemStyle": {"color": colour},
                     "label": {"show": name == "settled", "position": "right", "fontSize": 13, "color": ink["ink"],
                               "formatter": words[number]}}
                    for number, value in enumerate(values)
                ],
            }
            for name, colour, values in parts
        ],
    }  # fmt: skip


def kind_words(kind: Kind, locale: str) -> str:
    """Return the words at the end of a bar: how many, how many of them overdue and settled."""
    told = [
        t(locale, f"findings.count.{name}", count=count)
        for name, count in (("overdue", kind.overdue), ("settled", kind.settled))
        if count
    ]
    whole = t(locale, "findings.count", count=kind.count)
    return t(locale, "findings.count.with", count=whole, told=t(locale, "mailing.comma").join(told)) if told else whole


def work_height(kinds: Sequence[Kind]) -> int:
    """Return the height in pixels at which every kind has its line."""
    return _TOP + _BOTTOM + _ROW * max(1, len(kinds))


def work_alt(kinds: Sequence[Kind], locale: str) -> str:
    """Return the picture in words."""
    told = [t(locale, "findings.alt.one", kind=title_of(k.code, locale), count=kind_words(k, locale)) for k in kinds]
    return t(locale, "findings.alt", told=t(locale, "bars.alt.join").join(told))
