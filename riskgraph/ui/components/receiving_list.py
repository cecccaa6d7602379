"""What came of an upload: one sentence, what can be filtered by, a row an entry, and what is to be looked at."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from riskgraph.model.problem import Problem, Severity
from riskgraph.report.names import party_name
from riskgraph.report.plain import plain
from riskgraph.report.problem_text import said
from riskgraph.report.review_rows import questions
from riskgraph.report.table_rows import Columns, problem_columns
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions.received import Entry, EntryState, Received
from riskgraph.ui.actions.receiving_desk import Desk
from riskgraph.ui.components.receiving_state import Filter, Waiting, change
from riskgraph.ui.components.tables import HEAD, LOW_ROW, ROW, download, table

_SHOWN_ROWS = 12
_LONGEST_KIND = 40


def sentence(found: Received, locale: str) -> str:
    """Return how many files came to what; states that none is in are left out."""
    told = [
        t(locale, f"receiving.sentence.{state.value}", count=found.counts[state])
        for state in EntryState
        if found.counts.get(state)
    ]
    files = len({(entry.place, entry.file) for entry in found.entries})
    return t(locale, "receiving.sentence", files=files, told=t(locale, "cause.comma").join(told))


def file_name(entry: Entry, locale: str) -> str:
    """Return the name of a file, with the archive that it lay in."""
    name = plain(entry.file)
    return t(locale, "receiving.in_archive", archive=plain(entry.archive), file=name) if entry.archive else name


def state_word(state: EntryState, locale: str) -> str:
    """Return a state as shape and word."""
    return t(locale, f"receiving.state_of.{state.value}")


def counted(problems: Sequence[Problem], locale: str) -> str:
    """Return how many problems there are of each kind, those to be looked at first."""
    found = Counter(problem.severity for problem in problems)
    told = [
        t(locale, f"receiving.count.{severity.value}", count=found[severity])
        for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
        if found[severity]
    ]
    return t(locale, "cause.comma").join(told) or t(locale, "receiving.no_problem")


def render(found: Received, at: Desk, locale: str) -> None:
    """Draw the filter, the table, and the problems of what is listed."""
    wanted = session.recall(Filter)
    _choices(found, wanted, locale)
    listed = [entry for entry in found.entries if _fits(entry, wanted, at, locale)]
    _table(listed, found, at, locale)
    _problems(listed, wanted, locale)


def _choices(found: Received, wanted: Filter, locale: str) -> None:
    """Draw what can be filtered by."""
    present = [state for state in EntryState if found.counts.get(state)]
    if len(present) > 1:
        st.pills(
            t(locale, "receiving.filter.states"), present, selection_mode="multi",
            default=[state for state in wanted.states if state in present],
            format_func=lambda s: f"{state_word(s, locale)} {found.counts[s]}",
            key="receiving_states_" + "_".join(s.value for s in present), on_change=_keep_states,
            args=("receiving_states_" + "_".join(s.value for s in present),), label_visibility="collapsed",
        )  # fmt: skip
    kinds = _kinds(found.entries, locale)
    left, right = st.columns(2)
    with left:
        st.text_input(
            t(locale, "receiving.filter.words"), value=wanted.words, key="receiving_words", on_change=_keep_words
        )
    with right:
        st.multiselect(
            t(locale, "receiving.filter.kinds"), list(kinds), default=[k for k in wanted.kinds if k in kinds],
            format_func=lambda code: kinds[code], key="receiving_kinds_" + _short(*kinds),
            on_change=_keep_kinds, args=("receiving_kinds_" + _short(*kinds),),
            placeholder=t(locale, "receiving.filter.all"),
        )  # fmt: skip


def _kinds(entries: Sequence[Entry], locale: str) -> dict[str, str]:
    """Return the kinds of problems, the frequent ones first, each by what its first one says and in how many files."""
    first: dict[str, Problem] = {}
    files: Counter[str] = Counter()
    for entry in entries:
        for problem in entry.problems:
            first.setdefault(problem.code, problem)
        files.update({problem.code for problem in entry.problems})
    return {
        code: t(locale, "receiving.kind", message=plain(said(first[code], locale)[0], longest=_LONGEST_KIND), count=n)
        for code, n in files.most_common()
    }


def _short(*parts: str) -> str:
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:12]


def _keep_states(key: str) -> None:
    session.remember(replace(session.recall(Filter), states=tuple(session.widget(key) or ())))


def _keep_words() -> None:
    session.remember(replace(session.recall(Filter), words=str(session.widget("receiving_words") or "")))


def _keep_kinds(key: str) -> None:
    session.remember(replace(session.recall(Filter), kinds=tuple(session.widget(key) or ())))


def _fits(entry: Entry, wanted: Filter, at: Desk, locale: str) -> bool:
    if wanted.states and entry.state not in wanted.states:
        return False
    if wanted.kinds and not {problem.code for problem in entry.problems} & set(wanted.kinds):
        return False
    words = wanted.words.casefold().split()
    return not words or all(word in _searched(entry, at, locale) for word in words)


def _searched(entry: Entry, at: Desk, locale: str) -> str:
    return " ".join(_row(entry, at, locale)).casefold()


def file_columns(entries: Sequence[Entry], at: Desk, locale: str) -> Columns:
    """Return one row an entry: how it stands, whose it is, which form, how much of it, what is to be looked at."""
    rows = [_row(entry, at, locale) for entry in entries]
    ids = ("received_state", "file", "party", "received_by", "received_form", "received_answered",
           "received_problems", "received_request")  # fmt: skip
    return {name: [row[i] for row in rows] for i, name in enumerate(ids)}


def _row(entry: Entry, at: Desk, locale: str) -> tuple[str, ...]:
    head = (state_word(entry.state, locale), file_name(entry, locale))
    if entry.one is None:
        title = plain(entry.foreign.title) if entry.foreign is not None else ""
        odd = "" if entry.state is EntryState.UNREAD else counted(entry.problems, locale)
        return (*head, "", "", title, "", odd, "")
    one, form = entry.one, entry.one.form
    asked, read = questions(form)
    title = entry.form_map.title if entry.form_map is not None else f"{form.form_id} {form.version}"
    return (
        *head,
        party_name(one.party_id, at.submission, locale) if one.party_id else t(locale, "receiving.nobody"),
        t(locale, f"receiving.found_by.{one.found_by.value}"),
        plain(f"{title} {form.scope_id}".strip()),
        t(locale, "receiving.of", part=read, whole=asked),
        counted(entry.problems, locale),
        t(locale, "receiving.request", number=one.request_id)
        if one.request_id
        else t(locale, "receiving.request.none"),
    )


def _table(listed: Sequence[Entry], found: Received, at: Desk, locale: str) -> None:
    """Draw the entries; a row opens one."""
    if not listed:
        st.caption(t(locale, "receiving.filter.nothing"))
        return
    columns = file_columns(listed, at, locale)
    keys = tuple(entry.key for entry in listed)
    opened = session.recall(Waiting).opened
    key = f"receiving_table_{_short(*keys)}"
    table(
        columns, locale, key=key, row=LOW_ROW, height=HEAD + LOW_ROW * _SHOWN_ROWS,
        on_select=lambda: _opened(key, keys), selection_mode="single-row",
        selection_default={"selection": {"rows": [keys.index(opened)] if opened in keys else [], "columns": []}},
        alt=t(locale, "receiving.table.alt", count=len(listed)),
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        words = t(locale, "receiving.listed", shown=len(listed), total=len(found.entries))
        st.caption(words, width="stretch")
        download(lambda: columns, locale, key="receiving_csv", name="riskgraph-received.csv")


def _opened(key: str, keys: tuple[str, ...]) -> None:
    """Open the entry of the row that was clicked; a row that was unmarked leaves it as it is."""
    selected = session.widget(key)
    rows = selected.selection.rows if selected else []
    if rows and rows[0] < len(keys):
        change(opened=keys[rows[0]], told=None)


def _problems(listed: Sequence[Entry], wanted: Filter, locale: str) -> None:
    """Draw what is to be looked at in the files that are listed, one table."""
    found = [p for e in listed for p in e.problems if not wanted.kinds or p.code in wanted.kinds]
    if not found:
        return
    with st.expander(t(locale, "receiving.problems", count=len(found)), key="receiving_problems"):
        counts = Counter(problem.severity.value for problem in found)
        present = [severity.value for severity in Severity if counts[severity.value]]
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            shown = st.pills(
                t(locale, "ui.problems.filter"), present, selection_mode="multi",
                default=[s for s in present if s != Severity.INFO.value] or present,
                format_func=lambda s: t(
                    locale, "ui.problems.count", severity=t(locale, f"ui.severity.{s}"), count=counts[s]
                ),
                key="receiving_severities_" + "_".join(present), label_visibility="collapsed",
            )  # fmt: skip
            chosen = [problem for problem in found if problem.severity.value in (shown or present)]
            download(
                lambda: problem_columns(chosen, locale), locale, key="receiving_problems_csv",
                name="riskgraph-received-problems.csv",
            )  # fmt: skip
        columns = {name: v for name, v in problem_columns(chosen, locale).items() if name != "code"}
        table(columns, locale, key="receiving_problem_table", height=400, row=ROW)
