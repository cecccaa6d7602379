"""The frame of every page: one sentence at the top, and the states of a page without a result."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from riskgraph.text import t


def _page_head() -> None:
    from riskgraph.ui.components.page_head import page_head

    page_head("**太字** <script>x</script> :red[x]", below="**太字** <script>x</script> :red[x]")


def _empty() -> None:
    import streamlit as st

    from riskgraph.ui.components import states

    with states.empty("**太字** <script>x</script> :red[x]", "次の一手", key="here"):
        st.button("go", key="go")


def _refused() -> None:
    from riskgraph.errors import InputRefused
    from riskgraph.ui import session
    from riskgraph.ui.components import states

    states.error("読めません。", "ja", where="台帳.xlsx 「委託」シート F12", mend="直してください。")
    states.refused(InputRefused("nowhere.known", {"file": "台帳<b>.xlsx"}), session.locale(), kept="保存済みです。")


def _work() -> None:
    import streamlit as st

    from riskgraph.errors import InputRefused
    from riskgraph.ui.components import states

    if st.button("work", key="work"):
        with states.progress("読み取り中", "ja", key="reading") as step:
            for done in range(3):
                step(done, 3, "回答<b>.xlsx")
            st.write("half-way")
        st.write("finished")
    if st.button("fail", key="fail"):
        try:
            with states.progress("読み取り中", "ja", key="failing") as step:
                step(0, 0)
                raise InputRefused("nowhere.known")
        except InputRefused as refused:
            states.refused(refused, "ja")
    if st.button("stay", key="stay"):
        with states.progress("読み取り中", "ja", key="staying") as step:
            step(1, 3, "回答<b>.xlsx")
            st.stop()


def test_the_sentence_of_a_page_is_shown_letter_by_letter() -> None:
    app = AppTest.from_function(_page_head).run()
    assert "\\*\\*太字\\*\\*" in app.title[0].value and "\\<script\\>" in app.title[0].value
    assert app.caption[0].value == app.title[0].value


def test_an_empty_page_says_what_to_do_next_and_holds_its_button() -> None:
    app = AppTest.from_function(_empty).run()
    assert app.markdown[0].value.startswith("**\\*\\*太字") and app.markdown[1].value == "次の一手"
    assert app.get_by_key("go").label == "go"


def test_an_error_says_what_where_and_how_to_mend_it() -> None:
    app = AppTest.from_function(_refused).run()
    what, where, mend = app.error[0].value.split("  \n")
    assert what == "**読めません。**" and mend == "直してください。"
    assert where.startswith("場所") and "F12" in where
    assert "nowhere" in app.error[1].value and "\\<b\\>" in app.error[1].value
    assert app.error[1].value.endswith("保存済みです。")


def test_the_bar_of_a_work_is_gone_when_it_is_done_and_when_it_failed() -> None:
    app = AppTest.from_function(_work).run()
    app.get_by_key("work").click().run()
    assert not app.exception and "finished" in [m.value for m in app.markdown]
    assert [button.key for button in app.button] == ["work", "fail", "stay"]
    app.get_by_key("fail").click().run()
    assert not app.exception and len(app.error) == 1
    assert [button.key for button in app.button] == ["work", "fail", "stay"]


def test_a_work_says_how_far_it_is_and_can_be_cancelled() -> None:
    app = AppTest.from_function(_work).run()
    app.get_by_key("stay").click().run()
    (bar,) = app.get("progress")
    assert bar.proto.value == 33 and bar.proto.text.startswith("読み取り中")
    assert "\\<b\\>" in bar.proto.text and "2\\/3" in bar.proto.text
    assert app.get_by_key("staying_cancel").label == t("ja", "look.cancel")
    app.get_by_key("staying_cancel").click().run()
    assert not app.exception and app.get("progress") == []
