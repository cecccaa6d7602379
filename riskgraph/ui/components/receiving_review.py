"""The review of one questionnaire: what was understood, what is odd, what differs, and the decision.

The convention that bites: only an accepted questionnaire counts, and it counts from the next assessment on; both are
said here. Where somebody else decided meanwhile, nothing is written and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.errors import RiskgraphError
from riskgraph.model.records import QuestionnaireRecord, ReviewState
from riskgraph.report.cause_sentences import answer_columns, answers_sentence, cause_meaning
from riskgraph.report.names import party_name
from riskgraph.report.numbers import day, moment
from riskgraph.report.plain import plain
from riskgraph.report.review_rows import item_columns, onward_sentence, tier_columns, understood_sentence
from riskgraph.report.table_rows import problem_columns
from riskgraph.text import t
from riskgraph.ui import keeping, session
from riskgraph.ui.actions import receiving
from riskgraph.ui.actions.receiving import Understood
from riskgraph.ui.actions.receiving_desk import Desk, desk
from riskgraph.ui.components import states
from riskgraph.ui.components.receiving_list import counted
from riskgraph.ui.components.tables import LOW_ROW, ROW, download, table
from riskgraph.ui.markdown import escaped

BYTES = "application/octet-stream"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN = (ReviewState.RECEIVED, ReviewState.UNDER_REVIEW)


@dataclass(frozen=True)
class Looking:
    """The questionnaire that is looked at (0: the first), whether decided ones are listed, what was done last."""

    questionnaire_id: int = 0
    has_decided: bool = False
    told: str = ""


def render(locale: str) -> None:
    """Draw what waits for review, and one of it."""
    at = desk()
    if at is None or not at.records:
        states.empty(t(locale, "receiving.none"), t(locale, "receiving.none.next"), key="review")
        return
    looking = session.recall(Looking)
    if looking.told:
        st.success(escaped(looking.told), icon=":material/check_circle:")
    waiting = [r for r in at.records if r.state in OPEN]
    st.markdown(f"**{escaped(t(locale, 'receiving.waiting', count=len(waiting)))}**")
    _clean_ones(at, locale)
    record = _chosen(at, waiting, looking, locale)
    if record is None:
        return
    this = receiving.understood(record, at)
    if this is not None:
        _one(this, at, locale)


def _clean_ones(at: Desk, locale: str) -> None:
    """Offer to accept all those at once that have nothing to be looked at, with the list of them."""
    ready = receiving.clean(at)
    if len(ready) < 2 or not keeping.actor():
        return
    with st.container(border=True, key="review_clean"):
        st.markdown(escaped(t(locale, "receiving.clean", count=len(ready))))
        with st.expander(t(locale, "receiving.clean.list"), key="review_clean_list"):
            for record in ready:
                st.markdown(f"- {escaped(_label(record, at, locale))}")
        if st.button(t(locale, "receiving.clean.accept", count=len(ready)), key="review_accept_all"):
            _do(lambda: receiving.accept(ready), t(locale, "receiving.accepted.all", count=len(ready)), locale)


def _label(record: QuestionnaireRecord, at: Desk, locale: str) -> str:
    return t(
        locale,
        "receiving.label",
        number=record.questionnaire_id,
        party=party_name(record.party_id, at.submission, locale),
        form=plain(f"{record.form_id} {record.scope_id}".strip()),
        day=day(record.received_on, locale),
        state=t(locale, f"receiving.state.{record.state.value}"),
    )


def _chosen(
    at: Desk, waiting: Sequence[QuestionnaireRecord], looking: Looking, locale: str
) -> QuestionnaireRecord | None:
    """Draw the choice of one questionnaire; return it."""
    st.toggle(
        t(locale, "receiving.has_decided"), value=looking.has_decided, key="review_decided", on_change=_decided_shown
    )
    listed = list(at.records if looking.has_decided else waiting)
    known = {r.questionnaire_id: r for r in at.records}
    if looking.questionnaire_id in known and known[looking.questionnaire_id] not in listed:
        listed.append(known[looking.questionnaire_id])
    if not listed:
        states.empty(t(locale, "receiving.nothing_waits"), key="review_nothing")
        return None
    numbers = [r.questionnaire_id for r in listed]
    index = numbers.index(looking.questionnaire_id) if looking.questionnaire_id in numbers else 0
    # A key of its own for each list: a widget whose options change would keep a choice that is gone.
    key = f"review_choice_{'-'.join(map(str, numbers[:8]))}_{len(numbers)}_{numbers[index]}"
    number = st.selectbox(
        t(locale, "receiving.choice"), numbers, index=index, key=key, on_change=_turned, args=(key,),
        format_func=lambda n: _label(known[n], at, locale),
    )  # fmt: skip
    return known[number]


def _decided_shown() -> None:
    is_shown = bool(session.widget("review_decided"))
    session.remember(replace(session.recall(Looking), has_decided=is_shown, told=""))


def _turned(key: str) -> None:
    session.remember(replace(session.recall(Looking), questionnaire_id=int(session.widget(key) or 0), told=""))


def _one(this: Understood, at: Desk, locale: str) -> None:
    """Draw one questionnaire from top to bottom, and the decision about it."""
    record, form = this.record, this.form
    st.subheader(escaped(party_name(record.party_id, at.submission, locale)), anchor=False)
    st.markdown(f"**{escaped(understood_sentence(form, locale))}**")
    st.caption(escaped(_origin(this, at, locale)))
    odd = receiving.problems_of(this, at)
    st.markdown(escaped(t(locale, "receiving.odd", counts=counted(odd, locale))))
    if odd:
        columns = {name: v for name, v in problem_columns(odd, locale).items() if name not in ("code", "file")}
        table(columns, locale, key="review_problems", height=330, row=ROW)
    rows = item_columns(form, this.previous, locale, load_catalogue())
    table(rows, locale, key="review_items", height=520, row=ROW)
    download(lambda: rows, locale, key="review_csv", name="riskgraph-questionnaire.csv")
    _differences(this, at, locale)
    st.markdown(escaped(onward_sentence(form, locale)))
    if form.declared:
        table(tier_columns(form, this.tiers, locale), locale, key="review_tiers", height=260, row=LOW_ROW)
    _files(this, locale)
    if keeping.actor():
        _decision(this, locale)
    else:
        st.info(t(locale, "receiving.who"))


def _origin(this: Understood, at: Desk, locale: str) -> str:
    record, zone = this.record, at.submission.settings.time_zone
    words = t(
        locale, "receiving.origin", file=plain(record.file), day=day(record.received_on, locale),
        actor=plain(record.received.actor), answered=day(this.form.answered_on, locale),
        state=t(locale, f"receiving.state.{record.state.value}"),
    )  # fmt: skip
    if record.decided is None:
        return words
    when = moment(record.decided.at, zone, locale)
    return words + t(locale, "receiving.decided", actor=plain(record.decided.actor), at=when, note=plain(record.note))


def _differences(this: Understood, at: Desk, locale: str) -> None:
    """Draw what differs from the answers that were in force, by cause."""
    st.markdown(escaped(answers_sentence(this.differences, locale)))
    if not this.differences:
        return
    for cause in dict.fromkeys(change.cause for change in this.differences):
        st.caption(escaped(t(locale, f"cause.{cause.value}") + " — " + cause_meaning(cause, locale)))
    columns = answer_columns(this.differences, at.submission, load_catalogue(), locale)
    kept = {name: values for name, values in columns.items() if name not in ("party", "file")}
    table(kept, locale, key="review_differences", height=330, row=LOW_ROW)


def _files(this: Understood, locale: str) -> None:
    """Offer the file as it came, and what goes back to the party."""
    back = receiving.sent_back(this)
    for problem in back.problems:
        st.caption(escaped(t(locale, f"problem.{problem.code}.message", file=plain(problem.file))))
    if back.data is not None:
        with st.container(horizontal=True):
            st.download_button(
                t(locale, "receiving.raw"), back.data, file_name=this.record.file, mime=BYTES, key="review_raw",
                icon=":material/download:", on_click="ignore",
            )  # fmt: skip
            if back.can_mark:
                name = t(back.form.language, "receiving.marked.name", file=plain(this.record.file.rsplit(".", 1)[0]))
                st.download_button(
                    t(locale, "receiving.marked"), back.workbook, file_name=name, mime=XLSX, key="review_marked",
                    icon=":material/download:", on_click="ignore",
                )  # fmt: skip
        if not back.can_mark:
            st.caption(t(locale, "receiving.marked.cannot"))
    with st.expander(t(locale, "receiving.list"), key="review_list"):
        st.code(back.questions, language=None, wrap_lines=True)


def _decision(this: Understood, locale: str) -> None:
    """Draw the decisions that are possible now."""
    record = this.record
    if record.state not in OPEN:
        reason = st.text_input(t(locale, "receiving.reason"), key=f"review_reason_{record.questionnaire_id}")
        if st.button(t(locale, "receiving.reopen"), disabled=not reason.strip(), key="review_reopen"):
            _do(lambda: receiving.reopen(record, reason=reason.strip()), t(locale, "receiving.reopened"), locale)
        return
    note = st.text_input(t(locale, "receiving.note"), key=f"review_note_{record.questionnaire_id}").strip()
    with st.container(horizontal=True):
        if st.button(t(locale, "receiving.accept"), type="primary", key="review_accept", icon=":material/check:"):
            _do(lambda: receiving.accept([record], note=note), t(locale, "receiving.accepted"), locale)
        if st.button(t(locale, "receiving.return"), key="review_return", icon=":material/undo:"):
            told = t(locale, "receiving.returned")
            _do(lambda: receiving.send_back(record, note=note), told, locale, stay=record.questionnaire_id)
        if record.state is ReviewState.RECEIVED and st.button(t(locale, "receiving.take_up"), key="review_take_up"):
            told = t(locale, "receiving.taken_up")
            _do(lambda: receiving.take_up(record), told, locale, stay=record.questionnaire_id)
    st.caption(t(locale, "receiving.accept.more"))


def _do(write: Callable[[], None], told: str, locale: str, *, stay: int = 0) -> None:
    """Write, and draw the page anew with what was done; where it is refused, say why."""
    try:
        write()
    except RiskgraphError as error:
        states.refused(error, locale)
        return
    session.remember(replace(session.recall(Looking), questionnaire_id=stay, told=told))
    st.rerun()
