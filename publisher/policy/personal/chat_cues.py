"""Names in the way people chat: after a relative, a title or a greeting, also in small letters if it is a first name.

A word in small letters counts only from the lists of first names, and only behind a cue.
"""

import re
from pathlib import Path

from publisher.domain.places import Language
from publisher.policy.personal.name_cues import INSTITUTION_RU
from publisher.policy.personal.name_cues import SURNAMES_ZH as _SURNAMES

_WORDS = Path(__file__).parent / "words"


def _listed(*names: str) -> str:
    words = (word for name in names for word in (_WORDS / name).read_text(encoding="utf-8").split())
    return "|".join(sorted(words, key=len, reverse=True))


FIRST_EN = _listed("first_names_en.txt", "first_names_in_latin.txt")
_CAP_EN = r"[A-ZÀ-ÖØ-ÞŠŽĀ-Ž](?:['’][A-Z])?[a-zà-öø-ÿšžā-ž’\-]+(?:-[A-Z][a-z]+)?"
RELATIVE_EN = (
    r"mother|father|mum|mom|mummy|mommy|dad|daddy|wife|husband|hubby|partner|son|daughter|child|kid|baby|toddler|"
    r"sister|brother|"
    r"grandmother|grandfather|grandma|grandpa|granny|nan|nana|grandson|granddaughter|aunt|auntie|uncle|cousin|niece|"
    r"nephew|"
    r"boyfriend|girlfriend|fianc[eé]e?|friend|neighbou?r|roommate|colleague|coworker|boss|teacher|carer|landlord"
)
HELPER_EN = r"nurse|doctor|midwife|physio|pharmacist|receptionist|dentist|surgeon|therapist|counsell?or|consultant|GP"
_NOT_A_NAME_EN = (
    r"(?!(?:appointments?|visits?|office|scan|said|says|told|tells|thinks|thought|gave|gives|puts?|wants|wanted|"
    r"prescribed|"
    r"recommended|suggested|ordered|never|always|just|who|that|this|the|is|was|has|had|have|will|would|wont|can|"
    r"cant|could|should|and|or|but|"
    r"for|about|to|at|in|on|if|when|because|he|she|they|did|does|didnt|doesnt|not|also|only|says|asked|called|wrote|"
    r"google|"
    r"right|perfect|bean|with|from|of|my|your|today|yesterday|tomorrow|again|now|a|an|i|me|it|so|no|yes)\b)"
)

RELATIVE_RU = (
    r"муж\w{0,3}|жен[аеуы]|женой|сын\w{0,3}|сыноч\w+|доч(?:ь|ка|ке|ку|ки|кой|ери|ерью|ень\w+)|мам[аеуы]|мамой|"
    r"пап[аеуы]|папой|отец|отц\w{1,2}|мать|матер\w{1,2}|"
    r"брат\w{0,2}|сестр\w{1,2}|бабушк\w{1,2}|дедушк\w{1,2}|внук\w{0,2}|внучк\w{1,2}|подруг\w{1,2}|подружк\w{1,2}|"
    r"друг\w{0,2}|племянни\w{1,4}|"
    r"свекров\w{1,2}|свёкр\w{0,2}|т[её]щ\w{1,2}|тест[ьяю]|зят\w{1,2}|невестк\w{1,2}|т[её]т[яеию]|дяд[яеию]|"
    r"сосед\w{0,4}|коллег\w{1,2}|"
    r"малыш\w{0,2}|реб[её]н\w{2,4}|крестни\w{1,3}"
)
DOCTOR_RU = (
    r"хирург\w{0,2}|педиатр\w{0,2}|терапевт\w{0,2}|невролог\w{0,2}|кардиолог\w{0,2}|уролог\w{0,2}|окулист\w{0,2}|"
    r"онколог\w{0,2}|"
    r"эндокринолог\w{0,2}|дерматолог\w{0,2}|ортопед\w{0,2}|стоматолог\w{0,2}|фельдшер\w{0,2}|медсестр\w{1,2}|"
    r"акушерк\w{1,2}|"
    r"участков\w{2,3}|заведующ\w{2,3}|профессор\w{0,2}|психиатр\w{0,2}|психолог\w{0,2}"
)
FIRST_RU = _listed("first_names_ru.txt")
ENDS_RU = r"(?:а|я|ы|и|е|у|ю|ой|ей|ою|ию|ия|ии|ий|ей|ь|ом|ем|ён|ка|ке|ку|кой|ик|чик)?"

CHAT_CUES: dict[Language, tuple["re.Pattern[str]", ...]] = {
    Language.ZH: (
        re.compile(
            r"(?:回复|@)\s?@?(?P<name>(?=[\w·]*[\u4e00-\u9fff])(?!所有人|全体|客服|管理员|大家|医生|群主)[\w·]{2,12})(?=[:：，,\s]|$)"
        ),
        re.compile(
            r"(?P<name>(?P<twice>[楠牛毛龙月贝豆乐苗静丽莉敏婷芳娟萍玲琳瑶媛洋阳浩轩涵萌萱程果糖朵妞甜晶莹雪露菲佳欣怡蕾薇倩娜燕凤兰"
            r"梅桂英霞云慧红丹晴雯珊虎壮强辉亮鹏飞冰峰帅磊森凯圆优悠彤童琪依诺沐辰睿宸])(?P=twice))"
            r"(?=(?:妈|爸|爹|奶奶|爷爷|舅|姨|姑|哥|姐|弟|妹|家|同学|小朋友|宝宝|昨|今|又|也|才|刚|三|两|半|\d|尿|咳|发烧|吐|拉|便|不|"
            r"头|例假|怀|生|住|过敏|疫苗|体重|睡|哭|呢|吗|怎么|[，,：:。！!？?]|$))"
        ),
        re.compile(
            rf"(?P<name>[老小阿](?![时麦米白便心于和孩腿脑肠产儿])[{_SURNAMES}])"
            r"(?=(?:他|她|的(?:老婆|老公|妈|爸|孩子|媳妇|报告|结果)|家的?|说|昨|今天|犯|住院|查出|生了|走了|没|又|也|关节|高烧|感冒|摔))"
        ),
        re.compile(rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=(?:小朋友|家属|家长)(?:请|，|,|来|到|$))"),
        re.compile(
            r"(?:小名|乳名|昵称|网名)(?:叫|是|[:：])?\s?(?P<name>(?!什么|啥|怎么)[\u4e00-\u9fff]{1,3})(?=[，,。、\s（(；;：:！!？?]|$)"
        ),
    ),
    Language.RU: (
        re.compile(
            rf"(?i:\b(?:{RELATIVE_RU}|"
            rf"{DOCTOR_RU}))\s+{INSTITUTION_RU}(?P<name>[А-ЯЁ][а-яё]{{2,}}(?:\s+[А-ЯЁ][а-яё]{{2,}}){{0,2}})"
        ),
        re.compile(
            rf"\b(?:[Ээ]то|[Яя]|[Оо]т|[Уу]|[Дд]ля|[Пп]ишет|[Сс]пасибо,?|[Пп]ривет,?)\s+"
            rf"(?P<name>(?!(?:Лев|Роман|Сан)\w*\b)(?=[А-ЯЁ])(?i:{FIRST_RU}){ENDS_RU})(?=[,.!?:;)\n]|\s*$)"
        ),
        re.compile(
            rf"(?i:\b(?:меня (?:зовут|звать)|(?:е[её]|его|мен[яе]|дочку|сына|ребенка|ребёнка) зовут|зовут(?: меня)?|"
            rf"{RELATIVE_RU})\s+"
            rf"(?P<name>(?:{FIRST_RU}){ENDS_RU}(?:\s+\w+(?:вн[аыеу]|вной|вич\w{{0,2}}|ична))?)(?!\w))"
        ),
    ),
    Language.EN: (
        re.compile(
            rf"\b(?i:{RELATIVE_EN}|{HELPER_EN})(?:['’]s name is|,? (?:is |was )?(?:called|named)|,)?\s+"
            rf"(?P<name>{_CAP_EN}(?:\s{_CAP_EN})?)(?=\s+[a-z]|[,.!?;:]|['’]s|\s*$)"
        ),
        re.compile(rf"\b(?:[Aa]sk(?:ing)? for|[Ss]peak (?:to|with)|[Tt]alk to)\s+(?P<name>{_CAP_EN})\b"),
        re.compile(
            r"\b(?i:signed|sincerely|regards|yours|thanks|thank you|cheers|best wishes)\s*[,\n—\-]+\s*"
            rf"(?P<name>(?:[A-Z]\.\s?){{1,2}}{_CAP_EN})"
        ),
        re.compile(
            rf"(?i:\b(?:(?:my|our|his|her|the|a|\w+['’]s) (?:\w+ )?(?:{RELATIVE_EN}|{HELPER_EN})"
            rf"(?:['’]s name is|,? (?:is |was )?(?:called|named)|,)?|"
            rf"my name(?:['’]?s| is)?|name(?:['’]s| is|:)|called|menya zovut|i['’]?m|i am|this is|it['’]?s|"
            rf"regards,?|sincerely,?|cheers,?|thanks,?|"
            rf"signed,?|hi|hello|hey|dear|grandma|grandpa|auntie|uncle|nurse))\s+"
            rf"(?P<name>(?!(?:mark|lee|ken|mel|kim|rob|dan|crystal|amber|daisy|lily|holly|robin) (?:up|of|on|in|"
            rf"the)\b)(?i:{FIRST_EN})(?!['’]s? (?:disease|syndrome))"
            rf"(?: (?i:(?!and|or|but|is|was|has|had|here|again|from|i|who|with|to|the|at|he|she|on|in|my|for|aged?|"
            rf"said|took|told|just|got)[a-z]{{3,}})(?=\s+(?:and i|here|from|aged)\b|[,.!?]|$))?)\b"
        ),
        re.compile(rf"\b(?:dr|mr|mrs)\.? (?P<name>{_NOT_A_NAME_EN}[a-z]{{3,}})\b"),
    ),
}
