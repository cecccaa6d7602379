"""Common Japanese surnames in kanji and Latin letters, to notice a person's name where none should stand.

The convention that bites: a surname that is also a place or an everyday word (千葉, 林) counts only
together with a sign of a person: an honorific, a given name after a space, a label such as 担当.
"""

from __future__ import annotations

_COMMON = """
佐藤:sato 鈴木:suzuki 高橋:takahashi 田中:tanaka 伊藤:ito 渡辺:watanabe 渡邊:watanabe 渡邉:watanabe 渡部:watanabe
山本:yamamoto 中村:nakamura 小林:kobayashi 加藤:kato 吉田:yoshida 山田:yamada 佐々木:sasaki 山口:yamaguchi
松本:matsumoto 井上:inoue 木村:kimura 林:hayashi 斎藤:saito 斉藤:saito 齋藤:saito 齊藤:saito 清水:shimizu
山崎:yamazaki 森:mori 池田:ikeda 橋本:hashimoto 阿部:abe 安部:abe 安倍:abe 石川:ishikawa 山下:yamashita
中島:nakajima 石井:ishii 小川:ogawa 前田:maeda 岡田:okada 長谷川:hasegawa 藤田:fujita 後藤:goto 近藤:kondo
村上:murakami 遠藤:endo 青木:aoki 坂本:sakamoto 福田:fukuda 太田:ota 西村:nishimura 藤井:fujii 金子:kaneko
岡本:okamoto 藤原:fujiwara 中野:nakano 三浦:miura 原田:harada 中川:nakagawa 松田:matsuda 竹内:takeuchi
小野:ono 田村:tamura 中山:nakayama 和田:wada 石田:ishida 森田:morita 上田:ueda 原:hara 内田:uchida
柴田:shibata 酒井:sakai 宮崎:miyazaki 横山:yokoyama 高木:takagi 安藤:ando 宮本:miyamoto 大野:ohno 小島:kojima
谷口:taniguchi 工藤:kudo 今井:imai 高田:takada 増田:masuda 丸山:maruyama 杉山:sugiyama 村田:murata
大塚:otsuka 新井:arai 小山:koyama 平野:hirano 藤本:fujimoto 河野:kono 上野:ueno 野口:noguchi 武田:takeda
松井:matsui 千葉:chiba 菅原:sugawara 岩崎:iwasaki 久保:kubo 木下:kinoshita 佐野:sano 野村:nomura 松尾:matsuo
菊地:kikuchi 菊池:kikuchi 杉本:sugimoto 市川:ichikawa 古川:furukawa 大西:onishi 島田:shimada 水野:mizuno
桜井:sakurai 櫻井:sakurai 高野:takano 渋谷:shibuya 吉川:yoshikawa 山内:yamauchi 西田:nishida 飯田:iida
菊田:kikuta 西川:nishikawa 小松:komatsu 北村:kitamura 安田:yasuda 五十嵐:igarashi 川口:kawaguchi 平田:hirata
関:seki 中田:nakata 久保田:kubota 服部:hattori 東:higashi 岩田:iwata 土屋:tsuchiya 川崎:kawasaki 福島:fukushima
本田:honda 辻:tsuji 樋口:higuchi 秋山:akiyama 田口:taguchi 永井:nagai 中西:nakanishi 吉村:yoshimura
川上:kawakami 石原:ishihara 大橋:ohashi 松岡:matsuoka 馬場:baba 浜田:hamada 森本:morimoto 星野:hoshino
矢野:yano 浅野:asano 大久保:okubo 吉岡:yoshioka 広瀬:hirose 小池:koike 松村:matsumura 松浦:matsuura
野田:noda 尾崎:ozaki 荒井:arai 永田:nagata 熊谷:kumagai 片山:katayama 大島:oshima 荒木:araki 内藤:naito
西山:nishiyama 早川:hayakawa 早坂:hayasaka 松下:matsushita 田辺:tanabe 岡:oka 堀:hori 児玉:kodama 小田:oda
富田:tomita 栗原:kurihara 中尾:nakao 川村:kawamura 望月:mochizuki 荻野:ogino 桑原:kuwabara 福井:fukui
大石:oishi 南:minami 尾形:ogata 須藤:sudo 萩原:hagiwara 大谷:otani 飯塚:iizuka 小西:konishi 関口:sekiguchi
奥村:okumura 黒田:kuroda 小沢:ozawa 小澤:ozawa 宮田:miyata 古田:furuta 細川:hosokawa 黒木:kuroki
大竹:otake 岩本:iwamoto 横田:yokota 内山:uchiyama 坂口:sakaguchi 川島:kawashima 津田:tsuda 本間:honma
山中:yamanaka 竹田:takeda 岡崎:okazaki 大森:omori 宮川:miyagawa 平井:hirai 平山:hirayama 大川:okawa
篠原:shinohara 森山:moriyama 長田:nagata 北川:kitagawa 天野:amano 浅井:asai 大山:oyama 小倉:ogura 白石:shiraishi
八木:yagi 神田:kanda 根本:nemoto 堀内:horiuchi 奥田:okuda 大沢:osawa 松原:matsubara 金井:kanai 上原:uehara
川田:kawada 石塚:ishizuka 成田:narita 桑田:kuwata 坂井:sakai 今村:imamura 榎本:enomoto 牧野:makino 柳沢:yanagisawa
村井:murai 田島:tajima 三宅:miyake 三好:miyoshi 向井:mukai 植田:ueda 甲斐:kai 窪田:kubota 杉浦:sugiura
武藤:muto 藤川:fujikawa 戸田:toda 吉野:yoshino 高山:takayama 土井:doi 岸本:kishimoto 松永:matsunaga
山根:yamane 野中:nakano 落合:ochiai 黒川:kurokawa 相沢:aizawa 滝沢:takizawa 片岡:kataoka 川端:kawabata
稲葉:inaba 西尾:nishio 宮下:miyashita 徳永:tokunaga 石橋:ishibashi 青山:aoyama 須田:suda 稲垣:inagaki
泉:izumi 日高:hidaka 高島:takashima 沢田:sawada 澤田:sawada 岩井:iwai 手塚:tezuka 河合:kawai 平川:hirakawa
米田:yoneda 堤:tsutsumi 森川:morikawa 谷川:tanigawa 中井:nakai 田原:tahara 神谷:kamiya 竹中:takenaka
黒沢:kurosawa 深沢:fukazawa 笠原:kasahara 下田:shimoda 梅田:umeda 畠山:hatakeyama 伊東:ito 加納:kano
高瀬:takase 比嘉:higa 金城:kinjo 大城:oshiro 宮城:miyagi 秋田:akita 長野:nagano 香川:kagawa 長尾:nagao
"""
_PLACES_AND_WORDS = """
山口 林 清水 山崎 森 池田 石川 中島 山下 前田 岡田 福田 太田 金子 中野 大野 上田 原 宮崎 横山 大塚 小山 平野 上野 千葉
岩崎 久保 佐野 市川 古川 高野 渋谷 飯田 小松 安田 川口 関 東 岩田 川崎 福島 本田 辻 中西 大橋 馬場 浜田 吉岡 松浦
野田 熊谷 大島 岡 堀 小田 富田 福井 南 飯塚 黒田 津田 山中 竹田 岡崎 大森 長田 小倉 白石 神田 松原 上原 成田 坂井
三好 甲斐 戸田 吉野 高山 西尾 徳永 青山 泉 日高 高島 米田 堤 梅田 宮城 秋田 長野 香川 三浦 和田 武田 野村 服部 土屋
伊東 落合 下田 大山 高田 大川 小野 向井 加納 内山 平田 島田 永田 本間 片山 奥田 大谷 今村 中山 中川 中央 松本 松山 八木
藤井 金城 石田 高木 酒井
"""

_PAIRS = tuple(pair.split(":") for pair in _COMMON.split())
SURNAMES: frozenset[str] = frozenset(kanji for kanji, _ in _PAIRS)
"""Surnames as they are written."""

TELLING_SURNAMES: frozenset[str] = SURNAMES - frozenset(_PLACES_AND_WORDS.split())
"""Those that are hardly ever anything but a person's name when they stand alone."""

LATIN_SURNAMES: frozenset[str] = frozenset(latin for _, latin in _PAIRS)
"""The same in Latin letters, as e-mail addresses have them."""
