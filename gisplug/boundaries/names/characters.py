"""Text of names brought to one form: width, blanks, accents, case, punctuation, traditional characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Characters of Chinese place names that have a traditional form (or a variant, or one that merely looks alike), and
# their simplified form at the same place. 乾 is left out: simplified names have it too.
TRADITIONAL = (
    "萬業叢東兩個箇豐臨爲麗義烏樂習鄉於雲亞產僕從侖崙倉儀們會偉倫體餘彿脩兒剋兗黨蘭關興內岡冊軍農衝沖淨準"
    "涼淩鳳憑凱劃則剛創別彆劍勸辦務勻區韆華單盧臥衛廠歷曆廂廈縣雙發髮敘疊臺檯颱葉閤衕後嚮曏呂啓吳員週賙鹹"
    "響迴團糰園圍國圖聖場壇罈壩垻壘墾墊壯壺處復複覆頭夾薑婁孫寧甯寶實審宮傢寬賓尋壽將爾堯嶼崗嵐島巖嶺嶽嶧"
    "峽峯嶗崍鉅鞏佈師幹廣莊慶廬庫應菴開張彌瀰強歸當噹彥綵徵誌懷總恆紮託揚撫柺鬥無舊崑晉暉麴術朮雜權來楊鬆"
    "極樅棗樹棲慄欒橋樺樑夢樓橫畢匯彙漢湯瀋溝滄霑瀘澤涇窪湞溮濟瀏渾潯塗淶漣渦潤澗澱淥澠溫遊灣漵滿灤濱灘濰"
    "潛瀾燈靈爐點煙菸煩愛猶獨獅獻瑪環現琿瓊瑤甕甌電疇鹽監蓋盤礦碭硯碩礄確鹼禮祿禪離積稱競簡類紅級納細織紹"
    "經結絳綏績維綿綜綠縉羅羣聶聯肅勝鬍衚膠脫臘騰輿節薌蕪蘆蒼蘇甦囌範荊榮滎蔭廕萊蓮獲穫蘿營蕭薩矇濛懞藍薊"
    "鎣藺蘄蘊觀覺計讓訥許詔諸諾調誼謀謨謝謙譙譜穀貝貞貢賢貴費賀賈資賚賽贊讚贛趙車轉輪載輝轄邊遼達遷邁運進"
    "遠連遜遙鄧郵鄒鄴鄰鬱郟鄭鄆鄖鄲裏鍾鐘鈡鋼欽錢鐵鉛銅銀鋒錯錫錦鎮鏡鑲長門間閔閘聞閩閣閬閻陽陰陸隴陳陘陝"
    "隨靜韓頂項順頗潁額風饒館馬駐驛驊驗魚魯鮁鮮鯉鳩雞鳴鴨鶴鷹麥黃齊龍敎邨滙隣濶巿"
)
SIMPLIFIED = (
    "万业丛东两个个丰临为丽义乌乐习乡于云亚产仆从仑仑仓仪们会伟伦体余佛修儿克兖党兰关兴内冈册军农冲冲净准"
    "凉凌凤凭凯划则刚创别别剑劝办务匀区千华单卢卧卫厂历历厢厦县双发发叙叠台台台叶合同后向向吕启吴员周周咸"
    "响回团团园围国图圣场坛坛坝坝垒垦垫壮壶处复复复头夹姜娄孙宁宁宝实审宫家宽宾寻寿将尔尧屿岗岚岛岩岭岳峄"
    "峡峰崂崃巨巩布师干广庄庆庐库应庵开张弥弥强归当当彦彩征志怀总恒扎托扬抚拐斗无旧昆晋晖曲术术杂权来杨松"
    "极枞枣树栖栗栾桥桦梁梦楼横毕汇汇汉汤沈沟沧沾泸泽泾洼浈浉济浏浑浔涂涞涟涡润涧淀渌渑温游湾溆满滦滨滩潍"
    "潜澜灯灵炉点烟烟烦爱犹独狮献玛环现珲琼瑶瓮瓯电畴盐监盖盘矿砀砚硕硚确碱礼禄禅离积称竞简类红级纳细织绍"
    "经结绛绥绩维绵综绿缙罗群聂联肃胜胡胡胶脱腊腾舆节芗芜芦苍苏苏苏范荆荣荥荫荫莱莲获获萝营萧萨蒙蒙蒙蓝蓟"
    "蓥蔺蕲蕴观觉计让讷许诏诸诺调谊谋谟谢谦谯谱谷贝贞贡贤贵费贺贾资赉赛赞赞赣赵车转轮载辉辖边辽达迁迈运进"
    "远连逊遥邓邮邹邺邻郁郏郑郓郧郸里钟钟钟钢钦钱铁铅铜银锋错锡锦镇镜镶长门间闵闸闻闽阁阆阎阳阴陆陇陈陉陕"
    "随静韩顶项顺颇颍额风饶馆马驻驿骅验鱼鲁鲅鲜鲤鸠鸡鸣鸭鹤鹰麦黄齐龙教村汇邻阔市"
)
_SIMPLE = {ord(t): s for t, s in zip(TRADITIONAL, SIMPLIFIED, strict=True)}
_LETTERS = {ord(a): b for a, b in zip("øłđðıæœþħ", ("o", "l", "d", "d", "i", "ae", "oe", "th", "h"), strict=True)}
_SPELLED = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_APOSTROPHES = re.compile(r"['‘’ʼʹʻ`´.]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


@lru_cache(maxsize=65536)
def written(text: str) -> str:
    """Return a name as it is compared first: narrow signs, no invisible ones, no blanks around it, lower case.

    Blanks inside Chinese names are only there to set them, and go too.
    """
    narrow = unicodedata.normalize("NFKC", text)
    seen = "".join(c for c in narrow if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace())
    words = " ".join(seen.casefold().split())
    return words.replace(" ", "") if is_chinese(words) else words


@lru_cache(maxsize=65536)
def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a name without accents and punctuation, in simplified characters; a Chinese name is one."""
    simple = _APOSTROPHES.sub("", _unaccented(written(text))).replace("&", " and ").translate(_SIMPLE)
    words = re.findall(r"\w+", simple.replace("_", " "))
    if is_chinese(simple):
        return ("".join(words),)
    return tuple(_SPELLED.get(w, w) for w in words) if len(words) > 1 else tuple(words)


def plain(text: str) -> str:
    """Return a name without accents, case, punctuation, blanks, in simplified characters; "" where nothing is left."""
    return "".join(plain_words(text))


def is_chinese(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return _HAN.search(text) is not None


def _unaccented(text: str) -> str:
    """Take the marks off Latin letters only: in other scripts they are letters of their own."""
    made: list[str] = []
    for char in text.translate(_LETTERS):
        parts = unicodedata.normalize("NFD", char)
        latin = len(parts) > 1 and "a" <= parts[0] <= "z"
        made.append(parts[0] if latin else "" if unicodedata.combining(char) and made and made[-1].isascii() else char)
    return "".join(made)
