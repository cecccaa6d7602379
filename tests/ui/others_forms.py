"""Forms of other companies as they come out of the reader, made by hand, and a reader that gives them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from riskgraph.intake.given import Given
from riskgraph.model.answer import AnswerCode
from riskgraph.model.foreign import AskedItem, ForeignForm, FormBlock, GivenAnswer
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.read_file import ReadFile

QUESTIONS = (
    "再委託を行う場合、事前に委託元の書面による承諾を得ていますか。",
    "従業者から秘密保持に関する誓約書を取得していますか。",
    "年1回以上、情報セキュリティ教育を実施していますか。",
    "私物のスマートフォンの持込みを許可していますか。",
    "アクセスログを定期的に点検していますか。",
    "資本金をご記入ください。",
)
SHEET = "チェックシート"
CODES = {"はい": AnswerCode.YES, "いいえ": AnswerCode.NO, "一部": AnswerCode.PARTIAL}
Parties = Sequence[tuple[str, Sequence[str]]]


def foreign(
    file: str, sha256: str, parties: Parties, *, is_draft: bool = False, questions: Sequence[str] = QUESTIONS
) -> ForeignForm:
    """Return a form with a block for each party: its name, and a word for each question."""
    blocks = [
        FormBlock(party_name=name, sheet=SHEET, columns=("回答",), items=_items(questions, words))
        for name, words in parties
    ]
    fingerprint = hashlib.sha256("/".join(questions).encode()).hexdigest()
    return ForeignForm(
        file=file, sha256=sha256, title="委託先チェックシート", fingerprint=fingerprint, is_draft=is_draft,
        blocks=tuple(blocks),
    )  # fmt: skip


def _items(questions: Sequence[str], words: Sequence[str]) -> tuple[AskedItem, ...]:
    return tuple(
        AskedItem(
            key=f"{number}|{text}", text=text, number=str(number), sheet=SHEET, cell=f"B{number + 3}",
            answers=(_answer(word, number),),
        )
        for number, (text, word) in enumerate(zip(questions, words, strict=True), start=1)
    )  # fmt: skip


def _answer(word: str, number: int) -> GivenAnswer:
    code = CODES.get(word)
    return GivenAnswer(
        column="回答", raw=word, code=code, rule="word" if code else "not_understood", confidence=0.9 if code else 0.0,
        sheet=SHEET, cell=f"C{number + 3}",
    )  # fmt: skip


def locked(given: Given) -> ReadFile:
    """Return what is read of an encrypted file."""
    told = Problem(code="gate.encrypted", severity=Severity.ERROR, file=given.name, fields={"file": given.name})
    return ReadFile(file=given.name, sha256=sha(given), archive=given.archive, needs_password=True, problems=(told,))


def sha(given: Given) -> str:
    """Return the hash of a file's bytes."""
    return hashlib.sha256(given.data).hexdigest()


Answer = Callable[[Given], ReadFile | None]


class Reader:
    """Stands where the reader of batches does: gives what is known by name, and lets the real one read the rest."""

    def __init__(self, real: Callable[..., Iterator[Any]], known: Answer) -> None:
        self.real, self.known = real, known
        self.asked: list[str] = []

    def __call__(self, files: Iterable[Given], **options: Any) -> Iterator[tuple[int, tuple[ReadFile, ...]]]:
        """Read files as the reader of batches does."""
        for number, given in enumerate(files):
            self.asked.append(given.name)
            found = self.known(given)
            if found is not None:
                yield number, (found,)
                continue
            for _, read in self.real(iter([given]), **options):
                yield number, read
