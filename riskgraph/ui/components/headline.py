"""The first ten seconds: which path, three reasons, confirmed or not, the next step; yen below that."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.assessment import Assessment, Path
from riskgraph.model.control import Catalogue
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.report.anchor_sentences import anchor_sentences
from riskgraph.report.names import path_in_words
from riskgraph.report.numbers import END_FIGURES, frequency, percent, times_short, yen
from riskgraph.report.reasons import ReasonLine
from riskgraph.report.sentences import first_sentence, next_step, reason_lines
from riskgraph.report.table_rows import answers_in_words, first_reasons, graded, origin_in_words
from riskgraph.text import t
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.chips import grade_chip, standing_chip
from riskgraph.ui.markdown import escaped


def headline(result: Shown, path: Path, locale: str) -> None:
    """Draw the sentence that names the path."""
    if path.rank == 1:
        sentence = first_sentence(result.assessment, result.submission, locale)
    else:
        sentence = t(locale, "ui.chosen", rank=path.rank, path=path_in_words(path, result.submission, locale))
    st.title(escaped(sentence), anchor=False)


def reasons_and_step(result: Shown, path: Path, catalogue: Catalogue, locale: str) -> None:
    """Draw three reasons beside what to do next."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(t(locale, "ui.reasons"), anchor=False)
        lines = reason_lines(path, result.submission, catalogue, locale)
        st.markdown("\n\n".join(_reason(n, line, locale) for n, line in enumerate(first_reasons(lines), 1)))
    with right:
        step = next_step(path, result.submission, catalogue, locale)
        if step:
            with st.container(key="next", gap="small"):
                st.subheader(t(locale, "ui.next"), anchor=False)
                st.markdown(escaped(step))
        confirmed_or_not(path, locale)


def _reason(number: int, line: ReasonLine, locale: str) -> str:
    """Return one reason as an item of a list: whose control and which; what was answered; since when and where."""
    head = t(locale, "ui.reason", party=line.party, role=line.role, layer=line.layer)
    share = t(locale, "ui.reason.share", share=percent(line.share, locale))
    known = t(locale, "ui.known.join").join(filter(None, (share, origin_in_words(line.answers, locale))))
    chip = standing_chip(locale, is_confirmed=line.is_confirmed)
    answers = escaped(answers_in_words(line.answers, locale))
    return f"{number}. **{escaped(head)}**  \n   {answers}  \n   {chip} :small[:gray[{escaped(known)}]]"


def confirmed_or_not(path: Path, locale: str) -> None:
    """Draw how much of the path's estimate rests on what nobody confirmed."""
    open_share = min(max(path.unconfirmed_share, 0.0), 1.0)
    split = t(locale, "ui.split", open=percent(open_share, locale), known=percent(1 - open_share, locale))
    st.progress(open_share, text=split)
    st.markdown(
        f"{grade_chip(graded(path, locale), path.grade)} :gray[{t(locale, f'grade.meaning.{path.grade.value}')}]"
    )


def numbers(path: Path, locale: str) -> None:
    """Draw times good, times average, the loss of one event, and only then yen a year."""
    loss = path.loss_if_it_happens_yen
    cells = (
        ("good", times_short(path.times_good.pt, locale), _times_range(path.times_good, locale)),
        ("average", times_short(path.times_average.pt, locale), _times_range(path.times_average, locale)),
        (
            "loss",
            yen(loss.median, locale, figures=END_FIGURES),
            t(locale, "ui.number.loss.heavy", p99=yen(loss.p99, locale, figures=END_FIGURES)),
        ),
        (
            "eal",
            yen(path.eal_yen.pt, locale),
            t(
                locale,
                "ui.number.eal.more",
                lo=yen(path.eal_yen.lo, locale, figures=END_FIGURES),
                hi=yen(path.eal_yen.hi, locale, figures=END_FIGURES),
                often=frequency(path.rate_per_year.pt, locale),
            ),
        ),
    )
    with st.container(key="numbers"):
        for column, (key, value, below) in zip(st.columns(4, gap="medium"), cells, strict=True):
            with column:
                st.metric(t(locale, f"ui.number.{key}"), value, help=t(locale, f"ui.number.{key}.help"))
                st.caption(escaped(below))


def _times_range(interval: Interval, locale: str) -> str:
    """Return the ends of a ratio."""
    ends = {"lo": times_short(interval.lo, locale), "hi": times_short(interval.hi, locale)}
    return t(locale, "ui.number.range", **ends)


def anchors(path: Path, assessment: Assessment, submission: Submission, locale: str) -> None:
    """Draw what is told beside the numbers and moves none of them."""
    for sentence in anchor_sentences(path, assessment, submission, locale):
        st.caption(escaped(sentence))
