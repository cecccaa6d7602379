"""A form that another program saved in between says what it said before.

The files under `tests/data/saved_in_libreoffice` are forms of the sample that LibreOffice Calc opened and saved.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from riskgraph.intake.questionnaire import read_questionnaire
from tests.intake.forms import CATALOGUE, edited

ROOT = Path(__file__).parents[2]
SENT = ROOT / "questionnaires" / "returned"
SAVED = sorted((ROOT / "tests" / "data" / "saved_in_libreoffice").glob("*.xlsx"))


def said(data: bytes) -> tuple[object, ...]:
    """Return all that a form says, without the places that it says it in."""
    form = read_questionnaire("form.xlsx", data, CATALOGUE)
    answers = [a.model_dump(exclude={"source"}) for a in form.answers]
    problems = sorted(problem.code for problem in form.problems)
    return form.form_id, form.version, form.party_id, form.scope_id, form.onward, answers, problems


def test_forms_that_libreoffice_saved_are_there() -> None:
    assert len(SAVED) == 3


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_a_form_that_libreoffice_saved_says_what_its_original_says(path: Path) -> None:
    assert path.read_bytes() != (SENT / path.name).read_bytes()
    assert said(path.read_bytes()) == said((SENT / path.name).read_bytes())


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_saving_a_form_once_more_changes_nothing(path: Path) -> None:
    original = (SENT / path.name).read_bytes()
    assert said(edited(original, lambda made: None)) == said(original)
    assert said(original) == said(original)
