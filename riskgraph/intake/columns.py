"""The sheets of the register and their columns, as one table that reader and writer share.

The convention that bites: the English name of a column is its identity everywhere (`RowSource.cells`,
JSON, the English header); the Japanese header stands in ``text/columns.yaml``, and aliases are what
departments really write. Sheet and column order carry no meaning when reading. The file is long because
it is a table: one row a column.
"""

from __future__ import annotations

from collections.abc import Mapping

from riskgraph.intake.sheet_kind import Column, Kind, SheetKind


def _column(name: str, kind: Kind, *aliases: str, required: bool = False, default: str = "") -> Column:
    return Column(name, kind, aliases, default=default, is_required=required, is_told=bool(default))


def _choice(name: str, words: str, *aliases: str, default: str = "", told: bool = True) -> Column:
    return Column(name, Kind.CHOICE, aliases, choice=words, default=default, is_told=told)


PARTIES = SheetKind(
    "parties",
    (
        _column(
            "party_id",
            Kind.ID,
            "取引先ID",
            "会社ID",
            "委託先ID",
            "委託先コード",
            "取引先コード",
            "ID",
            "番号",
            "No",
            required=True,
        ),
        _column(
            "name", Kind.TEXT, "組織名", "会社名", "取引先名", "委託先名", "商号", "company", "party", "party name"
        ),
        _column("aliases", Kind.NAMES, "別名", "旧称", "旧商号", "旧社名", "略称", "former names"),
        _choice("kind", "party_kind", "区分", "組織種別", "法人個人", "type", default="organisation"),
        _column("corporate_number", Kind.CORPORATE_NUMBER, "法人番号13桁", "法人No", "corporate no"),
        _column("country", Kind.TEXT, "所在国", "国名"),
        _column("headcount", Kind.INTERVAL, "従業員数", "人員", "社員数", "employees"),
        _column("group", Kind.TEXT, "グループ", "資本関係", "親会社"),
        _column("certificates", Kind.CERTIFICATES, "認証取得", "第三者認証", "取得認証", "認証等"),
        _choice("assessment_basis", "assessment_basis", "評価の方法", "評価根拠", told=False),
        _choice("small_consignee", "tri", "中小受託", "取適法対象", "取適法", default="unknown", told=False),
        _column("succeeded_by", Kind.PARTY, "承継先", "承継会社", "合併先"),
        _column("succeeded_on", Kind.DATE, "承継年月日", "合併日"),
        _column("contact", Kind.TEXT, "連絡窓口", "窓口", "連絡先部署"),
        _column("note", Kind.TEXT, "備考欄", "摘要", "コメント", "メモ", "remarks", "notes"),
    ),
    (
        "取引先",
        "組織一覧",
        "取引先一覧",
        "委託先一覧",
        "会社",
        "会社一覧",
        "party",
        "vendors",
        "organisations",
        "organizations",
    ),
    is_needed=True,
)

ENGAGEMENTS = SheetKind(
    "engagements",
    (
        _column(
            "engagement_id",
            Kind.ID,
            "委託番号",
            "契約ID",
            "契約番号",
            "案件番号",
            "管理番号",
            "ID",
            "番号",
            "No",
            default="own_id",
        ),
        _column("consignor", Kind.PARTY, "委託元", "発注者ID", "発注元", "consignor_id", "client", required=True),
        _column(
            "consignee",
            Kind.PARTY,
            "委託先",
            "受託者ID",
            "受託者",
            "発注先",
            "consignee_id",
            "contractor",
            required=True,
        ),
        _column(
            "parent_engagement",
            Kind.IDS,
            "上位委託",
            "上位委託番号",
            "親委託ID",
            "上位契約ID",
            "parent",
            default="direct",
        ),
        _choice("relation", "relation", "関係種別", "委託区分", "種別", default="consign"),
        _column("work", Kind.TEXT, "業務", "委託業務", "業務名", "委託内容", "委託業務内容", "description"),
        _column("owner_dept", Kind.TEXT, "主管部門", "担当部門", "所管部署", "主管部署", "department"),
        _choice("contract_form", "contract_form", "契約種別", "契約の形態", told=False),
        _choice(
            "handling_place", "handling_place", "取扱場所", "取扱い形態", "取扱環境", "作業形態", default="unknown"
        ),
        _column("asset_ids", Kind.IDS, "データ", "取扱データ", "データ区分ID", "asset_id", "assets"),
        _column("records", Kind.INTERVAL, "取扱件数", "保有件数", "データ件数", "個人データ件数", default="unknown"),
        _choice("records_basis", "records_basis", "件数の基準", "件数基準", "件数の数え方", told=False),
        _choice("status", "status", "ステータス", "稼働状況", "契約状態", default="active"),
        _column(
            "starts_on",
            Kind.DATE,
            "開始",
            "契約開始日",
            "契約開始",
            "開始年月日",
            "start",
            "start date",
            "契約期間開始日",
        ),
        _column(
            "ends_on",
            Kind.END,
            "終了",
            "契約終了日",
            "契約終了",
            "満了日",
            "契約満了日",
            "終了年月日",
            "end",
            "end date",
        ),
        _choice("auto_renew", "tri", "自動更新条項", "自動更新の有無", default="unknown", told=False),
        _column("renewal_of", Kind.ID, "更新前委託ID", "更新元", "前契約ID"),
        _choice(
            "consent",
            "consent",
            "承諾",
            "承諾区分",
            "再委託の承諾",
            "再委託承諾区分",
            "再委託承認",
            default="by_relation",
        ),
        _column("consent_on", Kind.DATE, "承諾年月日", "再委託承諾日", "再委託承諾日付", "承諾日付"),
        _column("consent_by", Kind.TEXT, "承認者", "再委託承諾者", "再委託承諾承諾者"),
        _column("consent_no", Kind.TEXT, "承諾番号", "承諾書番号", "再委託承諾文書番号", "承諾文書番号"),
        _column("consent_scope", Kind.TEXT, "承諾の範囲", "再委託承諾範囲"),
        _choice("onward", "onward", "再委託有無", "再委託", "再々委託の有無", default="unknown"),
        _choice("flow_down", "tri", "条項継承", "同等条項の継承", default="unknown", told=False),
        _column("audited_on", Kind.DATE, "最終監査日", "監査日", "直近確認日"),
        _choice("audit_method", "audit_method", "監査方法", "確認手段", told=False),
        _column(
            "incident_notice_hours",
            Kind.HOURS,
            "事故報告期限",
            "事故報告時間",
            "報告期限(時間)",
            "事故連絡期限",
            default="no_time",
        ),
        _choice("incident_reports_reviewed", "reviewed", "事故報告確認", default="unknown", told=False),
        _choice(
            "deletion_proof",
            "tri",
            "消去証明",
            "返却消去証明",
            "廃棄証明",
            "返却・消去の証明",
            default="unknown",
            told=False,
        ),
        _choice("declared", "declared", "把握区分", "申告区分", "把握方法", default="declared"),
        _column("probability", Kind.PROBABILITY, "確からしさ", "可能性", "likelihood"),
        _column("liability_cap_yen", Kind.NUMBER, "賠償上限", "損害賠償上限", "責任限度額"),
        _column("amount_yen", Kind.NUMBER, "契約金額", "金額", "委託金額", "年間金額", "amount"),
        _column("next_review_on", Kind.DATE, "次回評価日", "次回審査日", "次回見直し"),
        _column("last_decision", Kind.TEXT, "直近判定", "前回の判定", "判定"),
        _column("ringi_no", Kind.TEXT, "稟議No", "決裁番号", "稟議"),
        _column("note", Kind.TEXT, "備考欄", "摘要", "コメント", "メモ", "remarks", "notes"),
    ),
    ("委託一覧", "委託関係", "契約", "契約一覧", "委託契約", "業務委託", "engagement", "contracts"),
    is_needed=True,
)

ASSETS = SheetKind(
    "assets",
    (
        _column("asset_id", Kind.ID, "データ番号", "個人データID", "ID", "番号", "No", required=True),
        _column("name", Kind.TEXT, "データ名", "個人データ名", "データベース名", "data"),
        _column("owner", Kind.PARTY, "所有者", "保有者ID", "保有者", "owner_id", "データ所有者ID", required=True),
        _column("categories", Kind.ITEMS, "データ項目", "個人データの項目", "情報項目", "含まれる項目", "items"),
        _column("records", Kind.INTERVAL, "保有件数", "データ件数", "人数", "本人数", default="unknown"),
        _column("distress", Kind.LEVEL, "精神的苦痛", "精神的苦痛レベル", default="derived"),
        _column("economic", Kind.LEVEL, "経済的損失", "経済的損失レベル", default="derived"),
        _column("identifiability", Kind.LEVEL, "特定容易性", "本人特定容易度", default="derived"),
        _column("my_number", Kind.FLAG, "個人番号", "マイナンバー", "特定個人情報の有無"),
        _column("sensitive", Kind.FLAG, "要配慮個人情報", "要配慮情報", "要配慮の有無"),
    ),
    ("データ一覧", "個人データ", "個人データ一覧", "情報資産", "資産", "asset", "data"),
    is_needed=True,
)

SYSTEMS = SheetKind(
    "systems",
    (
        _column("system_id", Kind.ID, "システム番号", "ID", "番号", "No", required=True),
        _column("name", Kind.TEXT, "システム名", "システム名称"),
        _column("host", Kind.ROLE, "運用者", "管理者ID", "運用会社", "保管者ID", default="unknown"),
        _choice("kind", "system_kind", "区分", "システム種別", "type", default="db"),
        _column("asset_ids", Kind.IDS, "データ", "保管データ", "asset_id", "assets"),
    ),
    ("システム一覧", "保管場所", "system"),
)

SITES = SheetKind(
    "sites",
    (
        _column("site_id", Kind.ID, "拠点番号", "ID", "番号", "No", required=True),
        _column("party_id", Kind.PARTY, "管理者ID", "組織", "会社ID", "管理会社"),
        _column("name", Kind.TEXT, "拠点名", "拠点名称", "事業所名"),
        _column("country", Kind.TEXT, "所在国", "国名"),
        _column("kind", Kind.TEXT, "区分", "拠点種別", "type"),
        _column("visited_on", Kind.DATE, "訪問日", "実地確認日", "最終確認日"),
    ),
    ("拠点一覧", "作業場所", "事業所", "site", "locations"),
)

ACCESS = SheetKind(
    "access",
    (
        _column("access_id", Kind.ID, "取扱番号", "ID", "番号", "No", required=True),
        _column("engagement_id", Kind.ID, "委託番号", "契約ID", "engagement"),
        _column("asset_id", Kind.ID, "データ", "取扱データ", "asset"),
        _column("group", Kind.TEXT, "グループ", "要員", "担当チーム", "staff group"),
        _column("employer", Kind.ROLE, "雇用者", "雇用元ID", "雇用元", "所属会社ID", "所属会社"),
        _column("directed_by", Kind.ROLE, "指揮命令者", "指示者ID", "指揮命令"),
        _choice("employment", "employment", "雇用区分", "雇用形態区分", told=False),
        _column("heads", Kind.INTERVAL, "要員数", "取扱人数", "people", default="heads"),
        _column("heads_peak", Kind.INTERVAL, "繁忙期人数", "最大人数", "ピーク人数"),
        _column("system", Kind.ID, "システム", "利用システムID", "利用システム", "system_id"),
        _column("host", Kind.ROLE, "保管者ID", "運用者ID", "保管者", "運用者"),
        _column("device_owner", Kind.ROLE, "端末", "端末管理者", "端末の所有者", "端末管理者ID"),
        _column("site", Kind.ID, "拠点", "作業拠点ID", "site_id"),
        _column("site_owner", Kind.ROLE, "作業場所", "作業場所の管理者", "作業場所管理者ID", "作業場所の管理者ID"),
        _choice("privilege", "privilege", "権限区分", "アクセス権限", default="unknown"),
        _column("records", Kind.INTERVAL, "取扱件数", "参照可能件数", "アクセス可能件数"),
        _column("expires_on", Kind.END, "有効期限", "権限期限", "利用期限"),
        _column("revoked_on", Kind.DATE, "失効日", "権限失効日", "削除確認日"),
        _column("access_countries", Kind.ITEMS, "閲覧する国", "アクセス国", "閲覧国名"),
    ),
    ("取扱一覧", "取扱い", "アクセス", "アクセス権", "accesses", "access list"),
)

CONNECTIONS = SheetKind(
    "connections",
    (
        _column("connection_id", Kind.ID, "接続番号", "ID", "番号", "No", required=True),
        _column("from", Kind.PARTY, "接続元", "起点", "start", required=True),
        _column("to", Kind.PARTY, "接続先", "終点", "end", required=True),
        _choice("kind", "connection_kind", "接続種別", "区分", "type", default="network"),
        _column("probability", Kind.PROBABILITY, "確からしさ", "可能性"),
    ),
    ("接続一覧", "ネットワーク接続", "connection", "links"),
)

ANSWERS = SheetKind(
    "answers",
    (
        _column("party_id", Kind.PARTY, "組織", "会社ID", "委託先ID", "回答者ID", "回答組織ID", required=True),
        _choice("scope_kind", "scope_kind", "範囲", "範囲種別", "対象区分", default="party", told=False),
        _column("scope_id", Kind.ID, "対象ID", "範囲の対象ID"),
        _column(
            "control_id",
            Kind.CONTROL,
            "設問",
            "設問番号",
            "対策ID",
            "管理策ID",
            "control",
            "question_id",
            required=True,
        ),
        _column("answer", Kind.TEXT, "回答内容", "今回の回答", "回答区分"),
        _choice("evidence", "evidence", "証跡", "根拠の種類", "エビデンス", default="claim", told=False),
        _column("answered_on", Kind.DATE, "回答年月日", "記入日"),
        _column("verified_on", Kind.DATE, "確認年月日", "検証日"),
        _column("verified_method", Kind.TEXT, "確認の方法", "検証方法"),
        _column("verified_role", Kind.TEXT, "確認者", "確認者役職", "確認した役職", "検証者"),
        _column("evidence_ref", Kind.TEXT, "証跡番号", "文書番号", "証跡の所在", "根拠文書"),
        _column("comment", Kind.TEXT, "補足", "備考", "理由", "範囲・例外"),
    ),
    ("回答一覧", "調査回答", "answer", "responses"),
)

REQUESTS = SheetKind(
    "requests",
    (
        _column("party_id", Kind.PARTY, "組織", "会社ID", "委託先ID", "依頼先ID", required=True),
        _column("form", Kind.TEXT, "調査票", "様式ID", "form_id", required=True),
        _column("version", Kind.TEXT, "版数", "バージョン"),
        _column("sent_on", Kind.DATE, "送付年月日", "発送日", "依頼日"),
        _column("due_on", Kind.END, "期限", "提出期限", "回答期日"),
        _column("returned_on", Kind.DATE, "回答受領日", "返送日", "受領日"),
    ),
    ("依頼一覧", "調査依頼", "送付一覧", "request"),
)

DECISIONS = SheetKind("decisions", (), ("判定一覧", "審査結果", "decision"))
FINDINGS = SheetKind("findings", (), ("是正一覧", "指摘", "指摘事項", "是正処置", "finding", "corrective actions"))
SETTINGS = SheetKind(
    "settings",
    (
        _column("as_of", Kind.DATE, "評価基準日", "as of", default="today"),
        _column("time_zone", Kind.TEXT, "時間帯", "timezone"),
        _column("fiscal_year_start", Kind.NUMBER, "年度開始月", "会計年度開始月", "年度の開始月"),
        _column("appetite_yen", Kind.NUMBER, "許容額", "許容額(円/年)", "リスク許容額", "appetite"),
        _column("owner", Kind.PARTY, "自社", "自社組織ID", "当社ID"),
    ),
    ("設定値", "基本設定", "setting", "config"),
)

SHEETS = (
    PARTIES,
    ENGAGEMENTS,
    ASSETS,
    SYSTEMS,
    SITES,
    ACCESS,
    CONNECTIONS,
    ANSWERS,
    REQUESTS,
    DECISIONS,
    FINDINGS,
    SETTINGS,
)
SHEET_BY_NAME: Mapping[str, SheetKind] = {sheet.name: sheet for sheet in SHEETS}
