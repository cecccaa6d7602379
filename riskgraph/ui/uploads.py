"""Files out of an uploader: their bytes, once; the process forgets them in the same moment.

The convention that bites: Streamlit keeps what was uploaded in memory until the visitor leaves, also when the form
is cleared. What is taken here waits in the store instead, or nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.typing import UploadedFile


def taken(files: Iterable[UploadedFile]) -> tuple[tuple[str, bytes], ...]:
    """Return names and bytes of uploaded files, and take them out of the memory of the process."""
    listed = list(files)
    read = tuple((file.name, file.getvalue()) for file in listed)
    context = get_script_run_ctx()
    # What every manager of uploads must have does not say how one file is taken out; the one in memory does.
    forget = getattr(context.uploaded_file_mgr, "remove_file", None) if context is not None else None
    if context is not None and forget is not None:
        for file in listed:
            forget(context.session_id, file.file_id)
    return read
