"""Who reaches what: staff groups with employer, direction, host, device and place of work."""

# ruff: noqa: E501 - a row of the register stays on few lines; Japanese letters count twice

from __future__ import annotations

from tools.sample.rows import Row, access, d

MAY_NOT_SAY = "unknown"


def accesses() -> list[Row]:
    """Return all rows of the sheet Access; what is missing is left to be derived from the engagements."""
    return [*_member_base(), *_own_staff(), *_web(), *_mail(), *_shipping(), *_contact(), *_exams(), *_office()]


def _at_host(host: str, site: str, **cells: str | int) -> Row:
    """Return cells of work in the rooms and on the PCs of the party that holds the data."""
    return {"host": host, "device_owner": host, "site": site, "site_owner": host, **cells}


def _member_base() -> list[Row]:
    return [
        access("T-001 < K-0103", "D-01", "会員DB保守班（常駐）", employer="P-011", directed_by="P-003", employment="on_site",
               heads=5, heads_peak=7, system="SYS-01", **_at_host("P-003", "B-03"), privilege="bulk",
               records="29,000,000", expires_on=d(2027, 3, 31)),
        access("T-002 < K-0102", "D-01", "追加開発チーム", employer="P-010", directed_by="P-010", employment="on_site",
               heads=14, heads_peak=20, system="SYS-01", **_at_host("P-003", "B-03"), privilege="read",
               records="29,500,000", expires_on=d(2027, 3, 31)),
        access("T-003 < K-0101", "D-01", "データベース管理者", employer="P-003", directed_by="P-003", employment="own",
               heads=2, system="SYS-01", **_at_host("P-003", "B-03"), privilege="bulk", records="29,500,000"),
        access("T-004 < K-0101", "D-01", "会員システム運用課", employer="P-003", directed_by="P-003", employment="own",
               heads=26, system="SYS-01", **_at_host("P-003", "B-03"), privilege="read", records="29,500,000"),
        access("T-005 < K-0110", "D-01", "性能改善支援", employer="P-015", directed_by="P-010", employment="individual",
               heads=1, system="SYS-01", host="P-003", device_owner="P-015", site="B-03", site_owner="P-003",
               privilege="read", records="約100万件", expires_on=d(2026, 6, 30)),
        access("T-006 < K-0104", "D-01", "監視オペレーター", employer="P-014", directed_by="P-014", employment="on_site",
               heads=12, system="SYS-01", **_at_host("P-003", "B-04"), privilege="screen", records="29,500,000"),
        access("T-007 < K-0105", "D-01", "夜間監視（派遣）", employer="P-053", directed_by="P-014", employment="dispatched",
               heads=3, system="SYS-01", **_at_host("P-003", "B-04"), privilege="screen", records="29,500,000",
               expires_on=d(2027, 3, 31)),
        access("T-008 < K-0106", "D-01", "マイページ開発", employer="P-012", directed_by="P-012", employment="own", heads=18,
               host="P-012", device_owner="P-012", site_owner="P-012", privilege="read", records="1万〜5万"),
        access("T-009 < K-0108", "D-01", "回帰テスト班", employer="P-017", directed_by="P-017", employment="own", heads=22,
               host="P-012", device_owner="P-017", site="B-12", privilege="read", records=20_000,
               access_countries="ベトナム"),
        access("T-010 < K-0112", "D-01", "クラウド運用", employer="P-003", directed_by="P-003", employment="own", heads=4,
               host="P-020", device_owner="P-003", site="B-03", privilege="read", records="約240万"),
        access("T-011 < K-0113", "D-01", "データ受渡し担当", employer="P-003", directed_by="P-003", employment="own", heads=6,
               system="SYS-26", device_owner="P-003", site="B-03", privilege="read", records="約65万"),
        access("T-012 < K-0114", "D-03", "社内システム課", employer="P-003", directed_by="P-003", employment="own", heads=4,
               system="SYS-27", **_at_host("P-003", "B-03"), privilege="read", records="約6.4万"),
        access("T-013 < K-0115", "D-01", "会員企画（出向者）", employer="P-003", directed_by="P-001", employment="seconded",
               heads=3, system="SYS-04", **_at_host("P-001", "B-01"), privilege="read", expires_on=d(2027, 3, 31)),
    ]  # fmt: skip


def _own_staff() -> list[Row]:
    base = {"employer": "P-001", "directed_by": "P-001", "employment": "own", "device_owner": "P-001", "site": "B-01"}
    return [
        access("T-020", "D-04", "マーケティング部 分析課", heads=9, system="SYS-03", privilege="read", records=6_200_000, **base),
        access("T-021", "D-01", "お客様サービス部 SV", heads=35, system="SYS-04", privilege="screen", records=29_500_000,
               **{**base, "site": "B-02"}),
        access("T-022", "D-03", "人事部", heads=12, system="SYS-27", privilege="read", records="約6.4万人", **base),
        access("T-023", "D-01", "メール配信担当", heads=6, system="SYS-12", privilege="read", records="約1,100万", **base),
        access("T-024", "D-08", "デジタル事業部 解析担当", heads=8, system="SYS-25", privilege="read", records="約300万", **base),
        access("T-025", "D-05", "経理部", heads=7, system="SYS-17", privilege="screen", records="約84万", **base),
        access("T-026", "D-07", "人事部 給与担当", heads=4, system="SYS-18", privilege="screen", records=5_200, **base),
        access("T-027", "D-08", "調査担当", heads=5, system="SYS-13", privilege="read", records="約20万", **base),
        access("T-028", "D-01", "お客様サービス部 問合せ担当", heads=20, system="SYS-11", privilege="read", records="約420万",
               access_countries="日本、米国", **{**base, "site": "B-02"}),
    ]  # fmt: skip


def _web() -> list[Row]:
    return [
        access("T-030 < K-0120", "D-04", "サイト運用", employer="P-030", directed_by="P-030", employment="own", heads=11,
               system="SYS-05", **_at_host("P-030", "B-18"), privilege="bulk", records="約120万件"),
        access("T-031 < K-0121", "D-04", "サーバー管理者", employer="P-031", directed_by="P-031", employment="own", heads=5,
               system="SYS-06", device_owner="P-031", site_owner="P-031", privilege="bulk", records="約30万件"),
        access("T-032 < K-0123", "D-04", "制作・運用", employer="P-032", directed_by="P-032", employment="own", heads=6,
               system="SYS-06", device_owner="P-032", site_owner="P-032", privilege="read", records="1万〜5万"),
        access("T-033 < K-0125", "D-01", "アプリ開発", employer="P-034", directed_by="P-034", employment="own", heads=28,
               system="SYS-28", device_owner="P-034", site_owner="P-034", privilege="read", records=2_400_000),
        access("T-034 < K-0125", "D-01", "アプリ運用", employer="P-034", directed_by="P-034", employment="own", heads=4,
               system="SYS-28", device_owner="P-034", site_owner="P-034", privilege="bulk", records=2_400_000),
        access("T-035 < K-0127", "D-01", "API改修", employer="P-013", directed_by="P-034", employment="own", heads="2〜3",
               system="SYS-28", device_owner="P-013", site_owner="P-013", privilege="unknown", records="約5万",
               expires_on=d(2027, 3, 31)),
    ]  # fmt: skip


def _mail() -> list[Row]:
    return [
        access("T-040 < K-0140", "D-04", "進行管理", employer="P-060", directed_by="P-060", employment="own", heads=8,
               host="P-060", device_owner="P-060", site_owner="P-060", privilege="read", records="約10万"),
        access("T-041 < K-0141", "D-04", "情報処理室", employer="P-040", directed_by="P-040", employment="own", heads=6,
               system="SYS-07", **_at_host("P-040", "B-07"), privilege="bulk", records="3,800,000"),
        access("T-042 < K-0141", "D-04", "製造・検品", employer="P-040", directed_by="P-040", employment="own", heads=40,
               heads_peak=75, system="SYS-07", **_at_host("P-040", "B-07"), privilege="screen", records="3,800,000"),
        access("T-043 < K-0142", "D-04", "宛名データ加工", employer="P-041", directed_by="P-041", employment="own", heads=7,
               system="SYS-08", **_at_host("P-041", "B-08"), privilege="bulk", records="3,800,000"),
        access("T-044 < K-0143", "", "入力オペレーター", employer="P-044", directed_by="P-044", employment="own", heads=25,
               system="SYS-10", **_at_host("P-044", "B-10"), privilege="read", records="約12万件"),
        access("T-045 < K-0144", "D-04", "発送作業", employer="P-042", directed_by="P-042", employment="own", heads=30,
               heads_peak="約60", system="SYS-09", **_at_host("P-042", "B-09"), privilege="read", records="3,800,000"),
        access("T-046 < K-0148", "D-01", "分析担当", employer="P-061", directed_by="P-061", employment="own", heads=4,
               system="SYS-23", **_at_host("P-061", "B-17"), privilege="bulk", records="約500万"),
        access("T-047 < K-0149", "D-01", "クレンジング作業", employer="P-062", directed_by="P-062", employment="own", heads=3,
               host="P-062", device_owner="P-062", site_owner="P-062", privilege="bulk", records="約60万",
               expires_on=d(2026, 7, 31)),
        access("T-048 < K-0150", "D-04", "名簿抽出担当（派遣）", employer="P-052", directed_by="P-001", employment="dispatched",
               heads=8, system="SYS-03", **_at_host("P-001", "B-01"), privilege="bulk", records="6,200,000",
               expires_on=d(2026, 9, 30)),
        access("T-049 < K-0151", "D-08", "調査実査", employer="P-063", directed_by="P-063", employment="own", heads=5,
               host="P-063", device_owner="P-063", site_owner="P-063", privilege="read", records="約6万"),
    ]  # fmt: skip


def _shipping() -> list[Row]:
    return [
        access("T-051 < K-0160", "D-01", "発送センター管理", employer="P-004", directed_by="P-004", employment="own", heads=18,
               system="SYS-22", **_at_host("P-004", "B-11"), privilege="read", records="2,100,000"),
        access("T-052 < K-0161", "D-01", "発送作業", employer="P-042", directed_by="P-042", employment="own", heads=30,
               heads_peak="約60", system="SYS-09", **_at_host("P-042", "B-09"), privilege="read", records="約70万"),
        access("T-053 < K-0162", "D-01", "情報処理室", employer="P-040", directed_by="P-040", employment="own", heads=6,
               system="SYS-07", **_at_host("P-040", "B-07"), privilege="read", records="約15万"),
        access("T-054 < K-0165", "D-01", "出荷作業（派遣）", employer="P-053", directed_by="P-004", employment="dispatched",
               heads=40, heads_peak=120, system="SYS-22", **_at_host("P-004", "B-11"), privilege="screen",
               records="2,100,000", expires_on=d(2027, 3, 31)),
        access("T-055 < K-0167", "D-01", "情報処理室", employer="P-040", directed_by="P-040", employment="own", heads=6,
               system="SYS-07", **_at_host("P-040", "B-07"), privilege="bulk", records="650,000"),
        access("T-056 < K-0168", "D-01", "宛名データ加工", employer="P-041", directed_by="P-041", employment="own", heads=7,
               system="SYS-08", **_at_host("P-041", "B-08"), privilege="bulk", records="650,000"),
    ]  # fmt: skip


def _contact() -> list[Row]:
    return [
        access("T-060 < K-0180", "D-01", "受電オペレーター", employer="P-050", directed_by="P-050", employment="own", heads=220,
               heads_peak=300, system="SYS-04", device_owner="P-050", site="B-05", privilege="screen", records="29,500,000"),
        access("T-061 < K-0180", "D-01", "スーパーバイザー", employer="P-050", directed_by="P-050", employment="own", heads=18,
               system="SYS-04", device_owner="P-050", site="B-05", privilege="read", records="29,500,000"),
        access("T-062 < K-0181", "D-01", "夜間オペレーター", employer="P-051", directed_by="P-051", employment="own", heads=40,
               system="SYS-04", device_owner="P-051", site="B-06", privilege="screen", records="29,500,000"),
        access("T-063 < K-0182", "D-01", "受電オペレーター（派遣）", employer="P-052", directed_by="P-050", employment="dispatched",
               heads=60, system="SYS-04", device_owner="P-050", site="B-05", privilege="screen", records="29,500,000"),
        access("T-064 < K-0183", "D-01", "在宅オペレーター", employer="P-054", directed_by="P-051", employment="individual",
               heads="約30", system="SYS-04", device_owner="P-054", site_owner="P-054", privilege="screen", records="約3万"),
        access("T-066 < K-0180", "D-01", "応対品質管理", employer="P-050", directed_by="P-050", employment="own", heads=5,
               system="SYS-21", device_owner="P-050", site="B-05", privilege="read", records="約80万"),
        access("T-068 < K-0186", "D-04", "休会者架電班", employer="P-050", directed_by="P-050", employment="own", heads=24,
               system="SYS-03", device_owner="P-050", site="B-05", privilege="screen", records=120_000,
               expires_on=d(2024, 3, 31), revoked_on=d(2024, 3, 29)),
    ]  # fmt: skip


def _exams() -> list[Row]:
    return [
        access("T-070 < K-0190", "D-02", "採点管理", employer="P-070", directed_by="P-070", employment="own", heads=22,
               system="SYS-29", **_at_host("P-070", "B-14"), privilege="read", records="約32万"),
        access("T-071 < K-0190", "D-02", "採点システム担当", employer="P-070", directed_by="P-070", employment="own", heads=3,
               system="SYS-29", **_at_host("P-070", "B-14"), privilege="bulk", records="約32万"),
        access("T-072 < K-0191", "D-02", "在宅採点者", employer="P-071", directed_by="P-070", employment="individual",
               heads="約180", system="SYS-29", device_owner="P-071", site_owner="P-071", privilege="screen", records="約32万"),
        access("T-073 < K-0192", "D-02", "スキャン作業", employer="P-074", directed_by="P-074", employment="own", heads=10,
               system="SYS-14", device_owner="P-074", site_owner="P-074", privilege="read", records="約32万"),
        access("T-074 < K-0193", "D-02", "入力オペレーター", employer="P-044", directed_by="P-044", employment="own", heads=25,
               system="SYS-10", **_at_host("P-044", "B-10"), privilege="read", records="約8万"),
        access("T-075 < K-0194", "D-02", "成績分析", employer="P-002", directed_by="P-002", employment="own", heads=6,
               system="SYS-15", **_at_host("P-002", "B-13"), privilege="bulk", records="1,850,000"),
        access("T-077 < K-0197", "D-02", "スキャン作業", employer="P-074", directed_by="P-074", employment="own", heads=10,
               system="SYS-14", device_owner="P-074", site_owner="P-074", privilege="read", records="約90万"),
        access("T-078 < K-0198", "D-02", "入力オペレーター", employer="P-044", directed_by="P-044", employment="own", heads=25,
               system="SYS-10", **_at_host("P-044", "B-10"), privilege="bulk", records="約90万"),
        access("T-079 < K-0198", "D-02", "夜間入力班", employer=MAY_NOT_SAY, directed_by="P-044", heads=4,
               system="SYS-10", **_at_host("P-044", "B-10"), privilege="read", records="約90万"),
    ]  # fmt: skip


def _office() -> list[Row]:
    return [
        access("T-080 < K-0210", "D-05", "加盟店サポート", employer="P-064", directed_by="P-064", employment="own", heads=15,
               system="SYS-16", device_owner="P-064", site_owner="P-064", privilege="screen", records="約130万"),
        access("T-081 < K-0211", "D-05", "収納管理課", employer="P-065", directed_by="P-065", employment="own", heads=12,
               system="SYS-17", device_owner="P-065", site_owner="P-065", privilege="read", records="約84万"),
        access("T-082 < K-0212", "D-05", "入力オペレーター", employer="P-044", directed_by="P-044", employment="own", heads=25,
               system="SYS-10", **_at_host("P-044", "B-10"), privilege="read", records="約3万"),
        access("T-083 < K-0187", "D-05", "案内業務", employer="P-066", directed_by="P-066", employment="own", heads=14,
               host="P-066", device_owner="P-066", site_owner="P-066", privilege="read", records="約2.5万"),
        access("T-090 < K-0220", "D-07", "人事サービス課", employer="P-005", directed_by="P-005", employment="own", heads=9,
               system="SYS-18", device_owner="P-005", site_owner="P-005", privilege="read", records="5,200"),
        access("T-091 < K-0221", "D-07", "給与計算班", employer="P-081", directed_by="P-081", employment="own", heads=8,
               system="SYS-18", **_at_host("P-081", "B-15"), privilege="read", records="5,200"),
        access("T-092 < K-0222", "D-07", "手続担当", employer="P-080", directed_by="P-080", employment="own", heads=5,
               host="P-080", device_owner="P-080", site_owner="P-080", privilege="read", records="約5千"),
        access("T-093 < K-0224", "D-03", "採用運用課", employer="P-083", directed_by="P-083", employment="own", heads=10,
               system="SYS-19", device_owner="P-083", site_owner="P-083", privilege="read", records="約1.5万"),
        access("T-094 < K-0227", "D-03", "人事部事務（派遣）", employer="P-052", directed_by="P-001", employment="dispatched",
               heads=2, system="SYS-27", device_owner="P-001", site="B-01", privilege="read", records="約6.4万人",
               expires_on=d(2027, 6, 30)),
        access("T-095 < K-0230", "D-06", "相談事務局", employer="P-085", directed_by="P-085", employment="own", heads=14,
               system="SYS-20", **_at_host("P-085", "B-16"), privilege="read", records="18,500"),
        access("T-096 < K-0231", "D-06", "相談員", employer="P-086", directed_by="P-085", employment="individual", heads=9,
               system="SYS-20", **_at_host("P-085", "B-16"), privilege="screen", records="約2千"),
        access("T-097 < K-0240", "D-01", "保管庫担当", employer="P-090", directed_by="P-090", employment="own", heads=8,
               system="SYS-24", device_owner="P-090", site_owner="P-090", privilege="screen", records="約40万枚"),
        access("T-098 < K-0232", "D-06", "予約受付", employer="P-085", directed_by="P-085", employment="own", heads=6,
               system="SYS-13", device_owner="P-085", site="B-16", privilege="screen", records="約6千"),
    ]  # fmt: skip
