"""What was uploaded leaves the memory of the process when it is read."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from riskgraph.ui import uploads


def test_a_file_that_was_taken_is_no_longer_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = MemoryUploadedFileManager("/upload")
    records = [UploadedFileRec(file_id=str(n), name=f"{n}.xlsx", type="", data=b"x" * n) for n in (1, 2)]
    for record in records:
        manager.add_file("visit", record)
    context = SimpleNamespace(session_id="visit", uploaded_file_mgr=manager)
    monkeypatch.setattr(uploads, "get_script_run_ctx", lambda: context)

    read = uploads.taken([UploadedFile(record, FileURLs()) for record in records])

    assert read == (("1.xlsx", b"x"), ("2.xlsx", b"xx"))
    assert manager.get_files("visit", ["1", "2"]) == []


def test_outside_of_a_visit_the_bytes_are_read_all_the_same() -> None:
    record = UploadedFileRec(file_id="1", name="a.xlsx", type="", data=b"x")

    assert uploads.taken([UploadedFile(record, FileURLs())]) == (("a.xlsx", b"x"),)
