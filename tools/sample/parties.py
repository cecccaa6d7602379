"""The parties: the principal and its group, and the firms, clouds, agencies and individuals below."""

# ruff: noqa: E501 - a row of the register stays on few lines; Japanese letters count twice

from __future__ import annotations

from tools.sample.rows import Row, d, party

GROUP = "あおばまなびグループ"


def parties() -> list[Row]:
    """Return all rows of the sheet Parties in the order of the register."""
    return [*_group(), *_systems(), *_clouds(), *_web(), *_print(), *_contact(), *_marketing(), *_office()]


def _group() -> list[Row]:
    return [
        party("P-001", "株式会社あおばまなび", serial=1, headcount=2850, group=GROUP,
              aliases="あおば通信教育株式会社（〜2016年）", country="日本",
              certificates="Pマーク（全社, 2027/8/31）", assessment_basis="questionnaire",
              contact="情報セキュリティ部 委託先管理課 itaku-kanri@aoba-manabi.example", note="当社"),
        party("P-002", "株式会社あおば学力測定研究所", serial=2, headcount=140, group=GROUP, country="日本",
              certificates="Pマーク（全社, 2026/11/30）", assessment_basis="questionnaire",
              contact="管理部 kanri@aoba-sokutei.example"),
        party("P-003", "株式会社あおばまなびシステムズ", serial=3, headcount=410, group=GROUP, country="日本",
              aliases="ABMS; あおば情報システム株式会社", assessment_basis="questionnaire",
              certificates="ISMS（開発・運用センター, 2028/2/28）; Pマーク（全社, 2027/5/31）",
              contact="品質管理部 quality@aoba-systems.example", note="会員基盤の開発・運用を一括受託"),
        party("P-004", "株式会社あおばまなびロジスティクス", serial=4, headcount=260, group=GROUP, country="日本",
              assessment_basis="questionnaire", contact="業務管理課 gyomu@aoba-logi.example"),
        party("P-005", "株式会社あおばまなびビジネスサポート", serial=5, headcount=85, group=GROUP, country="日本",
              assessment_basis="questionnaire", certificates="Pマーク（全社, 2028/1/31）",
              contact="人事サービス課 hr-service@aoba-bs.example"),
    ]  # fmt: skip


def _systems() -> list[Row]:
    return [
        party("P-010", "株式会社こもれびの森ソリューションズ", serial=10, headcount=620, country="日本",
              aliases="こもれび; 旧 株式会社システム森", certificates="ISMS（本社・西日本センター, 2027/10/31）",
              assessment_basis="questionnaire", contact="金融公共第二部 営業課 sales2@komorebinomori.example"),
        party("P-011", "株式会社ほしみ坂エンジニアリング", serial=11, headcount=38, country="日本",
              small_consignee="yes", certificates="Pマーク（全社, 2027/2/28）", assessment_basis="questionnaire",
              contact="管理課 kanri@hoshimizaka.example"),
        party("P-012", "株式会社なぎさ橋システムデザイン", serial=12, headcount=180, country="日本",
              assessment_basis="questionnaire", certificates="Pマーク（全社, 2026/12/31）",
              contact="第一開発部 dev1@nagisabashi.example"),
        party("P-013", "合同会社みちくさコード", serial=13, headcount=12, country="日本", small_consignee="yes",
              assessment_basis="questionnaire", contact="代表窓口 info@michikusa-code.example"),
        party("P-014", "株式会社あけぼし運用サービス", serial=14, headcount="約230", country="日本",
              certificates="ISMS（運用監視業務, 2027/6/30）", assessment_basis="questionnaire",
              contact="運用統括部 noc@akeboshi-unyo.example"),
        party("P-015", "性能改善支援（個人事業主・1名）", kind="individual", country="日本",
              assessment_basis="contract_check", note="週2日。氏名は契約書で管理し台帳には載せない"),
        party("P-016", "株式会社ゆきどけデータ", serial=16, country="日本",
              note="契約書なし。2026/7の訪問時に名札を確認、確認中"),
        party("P-017", "Bluefern Ferry Software Co., Ltd.", headcount=95, country="ベトナム",
              assessment_basis="questionnaire", contact="Delivery Office delivery@bluefern-ferry.example",
              certificates="ISMS（Da Nang Office, 2027/4/30）"),
        party("P-018", "株式会社うみかぜ品質テスト", serial=18, headcount=54, country="日本", small_consignee="yes",
              assessment_basis="questionnaire", contact="受託テスト課 test@umikaze-qa.example"),
    ]  # fmt: skip


def _clouds() -> list[Row]:
    return [
        party("P-020", "そらの庭クラウド株式会社", serial=20, kind="cloud", country="日本",
              certificates="ISMS（国内全リージョン, 2027/9/30）; SOC2（Type2, 2026/12/31）",
              assessment_basis="third_party_report", note="責任分界は利用規約・ホワイトペーパーで確認"),
        party("P-021", "おたより配信クラウド株式会社", serial=21, kind="cloud", country="日本",
              certificates="ISMS（全社, 2027/3/31）", assessment_basis="third_party_report"),
        party("P-022", "Deskharbor Cloud Inc.", kind="cloud", country="米国",
              certificates="SOC2（Type2, 2026/10/31）", assessment_basis="public_documents"),
        party("P-023", "こえあつめの樹株式会社", serial=23, kind="cloud", country="日本",
              assessment_basis="public_documents", note="アンケート・予約フォームSaaS"),
        party("P-024", "Trailpetal Analytics Inc.", kind="cloud", country="米国", assessment_basis="public_documents"),
        party("P-025", "ひとめぐり採用クラウド株式会社", serial=25, kind="cloud", country="日本",
              certificates="ISMS（全社, 2027/1/31）", assessment_basis="public_documents"),
        party("P-026", "わたし舟ファイル転送株式会社", serial=26, kind="cloud", country="日本",
              assessment_basis="questionnaire", contact="サポート窓口 support@watashibune.example"),
    ]  # fmt: skip


def _web() -> list[Row]:
    return [
        party("P-030", "株式会社にじの輪ウェブ工房", serial=30, headcount=46, country="日本", small_consignee="yes",
              assessment_basis="questionnaire", contact="制作進行課 shinko@nijinowa-web.example"),
        party("P-031", "株式会社こがね丘ホスティング", serial=31, headcount=60, country="日本",
              assessment_basis="questionnaire", contact="サービス窓口 cs@koganeoka-host.example",
              note="複数の制作会社が共用サーバーを利用"),
        party("P-032", "株式会社まちかど絵巻クリエイティブ", serial=32, headcount=25, country="日本",
              small_consignee="yes", assessment_basis="questionnaire", contact="ディレクション部 dir@machikado-emaki.example"),
        party("P-033", "株式会社とびら石映像企画", serial=33, headcount=18, country="日本", small_consignee="yes",
              assessment_basis="out_of_scope", note="個人データを渡さない"),
        party("P-034", "株式会社はなうた舎アプリ開発", serial=34, headcount=72, country="日本",
              assessment_basis="questionnaire", certificates="Pマーク（全社, 2026/8/31）",
              contact="プロダクト部 product@hanautasha.example"),
        party("P-093", "株式会社かげろう座企画", serial=93, headcount="約15", country="日本",
              assessment_basis="questionnaire", contact="総務 info@kagerouza.example",
              note="2024年度で取引終了。消去証明を催促中"),
    ]  # fmt: skip


def _print() -> list[Row]:
    return [
        party("P-040", "わたげ野印刷紙工株式会社", serial=40, headcount=310, country="日本",
              aliases="わたげ印刷", certificates="Pマーク（全社, 2027/7/31）; ISMS（情報処理部, 2027/7/31）",
              assessment_basis="questionnaire", contact="営業三課 sales3@watageno-print.example"),
        party("P-041", "株式会社とうげ道データプリント", serial=41, headcount=64, country="日本", small_consignee="yes",
              certificates="Pマーク（全社, 2026/9/15）", assessment_basis="questionnaire",
              contact="業務課 gyomu@tougemichi-dp.example"),
        party("P-042", "株式会社ゆうなぎ浜メーリング", serial=42, headcount=150, country="日本",
              aliases="ゆうなぎメール便", certificates="Pマーク（全社, 2027/4/30）", assessment_basis="questionnaire",
              contact="受注センター order@yunagihama.example"),
        party("P-043", "有限会社さざなみ封緘社", serial=43, headcount=22, country="日本", small_consignee="yes",
              assessment_basis="questionnaire", contact="工場長室 kojo@sazanami-fukan.example"),
        party("P-044", "株式会社ひのき台データ入力センター", serial=44, headcount=88, country="日本",
              small_consignee="yes", assessment_basis="questionnaire", contact="品質管理係 qc@hinokidai-entry.example",
              note="複数の委託先が共通して利用"),
        party("P-045", "集計作業者（在宅・個人事業主）", kind="individual_pool", headcount="約20",
              assessment_basis="contract_check"),
        party("P-046", "株式会社かたつむり軽貨物", serial=46, headcount=40, country="日本", small_consignee="yes",
              assessment_basis="questionnaire", contact="配車係 haisha@katatsumuri-kei.example"),
        party("P-047", "軽貨物ドライバー（個人事業主）", kind="individual_pool", headcount="60〜80",
              assessment_basis="contract_check"),
        party("P-048", "株式会社くさぶえ谷製本", headcount=35, country="日本", assessment_basis="out_of_scope"),
    ]  # fmt: skip


def _contact() -> list[Row]:
    return [
        party("P-050", "株式会社かぜの丘コンタクト", serial=50, headcount=1200, country="日本",
              certificates="Pマーク（全社, 2027/12/31）; ISMS（高原センター, 2027/12/31）",
              assessment_basis="questionnaire", contact="第二運営部 unei2@kazenooka-contact.example"),
        party("P-051", "株式会社いなほ路コールサポート", serial=51, headcount=130, country="日本",
              certificates="Pマーク（全社, 2027/1/31）", assessment_basis="questionnaire",
              contact="SV室 sv@inahoji-call.example"),
        party("P-052", "株式会社つどい橋スタッフィング", serial=52, kind="agency", headcount=320, country="日本",
              certificates="Pマーク（全社, 2027/5/31）", assessment_basis="questionnaire",
              contact="派遣管理課 haken@tsudoibashi.example"),
        party("P-053", "株式会社みおつくし川人材", serial=53, kind="agency", headcount=150, country="日本",
              assessment_basis="questionnaire", contact="業務部 gyomu@miotsukushigawa.example"),
        party("P-054", "在宅オペレーター（個人事業主）", kind="individual_pool", headcount="約30",
              assessment_basis="contract_check"),
        party("P-097", "株式会社かぜの丘テクノ", serial=97, headcount=70, country="日本", group="かぜの丘グループ",
              note="P-050の関係会社。録音システムの提供元。当社との契約なし"),
    ]  # fmt: skip


def _marketing() -> list[Row]:
    return [
        party("P-060", "株式会社かざぐるま広告舎", serial=60, headcount=210, country="日本",
              assessment_basis="questionnaire", certificates="Pマーク（全社, 2027/3/31）",
              contact="第四営業局 eigyo4@kazaguruma-ad.example"),
        party("P-061", "株式会社すいへい線分析", serial=61, headcount=90, country="日本",
              aliases="SHB; 水平線分析", assessment_basis="questionnaire", contact="分析二部 analysis2@suiheisen.example"),
        party("P-062", "株式会社ともしび坂クレンジング", serial=62, headcount=28, country="日本", small_consignee="yes",
              assessment_basis="questionnaire", contact="受託課 jutaku@tomoshibizaka.example"),
        party("P-063", "株式会社きのみ道リサーチ", serial=63, headcount=65, country="日本",
              assessment_basis="questionnaire", contact="実査管理部 field@kinomimichi.example"),
        party("P-095", "株式会社しおり小路書房", serial=95, headcount=45, country="日本",
              assessment_basis="contract_check", note="入会申込の代理店（書店）"),
        party("P-099", "株式会社むらさき川情報処理", serial=99, country="日本", succeeded_by="P-061",
              succeeded_on=d(2025, 4, 1), note="P-061に吸収合併"),
    ]  # fmt: skip


def _office() -> list[Row]:
    return [
        party("P-064", "みつばち野決済サービス株式会社", serial=64, headcount=380, country="日本",
              certificates="ISMS（全社, 2027/11/30）; PCI DSS（決済基盤, 2027/3/31）",
              assessment_basis="third_party_report", contact="加盟店管理部 kanri@mitsubachino-pay.example"),
        party("P-065", "株式会社しろがね台収納代行", serial=65, headcount=120, country="日本",
              certificates="Pマーク（全社, 2027/6/30）", assessment_basis="questionnaire",
              contact="収納管理課 shuno@shirogane-dai.example"),
        party("P-066", "株式会社やわらぎ原収納サポート", serial=66, headcount=75, country="日本",
              assessment_basis="questionnaire", contact="業務管理部 kanri@yawaragihara.example"),
        party("P-070", "株式会社えんぴつ森採点センター", serial=70, headcount=110, country="日本",
              certificates="Pマーク（全社, 2027/2/28）", assessment_basis="questionnaire",
              contact="採点管理課 saiten@enpitsumori.example"),
        party("P-071", "採点者（在宅・個人事業主）", kind="individual_pool", headcount="約180",
              assessment_basis="contract_check"),
        party("P-072", "株式会社ものさし原試験運営", serial=72, headcount=50, country="日本", small_consignee="yes",
              assessment_basis="questionnaire", contact="会場手配課 kaijo@monosashihara.example"),
        party("P-074", "株式会社うさぎ坂スキャン", serial=74, headcount=44, country="日本", small_consignee="yes",
              assessment_basis="questionnaire", contact="業務課 gyomu@usagizaka-scan.example"),
        party("P-080", "社会保険労務士法人くるみ坂事務所", serial=80, headcount=14, country="日本",
              assessment_basis="questionnaire", contact="事務局 office@kurumizaka-sr.example"),
        party("P-081", "株式会社たけとんぼ給与計算", serial=81, headcount=130, country="日本",
              certificates="Pマーク（全社, 2027/9/30）; ISMS（給与センター, 2027/9/30）",
              assessment_basis="questionnaire", contact="受託管理部 jutaku@taketombo-payroll.example"),
        party("P-083", "株式会社はしわたし採用支援", serial=83, headcount=58, country="日本",
              assessment_basis="questionnaire", contact="運用課 ops@hashiwatashi-hr.example"),
        party("P-085", "一般社団法人こころの灯台相談室", serial=85, headcount=32, country="日本",
              assessment_basis="questionnaire", contact="事務局 jimu@kokoro-todai.example"),
        party("P-086", "相談員（公認心理師・個人事業主）", kind="individual_pool", headcount=9,
              assessment_basis="contract_check"),
        party("P-087", "あおば野市教育委員会", kind="public", country="日本", assessment_basis="out_of_scope",
              note="学校経由の模試。成績の提供先"),
        party("P-090", "株式会社いわお倉文書保管", serial=90, headcount=95, country="日本",
              certificates="ISMS（文書保管, 2027/8/31）", assessment_basis="questionnaire",
              contact="お客様窓口 cs@iwaogura.example"),
        party("P-091", "株式会社さらさ川機密処理", serial=91, headcount=40, country="日本", small_consignee="yes",
              assessment_basis="questionnaire", contact="営業部 田村様 eigyo@sarasagawa.example"),
        party("P-092", "株式会社つむぎ丘機器ライフ", serial=92, headcount=85, country="日本",
              assessment_basis="questionnaire", contact="回収受付 kaishu@tsumugioka.example"),
    ]  # fmt: skip
