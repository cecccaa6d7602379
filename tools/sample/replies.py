"""The questionnaires that came back: who answered which form, when, how well, and with which peculiarity."""

# ruff: noqa: E501 - a row of the register stays on few lines; Japanese letters count twice

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tools.fill_questionnaire import FilledTier
from tools.sample.rows import d


@dataclass(frozen=True)
class Said:
    """One answer that is not left to the habit of the party: code, scope or exception, evidence, date."""

    answer: str
    comment: str = ""
    evidence: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Reply:
    """One returned form. `habit` names a row of `tools.sample.habits`; `onward` is none, listed or ""."""

    party: str
    form: str
    modules: tuple[str, ...]
    habit: str
    answered_on: date
    sent_on: date
    due_on: date
    back_on: date | None = None
    onward: str = ""
    locale: str = "ja"
    scope: tuple[str, str] = ("party", "")
    said: Mapping[str, Said] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    tiers: tuple[FilledTier, ...] = ()

    @property
    def file(self) -> str:
        """Return the file name: party, scope where it is narrower, and form."""
        scope = f"_{self.scope[1]}" if self.scope[1] else ""
        return f"{self.party}{scope}_{self.form}.xlsx"


def this_year(party: str, modules: str, habit: str, on: date, *, form: str = "short", **more: object) -> Reply:
    """Return a reply to the round of 2026: sent on July 6, due on August 31."""
    return Reply(party, form, tuple(modules.split()), habit, on, d(2026, 7, 6), d(2026, 8, 31), **more)  # type: ignore[arg-type]


def carried_over(party: str, modules: str, habit: str, on: date, back_on: date) -> Reply:
    """Return a reply of this round in which answers and date of an earlier year were left standing."""
    return this_year(party, modules, habit, on, back_on=back_on)


HOST_REVIEWS_RIGHTS = Said("partial", "年1回。再委託先の要員は所属会社の申告による", "権限棚卸し記録 2026年4月")
HOST_GAPS = {
    "DEV-01": Said(
        "partial", "USBメモリは制御済。スマートフォン接続（MTP/PTP）は制御の対象外", "端末制御設定一覧 v3.2"
    ),
    "DEV-02": Said("no", "端末入替え後の適用状況は未確認"),
    "MON-01": Said("partial", "旧基盤にはしきい値あり。会員基盤DBは未設定", "監視設計書 2.4版"),
    "MON-02": Said("no", "会員基盤DBと抽出バッチは対象外"),
    "MON-03": Said("no", "ログは取得しているが、点検は障害時のみ"),
    "PHY-02": Said("no", "規程では禁止。持込み自体は制限していない"),
    "IAM-03": HOST_REVIEWS_RIGHTS,
}
HOST_MENDED = {
    "DEV-01": Said("yes", "MTP/PTPを含め全経路を遮断（2026/9/15適用）", "端末制御設定一覧 v4.0", d(2026, 9, 28)),
    "DEV-02": Said("yes", "貸与端末を含む全端末を確認", "制御適用状況 月次報告 2026年9月", d(2026, 9, 28)),
    "MON-01": Said("yes", "1時間1万件で警報", "監視設計書 3.0版", d(2026, 9, 28)),
    "MON-02": Said("yes", "会員基盤DB、抽出バッチ、DWH連携を追加", "監視対象一覧 2026年9月版", d(2026, 9, 28)),
    "MON-03": Said("yes", "週次で運用責任者が点検", "ログ点検記録 2026年9月", d(2026, 9, 28)),
    "PHY-02": Said("yes", "入室前にロッカーへ預け、金属探知で確認", "開発室入室手順書 第5版", d(2026, 9, 28)),
    "IAM-03": HOST_REVIEWS_RIGHTS,
}
HOST_TIERS = (
    FilledTier("株式会社こもれびの森ソリューションズ", work="追加開発・DB保守", assets="会員基盤", place="西の丘開発・運用センター",
             consent_on="2024/3/18", consent_no="再承-2024-011"),
    FilledTier("株式会社なぎさ橋システムデザイン", work="マイページ開発", assets="会員基盤", place="同社", consent_on="2025/3/24",
             consent_no="再承-2025-006"),
    FilledTier("株式会社あけぼし運用サービス", work="データセンター運用", assets="会員基盤", place="第二データセンター",
             consent_on="2024/3/18", consent_no="再承-2024-012"),
    FilledTier("そらの庭クラウド株式会社", work="クラウド基盤", assets="会員基盤", place="国内", consent_on="2022/9/12",
             consent_no="再承-2022-031"),
)  # fmt: skip


def replies() -> list[Reply]:
    """Return all returned questionnaires."""
    return [*_group(), *_systems(), *_services(), *_print(), *_contact(), *_office()]


def corrected() -> Reply:
    """Return the corrected form of the party that hosts the member base; its date beats the first one."""
    return Reply(
        "P-003", "full", (), "proven", d(2026, 9, 28), d(2026, 9, 7), d(2026, 9, 30),
        onward="listed", said=HOST_MENDED, facts=_HOST_FACTS, tiers=HOST_TIERS,
    )  # fmt: skip


_HOST_FACTS = {
    "places": "own",
    "data_location": "own",
    "cloud_ai": "cloud",
    "paper_media": "none",
    "headcount": "自社28、再委託先34",
}


def _group() -> list[Reply]:
    return [
        this_year("P-001", "hosting", "careful", d(2026, 7, 10), form="own", said={
            "CHN-09": Said("partial", "会員基盤は全項目を渡している。DMは最小項目", "データ授受一覧 2026年度版"),
            "SYS-04": Said("no", "受入テストで本番データの写しを使用"),
            "CHN-05": Said("yes", "直接の委託先は年1回", "委託先確認記録 2025年度"),
            "PHY-02": Said("partial", "お客様窓口は禁止。本社は規程のみ", "執務室ルール"),
            "DEV-01": Said("yes", "", "端末統制基準 2025年改定"),
            "DEV-02": Said("partial", "本社端末は四半期、窓口端末は年1回", "適用状況報告 2026年6月"),
            "MON-01": Said("partial", "CRMのみ。DWHは2026年度下期に設定", "監視設計書"),
            "MON-02": Said("no", "DWH・名簿抽出は対象外"),
        }),
        this_year("P-002", "", "careful", d(2026, 8, 3), form="full", onward="listed", facts={"places": "own", "data_location": "own"},
                  said={"SYS-04": Said("partial", "分析環境は受験番号に置換え", "分析環境利用手順")}),
        this_year("P-003", "", "proven", d(2026, 7, 24), form="full", onward="listed", said=HOST_GAPS, facts=_HOST_FACTS,
                  tiers=HOST_TIERS),
        this_year("P-004", "hosting warehouse", "good", d(2026, 8, 5), onward="listed"),
        this_year("P-005", "payroll my_number", "good", d(2026, 8, 21), onward="listed"),
    ]  # fmt: skip


def _systems() -> list[Reply]:
    return [
        this_year("P-010", "systems dispatch_ses", "good", d(2026, 8, 19), onward="listed", said={
            "CHN-05": Said("partial", "書面のみ。常駐先では確認していない", "協力会社評価表 2025"),
            "CHN-10": Said("no", "指揮の実態は客先に任せている"),
        }, tiers=(FilledTier("株式会社ほしみ坂エンジニアリング", work="DB保守要員", assets="会員基盤", place="客先常駐"),)),
        this_year("P-011", "dispatch_ses systems", "proven", d(2026, 8, 7), onward="none",
                  facts={"places": "client", "data_location": "client", "headcount": "自社5"}),
        this_year("P-012", "hosting systems", "good", d(2026, 8, 27), onward="listed", tiers=(
            FilledTier("合同会社みちくさコード", work="画面実装", place="同社"),
            FilledTier("Bluefern Ferry Software Co., Ltd.", work="回帰テスト", place="ベトナム", consent_on="2023/8/21", consent_no="再承-2023-019"),
            FilledTier("株式会社うみかぜ品質テスト", work="受入テスト", place="同社"),
        )),
        this_year("P-012", "web", "middling", d(2026, 8, 28), onward="listed", scope=("system", "SYS-02")),
        this_year("P-013", "hosting web", "middling", d(2026, 8, 30), onward="listed", tiers=(
            FilledTier("合同会社しおさい橋デジタル", work="画面部品の実装・動作確認", assets="会員情報（テスト用に受領）", place="同社・在宅"),
        ), facts={"places": "home", "data_location": "several", "cloud_ai": "both", "headcount": "自社3、再委託先2"}),
        this_year("P-014", "systems", "careful", d(2026, 8, 12), onward="listed"),
        this_year("P-017", "systems", "good", d(2026, 8, 25), onward="none", locale="en",
                  facts={"places": "own", "data_location": "client", "headcount": "own 22"}),
    ]  # fmt: skip


def _services() -> list[Reply]:
    return [
        this_year("P-020", "hosting", "careful", d(2026, 8, 4), said={
            "HUM-01": Said("na", "利用者側の業務に従事者を置かないため"), "CHN-02": Said("unknown", "サブプロセッサ一覧は利用規約の別紙参照"),
        }),
        this_year("P-021", "hosting", "good", d(2026, 8, 20), onward="listed"),
        this_year("P-026", "hosting systems", "unsure", d(2026, 8, 31)),
        this_year("P-064", "hosting", "careful", d(2026, 7, 28), onward="listed"),
        this_year("P-030", "hosting web", "weak", d(2026, 8, 31), onward="listed", said={
            "SYS-08": Said("no", "構築時に実施したのみ"), "SYS-10": Said("no"), "IAM-05": Said("planned", "2027年3月に導入予定"),
            "SYS-02": Said("partial", "月次。緊急の修正は都度"), "SYS-11": Said("unknown"), "SYS-03": Said("no"), "SYS-01": Said("partial", "PCのみ"),
        }, tiers=(FilledTier("株式会社こがね丘ホスティング", work="ホスティング", place="国内"),)),
        carried_over("P-031", "hosting web", "all_yes", d(2023, 9, 22), d(2026, 8, 25)),
        this_year("P-032", "hosting web", "patchy", d(2026, 8, 20), onward="none"),
        this_year("P-034", "hosting web", "good", d(2026, 7, 30), onward="listed"),
    ]  # fmt: skip


def _print() -> list[Reply]:
    return [
        this_year("P-040", "", "careful", d(2026, 7, 29), form="full", onward="listed"),
        this_year("P-040", "hosting printing_mailing", "careful", d(2026, 8, 6), onward="listed", scope=("engagement", "K-0167"),
                  said={"OUT-01": Said("yes", "宛名見本と現物を2名で照合", "検品記録 2026年7月")}),
        this_year("P-041", "hosting printing_mailing", "middling", d(2026, 8, 28), onward="listed", said={
            "DEV-01": Said("no", "書出し用PCを限定しているが制御はなし"), "PHY-02": Said("partial", "作業机への持込み禁止"),
            "MON-01": Said("no"), "MON-03": Said("partial", "月1回", "ログ確認表"),
        }),
        this_year("P-042", "hosting printing_mailing", "good", d(2026, 8, 18), onward="listed"),
        this_year("P-043", "printing_mailing", "weak", d(2026, 8, 31), onward="none", said={
            "DEV-01": Said("na"), "HUM-04": Said("na"), "PHY-02": Said("no", "現場責任者のみ携帯可"),
            "OUT-01": Said("yes", "原則2名。繁忙期を除く"),
        }),
        this_year("P-044", "hosting", "all_yes", d(2026, 8, 31), onward="none"),
        this_year("P-044", "hosting", "good", d(2026, 8, 28), onward="none", scope=("engagement", "K-0212")),
    ]  # fmt: skip


def _contact() -> list[Reply]:
    return [
        this_year("P-050", "", "careful", d(2026, 7, 31), form="full", onward="listed"),
        this_year("P-050", "call_center", "careful", d(2026, 8, 11), onward="listed", scope=("site", "B-05"),
                  said={"PHY-02": Said("yes", "入室前にロッカーへ預ける", "入退室手順書")}),
        this_year("P-051", "call_center", "good", d(2026, 8, 24), onward="none", facts={"places": "own"}),
        this_year("P-052", "dispatch_ses", "good", d(2026, 8, 10), onward="none"),
        this_year("P-053", "dispatch_ses", "middling", d(2026, 8, 31), onward="none", said={
            "HUM-03": Said("no", "登録時の面談のみ"), "HUM-04": Said("partial", "新規登録者のみ"),
        }),
        this_year("P-060", "hosting printing_mailing", "good", d(2026, 8, 26), onward="listed"),
        this_year("P-061", "hosting systems", "middling", d(2026, 8, 17), onward="none", said={
            "CHN-02": Said("yes", "再委託はない"), "DEV-01": Said("partial", "分析ルームのPCのみ"),
        }),
        this_year("P-063", "hosting", "good", d(2026, 8, 13), onward="listed"),
    ]  # fmt: skip


def _office() -> list[Reply]:
    return [
        this_year("P-065", "hosting", "careful", d(2026, 8, 7), onward="listed"),
        carried_over("P-066", "hosting call_center", "weak", d(2024, 6, 10), d(2026, 8, 31)),
        this_year("P-070", "hosting", "good", d(2026, 8, 14), onward="listed"),
        this_year("P-074", "hosting", "unsure", d(2026, 8, 31)),
        this_year("P-080", "payroll my_number", "middling", d(2026, 8, 28), onward="none"),
        this_year("P-081", "my_number", "careful", d(2026, 7, 27), form="full", onward="listed"),
        this_year("P-083", "payroll", "patchy", d(2026, 8, 29)),
        this_year("P-085", "hosting", "middling", d(2026, 8, 31), said={
            "DEV-02": Said("unknown", "情報担当が不在のため"), "HUM-02": Said("yes", "", "誓約書（相談員を含む）"),
        }),
        this_year("P-090", "warehouse", "careful", d(2026, 8, 6), onward="listed"),
        this_year("P-091", "warehouse", "good", d(2026, 8, 22), onward="none"),
    ]  # fmt: skip
