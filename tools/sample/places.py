"""What is entrusted and where it lies: assets, systems, sites, connections."""

# ruff: noqa: E501 - a row of the register stays on few lines; Japanese letters count twice

from __future__ import annotations

from tools.sample.rows import OWNER, Row, Value, d


def assets() -> list[Row]:
    """Return the eight assets; the first holds nearly thirty million persons."""
    rows: list[tuple[str, str, str, Value, Row]] = [
        ("D-01", "会員基盤（こども・保護者）", "氏名、住所、電話番号、生年月日、メールアドレス、学年、購買履歴", 29_500_000,
         {"distress": 1, "economic": 2}),
        ("D-02", "模試・添削の受験者データ", "氏名、住所、学校名、成績", 1_850_000, {"distress": 2, "economic": 1}),
        ("D-03", "講師・採用応募者", "氏名、住所、電話番号、学歴、職歴", "約6.4万人", {}),
        ("D-04", "DM名簿（入会検討者）", "氏名、住所、学年", 6_200_000, {"distress": 1, "economic": 1}),
        ("D-05", "決済・口座情報", "氏名、住所、口座番号、クレジットカード番号（トークン）", 2_140_000,
         {"distress": 1, "economic": 3}),
        ("D-06", "発達・学習相談の記録", "氏名、学年、相談内容、診断名", 18_500, {"distress": 3, "economic": 1, "sensitive": "yes"}),
        ("D-07", "従業員等の特定個人情報", "氏名、住所、個人番号、給与", 5_200, {"distress": 2, "economic": 2, "my_number": "yes"}),
        ("D-08", "アンケート・Web行動履歴", "メールアドレス、閲覧履歴、回答内容", "約320万", {"identifiability": 1}),
    ]  # fmt: skip
    base: Row = {"identifiability": 6, "my_number": "no", "sensitive": "no"}
    return [
        {"asset_id": asset_id, "name": name, "owner": OWNER, "categories": items, "records": records, **base, **more}
        for asset_id, name, items, records, more in rows
    ]


def systems() -> list[Row]:
    """Return the stores and who runs them; SYS-21 stands with a party that has no contract."""
    rows = [
        ("SYS-01", "会員基盤DB", "P-003", "db", "D-01"),
        ("SYS-02", "会員マイページ", "P-003", "web", "D-01"),
        ("SYS-03", "名簿抽出・DWH", "P-001", "db", "D-04、D-08"),
        ("SYS-04", "お客様窓口CRM", "P-001", "db", "D-01"),
        ("SYS-05", "体験申込サイト", "P-030", "web", "D-04"),
        ("SYS-06", "共用Webサーバー（申込フォーム）", "P-031", "web", "D-04"),
        ("SYS-07", "印刷データ受渡サーバー", "P-040", "file", "D-01、D-04"),
        ("SYS-08", "宛名データ処理機", "P-041", "file", "D-01、D-04"),
        ("SYS-09", "発送管理システム", "P-042", "db", "D-01、D-04"),
        ("SYS-10", "入力センター作業サーバー", "P-044", "file", "D-01、D-02、D-04、D-05"),
        ("SYS-11", "問合せ管理（Deskharbor）", "P-022", "saas", "D-01"),
        ("SYS-12", "メール配信（おたより配信）", "P-021", "saas", "D-01"),
        ("SYS-13", "アンケート・予約フォーム", "P-023", "saas", "D-06、D-08"),
        ("SYS-14", "答案画像サーバー", "P-074", "file", "D-02"),
        ("SYS-15", "模試成績DB", "P-002", "db", "D-02"),
        ("SYS-16", "決済基盤", "P-064", "db", "D-05"),
        ("SYS-17", "口座振替システム", "P-065", "db", "D-05"),
        ("SYS-18", "給与・社会保険システム", "P-081", "db", "D-07"),
        ("SYS-19", "採用管理（ひとめぐり）", "P-025", "saas", "D-03"),
        ("SYS-20", "相談記録ファイルサーバー", "P-085", "file", "D-06"),
        ("SYS-21", "旧・通話録音システム", "P-097", "file", "D-01"),
        ("SYS-22", "発送センターWMS", "P-004", "db", "D-01"),
        ("SYS-23", "分析環境", "P-061", "db", "D-01"),
        ("SYS-24", "申込書書庫", "P-090", "paper", "D-01"),
        ("SYS-25", "アクセス解析（Trailpetal）", "P-024", "saas", "D-08"),
        ("SYS-26", "ファイル転送（わたし舟）", "P-026", "saas", "D-01"),
        ("SYS-27", "人事部ファイルサーバー", "P-003", "file", "D-03"),
        ("SYS-28", "学習アプリ", "P-020", "web", "D-01"),
        ("SYS-29", "添削・採点システム", "P-070", "db", "D-02"),
    ]
    return [
        {"system_id": system_id, "name": name, "host": host, "kind": kind, "asset_ids": asset_ids}
        for system_id, name, host, kind, asset_ids in rows
    ]


def sites() -> list[Row]:
    """Return the places of work; the visit dates are partly in the Japanese calendar, as typed."""
    rows: list[tuple[Value, ...]] = [
        ("B-01", "P-001", "本社（あおば野市）", "日本", "事務所", ""),
        ("B-02", "P-001", "お客様窓口センター", "日本", "コールセンター", d(2026, 2, 20)),
        ("B-03", "P-003", "西の丘開発・運用センター", "日本", "開発室", d(2026, 2, 12)),
        ("B-04", "P-003", "第二データセンター", "日本", "データセンター", d(2025, 11, 6)),
        ("B-05", "P-050", "高原コンタクトセンター", "日本", "コールセンター", d(2026, 6, 18)),
        ("B-06", "P-051", "いなほ路オフィス", "日本", "コールセンター", ""),
        ("B-07", "P-040", "わたげ野第一工場 情報処理室", "日本", "工場", "令和7年10月22日"),
        ("B-08", "P-041", "とうげ道加工場", "日本", "工場", "R5.9.14"),
        ("B-09", "P-042", "ゆうなぎ浜メールセンター", "日本", "倉庫・発送", d(2025, 10, 23)),
        ("B-10", "P-044", "ひのき台入力センター", "日本", "入力室", ""),
        ("B-11", "P-004", "発送センター", "日本", "倉庫・発送", d(2026, 5, 15)),
        ("B-12", "P-017", "Da Nang Delivery Center", "ベトナム", "開発室", ""),
        ("B-13", "P-002", "学力測定研究所 分析室", "日本", "事務所", d(2026, 1, 28)),
        ("B-14", "P-070", "採点センター", "日本", "採点室", d(2025, 12, 3)),
        ("B-15", "P-081", "給与センター", "日本", "事務所", "令和8年1月20日"),
        ("B-16", "P-085", "相談室", "日本", "相談室", d(2025, 7, 9)),
        ("B-17", "P-061", "分析ルーム", "日本", "事務所", ""),
        ("B-18", "P-030", "にじの輪本社", "日本", "事務所", ""),
    ]
    names = ("site_id", "party_id", "name", "country", "kind", "visited_on")
    return [dict(zip(names, row, strict=True)) for row in rows]


def connections() -> list[Row]:
    """Return the standing technical links."""
    rows: list[tuple[str, str, str, str, str | float]] = [
        ("C-01", "P-014", "P-003", "maintenance", ""),
        ("C-02", "P-017", "P-012", "vpn", 0.02),
        ("C-03", "P-050", "SYS-04", "vpn", ""),
        ("C-04", "P-051", "P-050", "network", 0.01),
        ("C-05", "P-040", "SYS-26", "file_transfer", ""),
        ("C-06", "P-030", "P-031", "account", ""),
        ("C-07", "P-034", "SYS-28", "account", ""),
    ]
    names = ("connection_id", "from", "to", "kind", "probability")
    return [dict(zip(names, row, strict=True)) for row in rows]
