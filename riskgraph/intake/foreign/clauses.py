"""The numbers of controls and clauses that a question names: our own, ISO, NIST, CCM and the guideline of the APPI.

The convention that bites: a bare number such as 8.12 is a clause only where its scheme is named beside it, and our own
numbers count only on a form that does not use another catalogue whose numbers look the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from riskgraph.intake.folding import plain
from riskgraph.model.control import Catalogue

_FILE = Path(__file__).parent / "clauses.yaml"
_EDGE, _END = r"(?<![A-Za-z0-9.&-])", r"(?![A-Za-z0-9-])"
_OWN = re.compile(rf"{_EDGE}([A-Z]{{3}}-\d{{2}}){_END}(?!\.\d)")
_CCM = re.compile(rf"{_EDGE}((?:A&A|[A-Z]{{3}})-\d{{2}})(?:\.\d{{1,2}})?{_END}")
_CSF = re.compile(rf"{_EDGE}((?:GV|ID|PR|DE|RS|RC)\.[A-Z]{{2}}-\d{{1,2}}){_END}")
_ISO_A = re.compile(rf"{_EDGE}A\.?(\d{{1,2}}(?:\.\d{{1,2}}){{1,2}})(?![\d.]*\d)")
_BARE = re.compile(r"(?<![\d.-])(\d{1,2}(?:\.\d{1,2}){1,2})(?![\d.]*\d)")
_LAST_OF_2022 = 8
_OWN_LETTER = re.compile(r"[B-Z][.\-]?\d")
_ISO_NAMED = re.compile(r"2700[12]|附属書\s*A|Annex\s*A|ISO", re.IGNORECASE)
_APPI = re.compile(r"(?<![\d.-])(10-[1-7]|3-[45]-\d(?:-\d)?)(?:\s*\((\d)\))?(?![\d-])")
_APPI_NAMED = re.compile(r"ガイドライン|通則編|個人情報保護法|個情法|別添|APPI|安全管理措置", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that a question names, as it is shown, and the controls that share it."""

    shown: str
    control_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schemes:
    """Which other catalogues a form uses, judged by all its questions."""

    has_ccm: bool = False
    has_old_ccm: bool = False
    has_old_iso: bool = False
    has_own_letters: bool = False


def schemes_of(questions: Iterable[tuple[str, str]]) -> Schemes:
    """Return which catalogues the numbers of a form belong to, given number and words of every question.

    The annex of 2013 goes beyond A.8 and has three levels; its two-level numbers are headings. A form that goes on to
    B and C counts its own sections and no annex.
    """
    spoken = [(plain(number), plain(words)) for number, words in questions]
    domains = {found.split("-")[0] for _, words in spoken for found in _CCM.findall(words)}
    annex = [found for _, words in spoken for found in _ISO_A.findall(words)]
    raw = _raw()
    return Schemes(
        has_ccm=bool(domains & set(raw["ccm_only"])),
        has_old_ccm=bool(domains & set(raw["ccm_3_only"])),
        has_old_iso=any(found.count(".") > 1 or int(found.split(".")[0]) > _LAST_OF_2022 for found in annex),
        has_own_letters=any(_OWN_LETTER.match(number) for number, _ in spoken),
    )


def own_ids(text: str, catalogue: Catalogue, schemes: Schemes) -> tuple[str, ...]:
    """Return the numbers of our controls that a text names, none on a form that uses the CSA's numbers."""
    if schemes.has_ccm or schemes.has_old_ccm:
        return ()
    found = (number for number in _OWN.findall(plain(text)) if number in catalogue.control_by_id)
    return tuple(dict.fromkeys(found))


def clauses_in(text: str, catalogue: Catalogue, schemes: Schemes) -> tuple[Clause, ...]:
    """Return the clauses that a text names and that a control of ours refers to, in their order."""
    spoken = plain(text)
    found = [
        *_ccm(spoken, schemes),
        *_csf(spoken, catalogue),
        *_iso(spoken, catalogue, schemes),
        *_appi(spoken, catalogue),
    ]
    return tuple(dict.fromkeys(clause for clause in found if clause.control_ids))


def _ccm(text: str, schemes: Schemes) -> list[Clause]:
    if not schemes.has_ccm or schemes.has_old_ccm:
        return []
    known: Mapping[str, str] = _raw()["ccm_4"]
    return [Clause(f"CCM {number}", (known[number],)) for number in _CCM.findall(text) if number in known]


def _csf(text: str, catalogue: Catalogue) -> list[Clause]:
    by_clause = _by_clause(catalogue, "csf")
    older: Mapping[str, str] = _raw()["csf_1"]
    found = []
    for number in _CSF.findall(text):
        newer = number if len(number) == len("PR.DS-01") else older.get(number, "")
        found.append(Clause(f"NIST CSF {number}", by_clause.get(newer, ())))
    return found


def _iso(text: str, catalogue: Catalogue, schemes: Schemes) -> list[Clause]:
    by_clause = _by_clause(catalogue, "iso")
    older: Mapping[str, str] = _raw()["iso_2013"]
    is_named = bool(_ISO_NAMED.search(text))
    annex = _ISO_A.findall(text) if is_named or not schemes.has_own_letters else []
    numbers = [*annex, *(_BARE.findall(text) if is_named else ())]
    found = []
    for number in dict.fromkeys(numbers):
        # Three levels are the edition of 2013, two that of 2022.
        is_heading = schemes.has_old_iso and number.count(".") == 1
        newer = older.get(number, "") if number.count(".") > 1 else "" if is_heading else number
        found.append(Clause(f"ISO/IEC 27001 A.{number}", by_clause.get(newer, ())))
    return found


def _appi(text: str, catalogue: Catalogue) -> list[Clause]:
    if not _APPI_NAMED.search(text):
        return []
    by_clause = _by_clause(catalogue, "appi")
    found = []
    for section, item in _APPI.findall(text):
        wanted = f"{section}({item})" if item else section
        whole = [c for clause, ids in by_clause.items() if clause.split("(")[0] == section for c in ids]
        controls = by_clause.get(wanted, ()) if item else tuple(dict.fromkeys(whole))
        found.append(Clause(f"APPI {wanted}", controls))
    return found


def _by_clause(catalogue: Catalogue, scheme: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for control in catalogue.controls:
        for clause in control.references.get(scheme, ()):
            found[clause].append(control.control_id)
    return {clause: tuple(ids) for clause, ids in found.items()}


@cache
def _raw() -> Mapping[str, Any]:
    # The C loader is ten times faster and just as safe; it is absent only where libyaml is.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: Mapping[str, Any] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return loaded
