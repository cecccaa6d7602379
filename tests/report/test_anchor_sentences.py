"""What stands below a path's numbers: only what is known, in both languages, and each as information."""

from __future__ import annotations

import pytest

from riskgraph.model.quantities import Interval
from riskgraph.report.anchor_sentences import anchor_sentences
from riskgraph.text import LOCALES
from tests.report.builders import a_path, a_submission, an_assessment


@pytest.mark.parametrize("locale", LOCALES)
def test_a_path_of_which_nothing_more_is_known_has_only_the_ceiling(locale: str) -> None:
    path = a_path()
    ceilings = [a.jo_ceiling_yen for a in an_assessment().assets if a.asset_id in path.asset_ids]

    told = anchor_sentences(path, an_assessment(), a_submission(), locale)

    assert len(told) == (1 if sum(ceilings) > 0 else 0)


@pytest.mark.parametrize(
    ("locale", "words"), [("ja", ("期待損失は変わりません",)), ("en", ("expected loss is the same",))]
)
def test_frailty_is_told_with_its_interval_and_moves_no_expected_loss(locale: str, words: tuple[str, ...]) -> None:
    path = a_path(p_leak_1y_frailty=Interval(0.01, 0.02, 0.05))

    first = anchor_sentences(path, an_assessment(), a_submission(), locale)[0]

    assert "2%" in first.replace(" ", "") and "5%" in first.replace(" ", "")
    assert all(word in first for word in words)


def test_a_cap_is_told_with_the_share_that_it_leaves_and_only_where_the_contract_states_it() -> None:
    submission = a_submission()
    direct = submission.engagements[0]
    capped = direct.model_copy(update={"liability_cap_yen": 5e6})
    told = submission.model_copy(update={"engagements": (capped, *submission.engagements[1:])})
    path = a_path(engagements=(direct.engagement_id,), recoverable_share=0.12)

    assert "12%" in anchor_sentences(path, an_assessment(), told, "ja")[-1].replace(" ", "")
    assert not any("責任上限額" in line for line in anchor_sentences(path, an_assessment(), submission, "ja"))
