"""What changed between two assessments and why, in words: parts that add up, down to the cell.

The convention that bites: amounts of change bear a sign, and a cause is told of what was written or answered, never of
the people who did it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from riskgraph.model.accounting import Accounting, DifferencePart, PathAccount, Stage
from riskgraph.model.assessment import Standing
from riskgraph.model.causes import Cause
from riskgraph.model.control import Catalogue
from riskgraph.model.parameters import Parameters
from riskgraph.model.submission import Submission
from riskgraph.report.answer_words import control_title, worded
from riskgraph.report.cause_sentences import cause_word
from riskgraph.report.names import cell_in_words, moved_path_in_words, party_name
from riskgraph.report.numbers import yen, yen_interval
from riskgraph.report.plain import plain, wrapped
from riskgraph.report.table_rows import Columns
from riskgraph.report.tables import LINE, aligned
from riskgraph.report.what_if_words import signed_yen
from riskgraph.text import t

_SAME = 1e-9
_SILENCES = frozenset(standing.value for standing in Standing)
MOST_TOLD = 12
MOST_PATHS = 5
MOST_OF_PATH = 3


class AccountWords:
    """The words of one accounting: names from both sides, the newer one first.

    Parameters
    ----------
    cells
        Gives sheet, what a row said and language as the words of that sheet.
    """

    def __init__(
        self,
        old: Submission,
        new: Submission,
        catalogue: Catalogue,
        parameters: Parameters,
        locale: str,
        *,
        cells: Callable[[str, str, str], str] = lambda _sheet, written, _locale: written,
    ) -> None:
        self._cells = cells
        self.catalogue, self.parameters, self.locale = catalogue, parameters, locale
        gone = tuple(p for p in old.parties if p.party_id not in new.party_by_id)
        self.names = new.model_copy(update={"parties": (*new.parties, *gone)})

    def sentence(self, found: Accounting) -> str:
        """Return from what to what the total went."""
        before, after = found.eal_before.pt, found.eal_after.pt
        is_same = abs(after - before) <= _SAME * max(before, after, 1.0)
        known = {
            "before": yen_interval(found.eal_before, self.locale),
            "after": yen_interval(found.eal_after, self.locale),
            "change": yen(abs(after - before), self.locale),
        }
        return t(self.locale, f"account.total.{'same' if is_same else 'fell' if after < before else 'rose'}", **known)

    def by_cause(self, found: Accounting) -> tuple[tuple[Cause, float], ...]:
        """Return the sum of each cause, yen a year, the largest change first."""
        sums: dict[Cause, float] = {}
        for part in found.parts:
            sums[part.cause] = sums.get(part.cause, 0.0) + part.eal_yen
        return tuple(sorted(sums.items(), key=lambda item: (-abs(item[1]), item[0].value)))

    def causes_sentence(self, found: Accounting) -> str:
        """Return what each cause did; "" where nothing differs."""
        told = [
            t(self.locale, "account.cause", cause=cause_word(cause, self.locale), change=signed_yen(total, self.locale))
            for cause, total in self.by_cause(found)
            if abs(total) >= 1.0
        ]
        if not told:
            return ""
        return t(self.locale, "account.causes", causes=t(self.locale, "account.separator").join(told))

    def part(self, part: DifferencePart) -> str:
        """Return what one part is about, with what was there before and after."""
        words = self._about(part)
        before, after = self._said(part, part.before), self._said(part, part.after)
        if before != after:
            none = t(self.locale, "account.nothing")
            words += t(self.locale, "account.from_to", before=before or none, after=after or none)
        return words

    def _about(self, part: DifferencePart) -> str:
        locale = self.locale
        if part.parameter:
            known = self.parameters.by_key.get(part.parameter)
            label = known.label.said(locale) if known else plain(part.parameter)
            return t(locale, "account.about.parameter", label=label, key=plain(part.parameter))
        if part.control_id:
            party = party_name(part.party_id, self.names, locale)
            title = control_title(part.control_id, self.catalogue, locale)
            return t(locale, "account.about.answer", party=party, control=title, id=plain(part.control_id))
        if part.row_id:
            return t(locale, "account.about.row", sheet=t(locale, f"sheet.{part.sheet}"), row=plain(part.row_id))
        if part.party_id:
            return t(
                locale, "account.about.party", party=party_name(part.party_id, self.names, locale), count=part.count
            )
        if part.stage is Stage.REGISTER and part.sheet:
            return t(locale, "account.about.rows", sheet=t(locale, f"sheet.{part.sheet}"), count=part.count)
        key = f"account.about.{part.stage.value}" + (f".{part.sheet}" if part.sheet else "")
        return t(locale, key, count=part.count)

    def _said(self, part: DifferencePart, value: str) -> str:
        if part.row_id and value:
            return plain(self._cells(part.sheet, value, self.locale), longest=160)
        if not part.control_id or not value:
            return plain(value, longest=160)
        room = "why.standing" if value in _SILENCES else "why.answer"
        return worded(self.locale, f"{room}.{value}", value)

    def path(self, account: PathAccount) -> str:
        """Return which path it is, from what to what it went."""
        none = t(self.locale, "what_if.none")
        ends = [yen(e.pt, self.locale) if e else none for e in (account.eal_before, account.eal_after)]
        ranks = [str(rank) if rank else none for rank in (account.rank_before, account.rank_after)]
        return t(
            self.locale,
            "account.path",
            path=moved_path_in_words(account.parties, account.key, self.names, self.locale),
            before=ends[0],
            after=ends[1],
            rank_before=ranks[0],
            rank_after=ranks[1],
        )

    def columns(self, parts: Iterable[DifferencePart]) -> Columns:
        """Return parts as a table, in their order."""
        listed = list(parts)
        return {
            "account_change": [signed_yen(part.eal_yen, self.locale) for part in listed],
            "account_cause": [cause_word(part.cause, self.locale) for part in listed],
            "account_about": [self._about(part) for part in listed],
            "account_before": [self._said(part, part.before) for part in listed],
            "account_after": [self._said(part, part.after) for part in listed],
            "account_where": [cell_in_words(part.source, self.locale) for part in listed],
        }


def accounting_text(found: Accounting, words: AccountWords, *, title: str) -> str:
    """Return the whole for a terminal."""
    locale = words.locale
    blocks = [
        title,
        wrapped(words.sentence(found), LINE),
        wrapped(words.causes_sentence(found), LINE),
        _parts(found.parts, found, words),
        _paths(found, words),
        wrapped(t(locale, "account.note"), LINE),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _parts(parts: Sequence[DifferencePart], found: Accounting, words: AccountWords) -> str:
    """Return the first parts with their amounts, the rest in one line, and the sum."""
    if not parts:
        return ""
    locale = words.locale
    rows = [[signed_yen(p.eal_yen, locale), cause_word(p.cause, locale), words.part(p)] for p in parts[:MOST_TOLD]]
    rest = parts[MOST_TOLD:]
    if rest:
        rows.append([signed_yen(sum(p.eal_yen for p in rest), locale), "", t(locale, "account.rest", count=len(rest))])
    total = found.eal_after.pt - found.eal_before.pt
    rows.append([signed_yen(total, locale), "", t(locale, "account.sum")])
    header = [t(locale, f"ui.column.account_{name}") for name in ("change", "cause", "about")]
    return "\n".join([t(locale, "account.parts"), aligned([header, *rows], to_right=[True, False, False])])


def _paths(found: Accounting, words: AccountWords) -> str:
    """Return the paths that moved most, each with its first parts."""
    moved = moved_paths(found)
    if not moved:
        return ""
    blocks = [t(words.locale, "account.paths")]
    for account in moved[:MOST_PATHS]:
        lines = [t(words.locale, "table.bullet", sentence=words.path(account))]
        told = account.parts[:MOST_OF_PATH]
        lines.extend(f"    {signed_yen(part.eal_yen, words.locale)}  {words.part(part)}" for part in told)
        blocks.append("\n".join(wrapped(line, LINE, indent="      ") for line in lines))
    return "\n".join(blocks)


def moved_paths(found: Accounting) -> tuple[PathAccount, ...]:
    """Return the paths whose loss differs, the largest change first."""

    def change(account: PathAccount) -> float:
        before, after = account.eal_before, account.eal_after
        return abs((after.pt if after else 0.0) - (before.pt if before else 0.0))

    return tuple(sorted((a for a in found.paths if change(a) >= 1.0), key=lambda a: (-change(a), a.key)))
