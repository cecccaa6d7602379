"""A register of a made-up gas company as its vendor manager keeps it: 25 parties, 40 engagements, three tiers.

The convention that bites: nothing here comes from the sample, and every value is written as a person types it;
only the workbook of `tests.year.files` reads these rows.
"""

# ruff: noqa: E501 - a row of the register stays on one line; Japanese letters count twice

from __future__ import annotations

from datetime import date

from riskgraph.intake.corporate_number import check_digit

Cell = str | int | date | None
Row = tuple[Cell, ...]

OWNER, HOST, RENAMED = "G-01", "G-02", "G-07"
FIRST_DAY, SECOND_DAY = date(2026, 10, 1), date(2027, 10, 1)
OWNER_NAME = "みずうみ町ガス株式会社"
OLD_NAME, NEW_NAME = "株式会社すずかけ検針", "すずかけメーターサービス株式会社"
IT, SALES, METER, ACCOUNTS, STAFF = "情報システム課", "お客さま課", "検針課", "経理課", "総務課"


def number(serial: int) -> str:
    """Return a valid corporate number."""
    base = f"{700_001_050_000 + 37 * serial:012d}"
    return f"{check_digit(base)}{base}"


PARTY_HEAD = ("組織ID", "名称", "種別", "法人番号", "人員数", "連絡先")
PARTIES: tuple[Row, ...] = (
    ("G-01", OWNER_NAME, "法人", number(1), 310, "総務課 itaku@mizuumi-gas.example"),
    ("G-02", "みずうみ情報サービス株式会社", "法人", number(2), 84, "運用管理室"),
    ("G-03", "いぶき野ソフト株式会社", "法人", number(3), 140, "開発推進部"),
    ("G-04", "合同会社こだま工房", "法人", number(4), 12, "業務窓口"),
    ("G-05", "あけびスタッフ株式会社", "派遣元", number(5), 900, "コンプライアンス室"),
    ("G-06", "そよぎデータセンター株式会社", "法人", number(6), 230, "品質保証部"),
    ("G-07", OLD_NAME, "法人", number(7), 260, "業務管理課"),
    ("G-08", "株式会社やまもも配送", "法人", number(8), 75, "営業所窓口"),
    ("G-09", "かえで印刷株式会社", "法人", number(9), 190, "品質管理課"),
    ("G-10", "有限会社ふきのとう製本", "法人", number(10), 18, "工場事務"),
    ("G-11", "こもれびコールセンター株式会社", "法人", number(11), 520, "情報管理室"),
    ("G-12", "ひなげしスタッフ株式会社", "派遣元", number(12), 400, "法務課"),
    ("G-13", "つくし収納代行株式会社", "法人", number(13), 330, "審査部"),
    ("G-14", "なずな決済株式会社", "法人", number(14), 150, "コンプライアンス部"),
    ("G-15", "わたげクラウド株式会社", "クラウド", number(15), 1200, "サポート窓口"),
    ("G-16", "しろつめ設備株式会社", "法人", number(16), 66, "工事管理課"),
    ("G-17", "れんげ工務店株式会社", "法人", number(17), 24, "事務所"),
    ("G-18", "株式会社みつば調査", "法人", number(18), 40, "調査管理課"),
    ("G-19", "はこべ入力センター株式会社", "法人", number(19), 95, "業務部"),
    ("G-20", "すみれ給与サービス株式会社", "法人", number(20), 110, "情報セキュリティ室"),
    ("G-21", "株式会社たんぽぽ倉庫", "法人", number(21), 55, "保管管理課"),
    ("G-22", "株式会社もくれん再生", "法人", number(22), 30, "処理センター"),
    ("G-23", "けやき監視サービス株式会社", "法人", number(23), 88, "運用課"),
    ("G-24", "株式会社あざみウェブ", "法人", number(24), 35, "制作部"),
    ("G-25", "検針協力員(個人)", "個人事業主(複数)", None, "約30", None),
)

ASSET_HEAD = ("データID", "名称", "所有者ID", "項目", "件数", "特定個人情報")
ASSETS: tuple[Row, ...] = (
    ("D-1", "契約者台帳", "G-01", "氏名、住所、電話番号、生年月日、メールアドレス", 420_000, "いいえ"),
    ("D-2", "検針・料金データ", "G-01", "氏名、住所、口座番号、利用履歴", 410_000, "いいえ"),
    ("D-3", "開栓予約・問合せ履歴", "G-01", "氏名、住所、電話番号、相談内容", 90_000, "いいえ"),
    ("D-4", "従業員の給与・個人番号", "G-01", "氏名、住所、個人番号、給与", 310, "はい"),
)

SYSTEM_HEAD = ("システムID", "名称", "運用者ID", "種別", "データID")
SYSTEMS: tuple[Row, ...] = (
    ("S-1", "契約者基盤DB", "G-02", "DB", "D-1"),
    ("S-2", "料金計算システム", "G-02", "DB", "D-2"),
    ("S-3", "問合せ管理", "G-11", "DB", "D-3"),
    ("S-4", "マイページ", "G-24", "Web", "D-1"),
)

ENGAGEMENT_HEAD = (
    "委託ID", "委託元ID", "委託先ID", "上位委託ID", "関係", "業務内容", "所管部門", "契約形態", "取扱形態", "データID",
    "件数", "状態", "開始日", "終了日", "自動更新", "再委託承諾", "承諾日", "承諾者", "文書番号", "再委託の有無", "条項の継承",
    "最終確認日", "確認方法", "事故報告期限(時間)",
)  # fmt: skip
_FROM, _TO = date(2025, 4, 1), date(2028, 3, 31)
_DIRECT: Row = (_FROM, _TO, "はい", None, None, None, None)
_ONWARD: Row = (_FROM, _TO, "はい", "個別", date(2025, 3, 10), OWNER_NAME)
_SEEN: Row = ("あり", "はい", date(2026, 2, 12), "書面", 24)
_LAST: Row = ("なし", "はい", date(2025, 11, 20), "書面", 48)
_STAFF_IN: Row = (_FROM, _TO, "いいえ", "不要", None, None, None, "なし", "はい", None, None, None)


def _direct(work_id: str, to: str, work: str, dept: str, form: str, place: str, asset: str, count: Cell) -> Row:
    return (work_id, OWNER, to, None, "委託", work, dept, form, place, asset, count, "有効", *_DIRECT, *_SEEN)


def _onward(work_id: str, way: str, above: str, work: str, form: str, place: str, count: Cell) -> Row:
    consignor, consignee = way.split(" > ")
    paper = f"承-{work_id}"
    head = (work_id, consignor, consignee, above, "委託", work, None, form, place, None, count, "有効")
    return (*head, *_ONWARD, paper, *_LAST)


def _people(work_id: str, way: str, above: str | None, work: str, asset: str | None = None) -> Row:
    consignor, consignee = way.split(" > ")
    head = (work_id, consignor, consignee, above, "派遣", work, None, "派遣", "委託元の拠点", asset, None, "有効")
    return (*head, *_STAFF_IN)


ENGAGEMENTS: tuple[Row, ...] = (
    _direct("E-01", "G-02", "契約者基盤・料金計算の運用", IT, "準委任", "委託先の環境", "D-1、D-2", 420_000),
    _onward("E-02", "G-02 > G-03", "E-01", "契約者基盤の保守開発", "準委任", "委託元のシステム", 420_000),
    _onward("E-03", "G-03 > G-04", "E-02", "契約者基盤の改修", "準委任", "委託元のシステム", 420_000),
    _people("E-04", "G-03 > G-05", "E-02", "契約者基盤の保守要員の派遣"),
    _onward("E-05", "G-02 > G-06", "E-01", "データセンターの利用と監視", "準委任", "委託先の環境", 420_000),
    _onward("E-06", "G-06 > G-23", "E-05", "夜間の運転監視", "準委任", "委託元のシステム", 420_000),
    _people("E-07", "G-02 > G-12", "E-01", "運用オペレーターの派遣"),
    _direct("E-08", "G-07", "検針と検針票の投函", METER, "請負", "紙", "D-2", 210_000),
    _onward("E-09", "G-07 > G-25", "E-08", "検針(協力員)", "請負", "紙", "約3万"),
    _onward("E-10", "G-07 > G-19", "E-08", "検針票の入力", "請負", "委託先の環境", "約2万"),
    _direct("E-11", "G-09", "請求書の印刷", ACCOUNTS, "請負", "委託先の環境", "D-2", 180_000),
    _onward("E-12", "G-09 > G-10", "E-11", "封入封緘", "請負", "紙", 180_000),
    _onward("E-13", "G-09 > G-08", "E-11", "請求書の配送", "請負", "紙", 180_000),
    _direct("E-14", "G-11", "お客さま窓口の運営", SALES, "準委任", "データ所有者のシステム", "D-1、D-3", 420_000),
    _people("E-15", "G-11 > G-12", "E-14", "受電オペレーターの派遣"),
    _onward("E-16", "G-11 > G-18", "E-14", "応対満足度の調査", "準委任", "委託先の環境", "約5千"),
    _onward("E-17", "G-18 > G-19", "E-16", "調査票の入力", "請負", "委託先の環境", "約5千"),
    _direct("E-18", "G-13", "料金の収納代行", ACCOUNTS, "準委任", "委託先の環境", "D-2", 260_000),
    _onward("E-19", "G-13 > G-14", "E-18", "クレジット決済", "準委任", "委託先の環境", 120_000),
    _onward("E-20", "G-13 > G-19", "E-18", "口座振替依頼書の入力", "請負", "委託先の環境", "約8千"),
    _direct("E-21", "G-24", "マイページの運用", SALES, "準委任", "委託先の環境", "D-1", 150_000),
    _onward("E-22", "G-24 > G-15", "E-21", "クラウド基盤", "その他", "クラウド", 150_000),
    _onward("E-23", "G-24 > G-04", "E-21", "画面の改修", "請負", "委託先の環境", "約1万"),
    _direct("E-24", "G-16", "開栓・保安点検", SALES, "請負", "紙", "D-3", 60_000),
    _onward("E-25", "G-16 > G-17", "E-24", "開栓作業", "請負", "紙", 20_000),
    _people("E-26", "G-16 > G-05", "E-24", "点検員の派遣"),
    _direct("E-27", "G-20", "給与計算・年末調整", STAFF, "準委任", "委託先の環境", "D-4", 310),
    _onward("E-28", "G-20 > G-15", "E-27", "給与システムの基盤", "その他", "クラウド", 310),
    _direct("E-29", "G-21", "申込書の保管", SALES, "請負", "紙", "D-1", 300_000),
    _onward("E-30", "G-21 > G-08", "E-29", "保管箱の集配", "請負", "紙", "約4万"),
    _direct("E-31", "G-22", "書類・媒体の消去", STAFF, "請負", "紙", "D-1", "約5万"),
    _direct("E-32", "G-18", "ガス機器の利用調査", SALES, "準委任", "委託先の環境", "D-1", "約1万"),
    _onward("E-33", "G-18 > G-09", "E-32", "調査票の印刷", "請負", "委託先の環境", "約1万"),
    _direct("E-34", "G-08", "検針機器の配送", METER, "請負", "個人データに触れない", "D-2", None),
    _direct("E-35", "G-15", "問合せ管理クラウドの利用", SALES, "その他", "クラウド", "D-3", 90_000),
    _direct("E-36", "G-03", "料金改定の影響試算", IT, "準委任", "データ所有者のシステム", "D-2", "約10万"),
    _people("E-37", "G-01 > G-05", None, "窓口補助の派遣", "D-3"),
    _direct("E-38", "G-19", "開栓申込の入力", SALES, "請負", "委託先の環境", "D-3", "約2万"),
    _direct("E-39", "G-23", "遠隔検針の通信監視", METER, "準委任", "委託先の環境", "D-2", 80_000),
    _direct("E-40", "G-09", "口座振替案内の印刷", ACCOUNTS, "請負", "委託先の環境", "D-2", "約3万"),
)

ACCESS_HEAD = (
    "取扱ID", "委託ID", "データID", "要員グループ", "雇用者ID", "指揮命令者ID", "雇用形態", "人数", "システムID",
    "保管・運用者ID", "端末の管理者ID", "作業場所の管理者ID", "権限", "件数",
)  # fmt: skip
ACCESSES: tuple[Row, ...] = (
    (
        "A-1",
        "E-04",
        "D-1",
        "保守要員(派遣)",
        "G-05",
        "G-03",
        "派遣",
        4,
        "S-1",
        "G-02",
        "G-02",
        "G-02",
        "一括出力",
        420_000,
    ),
    ("A-2", "E-03", "D-1", "改修班", "G-04", "G-04", "自社社員", 3, "S-1", "G-02", "G-02", "G-02", "参照", 420_000),
    ("A-3", "E-01", "D-1", "運用担当", "G-02", "G-02", "自社社員", 9, "S-1", "G-02", "G-02", "G-02", "参照", 420_000),
    (
        "A-4",
        "E-15",
        "D-1",
        "受電オペレーター(派遣)",
        "G-12",
        "G-11",
        "派遣",
        25,
        "S-3",
        "G-11",
        "G-11",
        "G-11",
        "画面",
        90_000,
    ),
)

# What the second year brings: one is over, two begin.
ENDED = "E-40"
BEGUN: tuple[Row, ...] = (
    _direct("E-41", "G-10", "お知らせの封入", SALES, "請負", "紙", "D-1", 50_000),
    _onward("E-42", "G-10 > G-08", "E-41", "お知らせの配送", "請負", "紙", 50_000),
)
