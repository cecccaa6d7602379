"""Full questionnaires of ours as parties return them, as many as are wanted, all of them different files.

A few are filled in cell by cell; the others are the same with another party in them. Everything is drawn from a seed
and says nothing about anybody.
"""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from riskgraph.bench.made_up import ANSWERED, SEED
from riskgraph.intake.questionnaire_words import ANSWERS, QUESTION_COLUMNS, asked_facts
from riskgraph.intake.questionnaire_writer import QuestionnaireRequest, write_questionnaire
from riskgraph.model.control import Catalogue
from riskgraph.text import t

FORM = "full"
PATTERNS = 8
_PARTY = "P-00000"
_REMARKS = (
    "",
    "",
    "全拠点",
    "本社のみ。一部の拠点は対象外",
    "2027年3月に導入予定",
    "担当部門が四半期ごとに確認している",
)
_EVIDENCE = ("", "情報管理規程 第3条", "点検記録 2026年度", "口頭で確認")


def party_id(number: int) -> str:
    """Return the id of the party that returned a file."""
    return f"P-{number:05d}"


def made_up_forms(folder: Path, count: int, catalogue: Catalogue, *, seed: int = SEED) -> list[Path]:
    """Write so many returned forms into a folder and return where they lie."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    blank = write_questionnaire(QuestionnaireRequest(form_id=FORM, party_id=_PARTY, party_name=_PARTY), catalogue)
    patterns = [_parts(_filled(blank, catalogue, rng)) for _ in range(min(PATTERNS, count))]
    paths = []
    for number in range(count):
        path = folder / f"{party_id(number)}.xlsx"
        path.write_bytes(_packed(patterns[number % len(patterns)], party_id(number)))
        paths.append(path)
    return paths


def _filled(blank: bytes, catalogue: Catalogue, rng: random.Random) -> bytes:
    """Return the form with an answer to every question and the fields of its cover."""
    book = load_workbook(io.BytesIO(blank))
    form = catalogue.form(FORM)
    questions = book[t("ja", "form.sheet.questions")]
    asked, facts = set(form.asked(())), asked_facts(form)
    for row in range(1, questions.max_row + 1):
        number = str(questions.cell(row, 1).value)
        if number in asked:
            _answer(questions, row, rng)
        elif number in facts:
            choices = facts[number].choices
            _put(questions, row, "answer", rng.choice(choices).said("ja") if choices else "12")
    cover = book[t("ja", "form.sheet.cover")]
    said: dict[str, Any] = {"answered_on": ANSWERED, "respondent": "管理部 課長", "onward": t("ja", "form.onward.none")}
    labels = {t("ja", f"form.cover.{key}"): value for key, value in said.items()}
    for row in range(1, cover.max_row + 1):
        label = str(cover.cell(row, 2).value)
        if label in labels:
            cover.cell(row, 3).value = labels[label]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _answer(sheet: Any, row: int, rng: random.Random) -> None:
    """Answer one question as one would: an answer, perhaps a remark, perhaps what stands behind it."""
    _put(sheet, row, "answer", t("ja", f"form.answer.{rng.choice(ANSWERS).value}"))
    _put(sheet, row, "scope", rng.choice(_REMARKS))
    _put(sheet, row, "evidence", rng.choice(_EVIDENCE))
    _put(sheet, row, "checked_on", rng.choice((None, ANSWERED, date(2025, 12, 1))))


def _put(sheet: Any, row: int, column: str, value: object) -> None:
    sheet.cell(row, QUESTION_COLUMNS.index(column) + 1).value = value or None


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: dict[str, bytes], party: str) -> bytes:
    """Return a workbook of these parts with another party in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part.replace(_PARTY.encode(), party.encode()))
    return out.getvalue()
