"""A grammar of questionnaire layouts: from a seed a workbook of a made-up company, and what is true of it.

It was written by looking at how companies lay their forms out, not at how the reader finds them, and it is not
adjusted to the reader: where the reader fails, the reader is mended.
"""

# ruff: noqa: E501 - lists of words stand on one line

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Truth = dict[str, list[str | None]]

JAPANESE = (
    "機密情報の管理責任者を任命していますか", "個人情報の台帳を整備し、年に一度見直していますか", "来訪者の入退室を記録していますか",
    "パソコンの紛失時に遠隔でデータを消去できますか", "業務で利用するクラウドサービスを一覧にしていますか",
    "委託業務が終わったデータを復元できない方法で廃棄していますか", "サーバーの脆弱性情報を入手し、期限を決めて対応していますか",
    "電子メールの誤送信を防ぐ仕組みを導入していますか", "システムの操作履歴を取得し保管していますか", "事故が起きたときの連絡先を定めていますか",
    "管理者権限を持つ利用者を必要最小限に限っていますか", "退職者のアカウントを当日中に停止していますか",
    "業務データのバックアップを取得し、復元を試していますか", "従業員に情報セキュリティの研修を毎年行っていますか",
    "在宅勤務で使う端末の条件を定めていますか", "外部記憶媒体の利用を申請制にしていますか",
    "作業区域に監視カメラを設置していますか", "再委託先の一覧を提出できますか",
)  # fmt: skip
ENGLISH = (
    "Is a person responsible for information security appointed?", "Do you keep an inventory of personal data?",
    "Are visitors registered at the entrance?", "Can lost laptops be wiped remotely?",
    "Do you list all cloud services in use?", "Is data destroyed so that it cannot be restored?",
    "Are vulnerabilities patched within fixed deadlines?", "Are outgoing e-mails protected against misdirection?",
    "Are system logs collected and retained?", "Is there a contact for reporting incidents?",
    "Are administrator rights limited to the minimum?", "Are accounts of leavers disabled the same day?",
    "Are backups taken and restored as a test?", "Do all employees receive security training every year?",
    "Are devices for working from home regulated?", "Is the use of removable media subject to approval?",
)  # fmt: skip
CODES = ("yes", "partial", "no", "na", None)
WEIGHTS = (45, 15, 20, 5, 15)
# One way of answering: what is written for each code; None stands for a question that was left open.
STYLES_JA: tuple[dict[str | None, str], ...] = (
    {"yes": "○", "partial": "△", "no": "×", "na": "該当なし", None: ""},
    {"yes": "はい", "partial": "一部実施", "no": "いいえ", "na": "対象外", None: ""},
    {"yes": "実施済み", "partial": "一部実施", "no": "未実施", "na": "該当なし", None: ""},
    {"yes": "有", "partial": "一部", "no": "無", "na": "非該当", None: ""},
    {"yes": "■はい　□いいえ", "partial": "△", "no": "□はい　■いいえ", "na": "該当なし", None: "□はい　□いいえ"},
    {
        "yes": "はい。規程で定めています。",
        "partial": "一部の部署で実施",
        "no": "いいえ、まだです。",
        "na": "該当なし",
        None: "",
    },
)
STYLES_EN: tuple[dict[str | None, str], ...] = (
    {"yes": "Yes", "partial": "Partially", "no": "No", "na": "N/A", None: ""},
    {"yes": "Y", "partial": "Partial", "no": "N", "na": "n/a", None: ""},
    {"yes": "☑ Yes ☐ No", "partial": "Partial", "no": "☐ Yes ☑ No", "na": "N/A", None: "☐ Yes ☐ No"},
)
SCALE: dict[str | None, str] = {"yes": "4", "partial": "3", "no": "1", "na": "0", None: ""}
SCALE_LEGEND = "評価基準 4:実施している 3:一部実施している 2:計画中 1:実施していない 0:該当なし"
WORDS_JA = (("No.", "項番", "番号", "#"), ("設問", "確認項目", "チェック項目", "質問内容", "要求事項"), ("回答", "ご回答", "実施状況", "回答欄", "チェック結果"), ("備考", "コメント", "補足説明", "特記事項"))  # fmt: skip
WORDS_EN = (("No.", "#", "ID"), ("Question", "Control", "Requirement"), ("Answer", "Response", "Status"), ("Comments", "Remarks", "Notes"))  # fmt: skip
SECTIONS_JA = ("組織的安全管理措置", "人的安全管理措置", "物理的安全管理措置", "技術的安全管理措置")
SECTIONS_EN = ("Organisation", "People", "Premises", "Technology")
TITLES_JA = ("情報セキュリティ調査票", "委託先チェックシート", "取引先セキュリティ確認シート", "外部委託先評価表")
TITLES_EN = ("Supplier security questionnaire", "Vendor assessment")
REMARKS = ("", "", "", "規程第5条", "来月更新予定", "See policy 3.2", "本社のみ")
FIRMS = ("株式会社かぜのね", "みなみ坂印刷株式会社", "合同会社ことり舎")


@dataclass(frozen=True)
class Layout:
    """A workbook, and by question the code of each party in turn (None: nothing may be read)."""

    book: Workbook
    truth: Truth
    parties: int
    told: str


def layout(seed: int) -> Layout:
    """Return the layout of a seed."""
    return _Maker(random.Random(seed), seed).made()


class _Maker:
    """Draws one layout."""

    def __init__(self, draw: random.Random, seed: int) -> None:
        self.draw = draw
        self.seed = seed
        self.is_ja = draw.random() < 0.7
        pool = list(JAPANESE if self.is_ja else ENGLISH)
        draw.shuffle(pool)
        self.asked = pool[: draw.randint(5, min(15, len(pool)))]
        self.style = draw.choice(STYLES_JA if self.is_ja else STYLES_EN)
        self.has_scale = self.is_ja and draw.random() < 0.12
        if self.has_scale:
            self.style = SCALE
        self.shape = draw.choices(("table", "choices", "firms", "sheets"), weights=(70, 12, 9, 9))[0]
        words = WORDS_JA if self.is_ja else WORDS_EN
        self.number, self.question, self.answer, self.remark = (draw.choice(group) for group in words)
        self.has_number = draw.random() < 0.85
        self.has_remark = draw.random() < 0.75
        self.sections = draw.choice(("none", "rows", "column", "merged"))
        self.number_style = draw.choice(("{}", "{}", "Q{}", "1-{}", "A-{:02}"))
        self.offset = draw.choice((0, 0, 0, 1, 2))

    def made(self) -> Layout:
        book = Workbook()
        first = book.active
        assert isinstance(first, Worksheet)
        first.title = self.draw.choice(("Sheet1", "調査票", "チェックシート", "回答用"))
        parties = {"firms": 2, "sheets": self.draw.randint(2, 3)}.get(self.shape, 1)
        codes = {q: self.draw.choices(CODES, weights=WEIGHTS, k=parties) for q in self.asked}
        if self.shape == "sheets":
            for n in range(parties):
                sheet = first if n == 0 else book.create_sheet(f"{FIRMS[n]}"[:20])
                self._sheet(sheet, {q: [c[n]] for q, c in codes.items()}, firm=FIRMS[n])
        else:
            self._sheet(first, codes)
        if self.draw.random() < 0.2:
            self._example(book.create_sheet("記入例"))
        return Layout(book, codes, parties, f"seed {self.seed}: {self.shape}, {self.sections}, {self.style}")

    def _sheet(self, sheet: Worksheet, codes: Truth, *, firm: str = "") -> None:
        row = self._above(sheet, firm)
        row = self._header(sheet, row)
        per = max(2, len(self.asked) // self.draw.randint(1, 4))
        sections = list(SECTIONS_JA if self.is_ja else SECTIONS_EN)
        start = row
        for n, question in enumerate(self.asked):
            if n % per == 0:
                name = sections[(n // per) % len(sections)]
                if self.sections == "rows":
                    sheet.cell(row, 1 + self.offset).value = f"{n // per + 1}. {name}"
                    row += 1
                    if self.draw.random() < 0.25:
                        row = self._header(sheet, row)
                elif n:
                    self._close(sheet, start, row - 1)
                start = row
            self._question(
                sheet, row, n + 1, question, codes[question], sections[(n // per) % len(sections)], n % per == 0
            )
            row += 1
            if self.draw.random() < 0.05:
                row += 1  # a blank line between
        self._close(sheet, start, row - 1)
        self._below(sheet, row)

    def _above(self, sheet: Worksheet, firm: str) -> int:
        """Write what stands above the table; return the row of the header."""
        row = 1
        if self.draw.random() < 0.8:
            sheet.cell(row, 1).value = self.draw.choice(TITLES_JA if self.is_ja else TITLES_EN)
            row += self.draw.randint(1, 2)
        if firm or self.draw.random() < 0.4:
            sheet.cell(row, 1).value = "会社名" if self.is_ja else "Company"
            sheet.cell(row, 2).value = firm or FIRMS[0]
            row += 1
            sheet.cell(row, 1).value = "記入日" if self.is_ja else "Date"
            sheet.cell(row, 2).value = "2026/9/1"
            row += self.draw.randint(1, 2)
        if self.draw.random() < 0.3:
            told = "※ 該当する回答を記入してください。" if self.is_ja else "Please answer every question below."
            sheet.cell(row, 1).value = told
            row += 1
        if self.has_scale:
            sheet.cell(row, 1).value = SCALE_LEGEND
            row += 1
        return row + self.draw.randint(0, 1)

    def _columns(self) -> list[str]:
        columns = ["number"] if self.has_number else []
        columns += ["section"] if self.sections in ("column", "merged") else []
        columns += ["question"]
        columns += {"choices": ["c_yes", "c_no", "c_na"], "firms": ["firm0", "firm1"]}.get(self.shape, ["answer"])
        return [*columns, "remark"] if self.has_remark else columns

    def _header(self, sheet: Worksheet, row: int) -> int:
        labels = {
            "number": self.number, "section": "分類" if self.is_ja else "Category", "question": self.question,
            "answer": self.answer, "remark": self.remark, "firm0": FIRMS[0], "firm1": FIRMS[1],
            "c_yes": "はい" if self.is_ja else "Yes", "c_no": "いいえ" if self.is_ja else "No",
            "c_na": "該当なし" if self.is_ja else "N/A",
        }  # fmt: skip
        for column, name in enumerate(self._columns(), 1 + self.offset):
            sheet.cell(row, column).value = labels[name]
        return row + 1

    def _question(
        self, sheet: Worksheet, row: int, n: int, question: str, codes: Sequence[str | None], section: str, is_first: bool
    ) -> None:  # fmt: skip
        for column, name in enumerate(self._columns(), 1 + self.offset):
            sheet.cell(row, column).value = self._cell(
                name, n, question, codes, section if is_first or self.sections == "column" else ""
            )

    def _cell(self, name: str, n: int, question: str, codes: Sequence[str | None], section: str) -> object:
        if name == "number":
            return n if self.number_style == "{}" else self.number_style.format(n)
        if name in ("section", "question"):
            return section or None if name == "section" else question
        if name == "remark":
            return self.draw.choice(REMARKS) or None
        if name.startswith("firm"):
            return self.style[codes[int(name[-1])]] or None
        if name.startswith("c_"):
            is_it = name[2:] == {"yes": "yes", "no": "no", "na": "na"}.get(codes[0] or "")
            return "○" if is_it else None
        return self.style[codes[0]] or None

    def _close(self, sheet: Worksheet, first: int, last: int) -> None:
        """Merge the cells of a section that stands beside its questions."""
        if self.sections == "merged" and last > first:
            column = self._columns().index("section") + 1 + self.offset
            sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)

    def _below(self, sheet: Worksheet, row: int) -> None:
        if self.draw.random() < 0.3:
            sheet.cell(row + 1, 1).value = "以上です。ご協力ありがとうございました。" if self.is_ja else "Thank you."

    def _example(self, sheet: Worksheet) -> None:
        sheet.append(["No.", "設問", "回答", "備考"])
        sheet.append([1, self.asked[0], "はい", "記入例です"])
