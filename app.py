"""The app: `python -m streamlit run app.py`. It only says which pages there are."""

from pathlib import Path

import streamlit as st

from riskgraph.text import t
from riskgraph.ui import keeping, links, session
from riskgraph.ui.components import refused_store
from riskgraph.ui.components.masthead import masthead
from riskgraph.ui.pages import findings, method, overview, parties, paths, plan, questionnaires, records, register

# A file of our own: Streamlit would fetch a named icon from outside for the tab of the browser.
ICON = Path(__file__).parent / "riskgraph" / "ui" / "icon.svg"
PAGES = {
    "overview": overview.render,
    "paths": paths.render,
    "parties": parties.render,
    "register": register.render,
    "questionnaires": questionnaires.render,
    "plan": plan.render,
    "findings": findings.render,
    "method": method.render,
    "records": records.render,
}

st.set_page_config(page_title="riskgraph", page_icon=str(ICON), layout="wide")
locale = session.locale()
pages = {
    name: st.Page(render, title=t(locale, f"ui.page.{name}"), url_path=name, default=name == "overview")
    for name, render in PAGES.items()
}
page = st.navigation(list(pages.values()), position="top")
links.remember_pages(pages)
masthead()
if trouble := keeping.trouble():
    refused_store.refused_store(trouble, locale)
else:
    page.run()
