"""The map of somebody else's form as rows and words: what is proposed for each question, why, and what it reads.

The convention that bites: questions and answers come from a stranger's file and are data to whoever shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from riskgraph.model.control import Catalogue
from riskgraph.model.foreign import AskedItem
from riskgraph.model.form_map import FormMap, MapEntry, MappedBy
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.report.cause_sentences import answer_said
from riskgraph.report.plain import plain
from riskgraph.text import t

_LONGEST = 400


def reason_said(entry: MapEntry, locale: str) -> str:
    """Return what speaks for an entry: 規格の条項 (ISO/IEC 27001 A.8.12)."""
    words = t(locale, f"receiving.mapped_by.{entry.rule.value}")
    if not entry.control_ids and entry.rule is MappedBy.NOTHING:
        return t(locale, "receiving.mapped_by.unclear", reason=plain(entry.reason)) if entry.reason else words
    # The control that words are alike to, or whose number a row carries, stands beside the reason already.
    is_told = entry.reason.split(" ")[0] in entry.control_ids
    if is_told or not entry.reason:
        return words
    return t(locale, "receiving.mapped_by.reason", rule=words, reason=plain(entry.reason))


def confidence_said(entry: MapEntry) -> str:
    """Return how sure a proposal is; nothing where there is none or a person decided."""
    is_proposal = bool(entry.control_ids) and entry.rule is not MappedBy.PERSON
    return f"{100 * entry.confidence:.0f}%" if is_proposal else ""


def map_counts(form_map: FormMap) -> dict[str, int]:
    """Return how many questions of a map are confirmed with a control, confirmed without, proposed, and open."""
    entries = form_map.entries
    return {
        "total": len(entries),
        "confirmed": sum(e.is_confirmed and bool(e.control_ids) for e in entries),
        "none": sum(e.is_confirmed and not e.control_ids for e in entries),
        "proposed": sum(not e.is_confirmed and bool(e.control_ids) for e in entries),
        "open": sum(not e.is_confirmed and not e.control_ids for e in entries),
    }


def sure_ones(form_map: FormMap, least: float) -> tuple[MapEntry, ...]:
    """Return the proposals that are at least so sure (0 to 1) and not confirmed yet."""
    return tuple(e for e in form_map.entries if e.control_ids and not e.is_confirmed and e.confidence >= least)


def raw_said(item: AskedItem | None) -> str:
    """Return what stands beside a question, column by column."""
    if item is None:
        return ""
    return plain(" / ".join(answer.raw for answer in item.answers if answer.raw.strip()), longest=_LONGEST)


def read_codes(forms: Iterable[ReturnedForm]) -> Mapping[tuple[str, str], str]:
    """Return the code that was read in each cell, by sheet and cell."""
    return {(item.sheet, item.cell): item.code for form in forms for item in form.items if item.code}


def code_said(item: AskedItem | None, codes: Mapping[tuple[str, str], str], locale: str) -> str:
    """Return how the answer to a question is read, nothing where it does not count."""
    if item is None:
        return ""
    cells = [(answer.sheet, answer.cell) for answer in item.answers]
    code = next((codes[cell] for cell in (*cells, (item.sheet, item.cell)) if cell in codes), "")
    return answer_said(code, "", locale) if code else ""


def control_words(catalogue: Catalogue, locale: str) -> Mapping[str, str]:
    """Return every control as a choice: its id and short title."""
    return {
        c.control_id: t(locale, "receiving.control", id=c.control_id, title=c.title.said(locale))
        for c in catalogue.controls
    }


def answers_counted(forms: Sequence[ReturnedForm], locale: str) -> str:
    """Return how many answers of each kind were read: 「はい」12問、「いいえ」3問."""
    counts: dict[str, int] = {}
    for form in forms:
        for answer in form.answers:
            counts[answer.answer.value] = counts.get(answer.answer.value, 0) + 1
    told = [
        t(locale, "receiving.map.count", answer=answer_said(code, "", locale), count=count)
        for code, count in sorted(counts.items(), key=lambda one: -one[1])
    ]
    return t(locale, "cause.comma").join(told) or t(locale, "receiving.map.count.none")
