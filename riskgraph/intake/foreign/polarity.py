"""Whether "yes" is the good answer to a question, the bad one, or cannot be told.

The convention that bites: where the words deny something in a question, yes and no mean different things to different
people, and nothing is proposed.
"""

from __future__ import annotations

import re

from riskgraph.intake.folding import fold, plain
from riskgraph.intake.foreign.concepts import forbidden_acts, is_japanese

GOOD, BAD, UNCLEAR = 1, -1, 0
# Questions in the negative, and denials of denials: 使わせていませんか, ないことはありませんか.
_ASKED_IN_THE_NEGATIVE = re.compile(
    r"(ませんか|ませんでしょうか|ないか|ないですか|ないでしょうか|なかったか|ありませんか)[。?？)）]*$"
    r"|ない(こと|もの|端末|機器|者|人|場合|部署)?(は|が)(ありません|ない)|ないことはありません|なくはない"
)
# Questions for what is missing or left out: 導入していない端末がありますか, 承諾なしに再委託することがありますか.
_ASKED_FOR_A_LACK = re.compile(
    r"(ていない|ておらず|がない|のない|が無い)[^。]{0,20}(が|は|も)(あり|い|ござい)(ます|る)か"
    r"|(なしに|なしで|無断で|せずに|ないまま|しないで|平文で|放置)[^。]{0,20}(か|[?？])[。)）]*$"
    r"|(制限|禁止|管理|制御|限定|暗号化|承認|許可|確認)を?(せず|していない|しない|なし)[^。]*(か|[?？])[。)）]*$"
    r"|(ことが|場合が|状態が|恐れが|可能性が)あ(る|り)|状態(です|になって|でしょう)|(漏れ|不備|未実施|未対応|未導入)(が|は)あ"
)
_ENGLISH_LACK = re.compile(
    r"\b(without(?! (?:undue )?delay)|lack\w*|missing|fail\w*|ever|delayed|overdue|unable|exempt\w*|exceptions? to"
    r"|unencrypted|unprotected|unmanaged|unpatched|unsupported|any (?:\w+ ){0,3}that (?:do|does|are|is) not)\b"
)
# These deny nothing: できないようにしているか, やむを得ない, 不審な操作がないか確認している.
_NO_DENIAL = re.compile(r"ないよう|得ない|ないことを(確認|徹底|周知)|ないか(を|どうか|確認|チェック|点検|定期|監視)")
_RULED = re.compile(
    r"ていない|ておらず|ていません|禁止|制限|制御|限定|禁じ|不可|無効|防止|ブロック|遮断|認めない|認めていない|許可しない|許可していない"
    r"|させない|しない|せず|使わない|用いない|入れない|持ち込まない|ないよう|定め|規程|規定|規則|ルール|申請|承認"
    r"|許可制|許可を得|管理して|監視|検知|マスキング|匿名|仮名|ダミー|届出|台帳|登録|代わり|固有|付与|徹底|周知|防|抑止|一意"
)
_QUESTION = re.compile(r"(か|[?？])[。)）]*$")
_CONDITION = re.compile(r"場合|ときは|際は|際に|する時")
_ALLOWED = re.compile(
    r"(許可|許容|容認)(して|する|され|している|か)|認めて|認める|使わせて|させて(い|る)|(利用|使用|接続|持ち込み|持込み?|保存|共有|共用|コピー|入力|アップロード|複製|複写)"
    r"(して(い|る)|可能|でき(る|ます)|が可能|することがあ|を行って|は可能|はあり|があり|の有無)|使って|用いて|使用して|利用して|使い回して|共有して|(こと|事)が(でき|可能)|使い回し|使いまわし|できる(か|状態)|可能(か|です)|ことがあ"
)
_ENGLISH_RULED = re.compile(
    r"\b(prohibit\w*|forbid\w*|forbidden|block\w*|restrict\w*|disabl\w*|prevent\w*|ban|banned|control\w*|mask\w*"
    r"|anonymi\w*|pseudonymi\w*|polic(?:y|ies)|rules?|managed|monitor\w*|limit\w*|approv\w*|unique\w*|instead|without"
    r"|never|only|solely|exclusively|encrypt\w*|dummy|synthetic|regist\w*|inventor\w*|log(?:ged|s)?"
    r"|require\w*|review\w*|detect\w*)\b"
)
_ENGLISH_DENIAL = re.compile(r"\b(not|no|never|neither|nor|none)\b|n't\b")
_ENGLISH_ALLOWED = re.compile(
    r"\b(allow\w*|permit\w*|able to|can|may|use|used|using|uses|in use|share|shared|exist|bring|copy|copied|happen"
    r"|enter\w*|input|put|upload\w*|connect\w*)\b"
)


def polarity_of(text: str, control_id: str, named: frozenset[str]) -> int:
    """Return `GOOD`, `BAD` or `UNCLEAR` for a question that was found to be about a control.

    Parameters
    ----------
    named
        The concepts that the question names.
    """
    spaced = plain(text).casefold().replace("’", "'")
    if is_japanese(text):
        return _in_japanese(fold(spaced), control_id, named)
    return _in_english(spaced, control_id, named)


def _in_japanese(text: str, control_id: str, named: frozenset[str]) -> int:
    if _ASKED_IN_THE_NEGATIVE.search(_NO_DENIAL.sub("", text)):
        return UNCLEAR
    is_act = _is_act(control_id, named)
    is_lack = bool(_ASKED_FOR_A_LACK.search(text))
    if is_lack and not (is_act and _ALLOWED.search(text) and not _RULED.search(text)):
        return UNCLEAR
    if not is_act or _RULED.search(text):
        return GOOD
    if _CONDITION.search(text):
        return UNCLEAR
    if _ALLOWED.search(text):
        return BAD
    return UNCLEAR if _QUESTION.search(text) else GOOD


def _in_english(text: str, control_id: str, named: frozenset[str]) -> int:
    denials = len(_ENGLISH_DENIAL.findall(text))
    if denials > 1 or _ENGLISH_LACK.search(text):
        return UNCLEAR
    if not _is_act(control_id, named):
        return UNCLEAR if denials and text.endswith("?") and text.startswith(("is it not", "are there no")) else GOOD
    if denials:
        return UNCLEAR if text.endswith("?") else GOOD
    if _ENGLISH_RULED.search(text):
        return GOOD
    return BAD if _ENGLISH_ALLOWED.search(text) else GOOD


def _is_act(control_id: str, named: frozenset[str]) -> bool:
    """Say whether the question names an act that the control forbids."""
    return any(act <= named for act in forbidden_acts(control_id))
