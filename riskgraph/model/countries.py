"""Countries as registers write them, by their two letters (ISO 3166-1); a blank one is Japan.

The convention that bites: what is not in the list stays as it was written, and is told by whoever needs two letters.
"""

from __future__ import annotations

import unicodedata

_WORDS = {
    "JP": ("日本", "日本国", "国内", "japan", "jpn"),
    "US": ("米国", "アメリカ", "アメリカ合衆国", "usa", "unitedstates", "unitedstatesofamerica", "u.s.", "u.s.a."),
    "CN": ("中国", "中華人民共和国", "china", "prc"),
    "HK": ("香港", "hongkong"),
    "TW": ("台湾", "taiwan"),
    "KR": ("韓国", "大韓民国", "korea", "southkorea", "republicofkorea"),
    "VN": ("ベトナム", "ヴェトナム", "越南", "vietnam"),
    "PH": ("フィリピン", "philippines"),
    "TH": ("タイ", "タイ王国", "thailand"),
    "MY": ("マレーシア", "malaysia"),
    "SG": ("シンガポール", "singapore"),
    "ID": ("インドネシア", "indonesia"),
    "IN": ("インド", "india"),
    "LK": ("スリランカ", "srilanka"),
    "BD": ("バングラデシュ", "bangladesh"),
    "NP": ("ネパール", "nepal"),
    "MM": ("ミャンマー", "myanmar"),
    "KH": ("カンボジア", "cambodia"),
    "MN": ("モンゴル", "mongolia"),
    "AU": ("オーストラリア", "豪州", "australia"),
    "NZ": ("ニュージーランド", "newzealand"),
    "CA": ("カナダ", "canada"),
    "MX": ("メキシコ", "mexico"),
    "BR": ("ブラジル", "brazil"),
    "GB": ("英国", "イギリス", "uk", "unitedkingdom", "greatbritain", "england"),
    "IE": ("アイルランド", "ireland"),
    "DE": ("ドイツ", "独国", "germany", "deutschland"),
    "FR": ("フランス", "仏国", "france"),
    "NL": ("オランダ", "netherlands"),
    "BE": ("ベルギー", "belgium"),
    "LU": ("ルクセンブルク", "luxembourg"),
    "CH": ("スイス", "switzerland"),
    "AT": ("オーストリア", "austria"),
    "IT": ("イタリア", "italy"),
    "ES": ("スペイン", "spain"),
    "PT": ("ポルトガル", "portugal"),
    "PL": ("ポーランド", "poland"),
    "CZ": ("チェコ", "czechia", "czechrepublic"),
    "RO": ("ルーマニア", "romania"),
    "SE": ("スウェーデン", "sweden"),
    "NO": ("ノルウェー", "norway"),
    "DK": ("デンマーク", "denmark"),
    "FI": ("フィンランド", "finland"),
    "EE": ("エストニア", "estonia"),
    "UA": ("ウクライナ", "ukraine"),
    "IL": ("イスラエル", "israel"),
    "AE": ("アラブ首長国連邦", "uae", "unitedarabemirates"),
    "ZA": ("南アフリカ", "southafrica"),
}
_CODES = {word: code for code, words in _WORDS.items() for word in words}


def country_code(written: str) -> str:
    """Return the two letters of a country; what is not known stays as written.

    Examples
    --------
    >>> country_code("ベトナム"), country_code(""), country_code("de"), country_code("月面")
    ('VN', 'JP', 'DE', '月面')
    """
    plain = "".join(unicodedata.normalize("NFKC", written).casefold().split())
    if not plain:
        return "JP"
    if len(plain) == 2 and plain.isascii() and plain.isalpha():
        return plain.upper()
    return _CODES.get(plain, written.strip())
