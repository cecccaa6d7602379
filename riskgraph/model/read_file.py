"""What came of one file that was given: a form of ours, a form of somebody else, or the reason for neither."""

from __future__ import annotations

from riskgraph.model.foreign import ForeignForm
from riskgraph.model.noun import Noun
from riskgraph.model.problem import Problem
from riskgraph.model.questionnaire import ReturnedForm


class ReadFile(Noun):
    """One file, or one file of an archive.

    `file` is its name without folder; `archive` the name of the archive that it lay in, "" for none. At most one of
    `form` and `foreign` is there; with neither, `problems` says why. `needs_password` says that it is encrypted and
    that no password that was given opened it. `sha256` is that of the file's own bytes.
    """

    file: str
    sha256: str = ""
    archive: str = ""
    form: ReturnedForm | None = None
    foreign: ForeignForm | None = None
    needs_password: bool = False
    problems: tuple[Problem, ...] = ()
