"""What stands around a name, by language, and the words that stand there without being one."""

import re

from publisher.domain.places import Language

SURNAMES_ZH = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴宋庞熊纪舒"
    "屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房缪解应宗丁宣邓郁单杭洪包诸左石"
    "崔吉龚程嵇邢裴陆荣翁荀羊惠甄曲封芮储靳段富巫乌焦巴弓牧山谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎薄"
    "印白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥闻党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎连习艾容向古易"
    "廖庾终居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越师巩聂晁勾敖融冷辛阚那简饶空曾沙"
)
_END_ZH = r"(?=[，,。、\s（(；;：:！!？?]|$|是|今年|说|在)"
_FIRST_RU = r"[А-ЯЁ][а-яё]+"
_PATRONYMIC = (
    r"[А-ЯЁ][а-яё]+(?:вич|вна|ична|инична|вича|вичу|вичем|вны|вне|вной|вну|ичны|ичне|ичной|ичну|ич|ича|ичу|ичем)"
)
INSTITUTION_RU = (
    r"(?!(?:Центр|Городск|Детск|Област|Москв[аеуы]|Московск|Росси|Минздрав|Республик|Клиник|Институт|Национальн|"
    r"Федеральн|"
    r"Государственн|Перв|Санкт|Поликлиник|Больниц|Европ|Америк|Университет|Земл|Мороз|Христос|Инстаграм|Скор|Научн|"
    r"Российск|"
    r"Кремл|Госпитал|Роддом|При|Если|Как|Это|Что|Когда|Для|После|Можно|Нужно)\w*)"
)
"""A capitalised word behind a doctor that begins the name of an institution."""

_FIRST_EN = (
    "James|John|Robert|Michael|William|David|Richard|Joseph|Thomas|Charles|Daniel|Matthew|Anthony|Mark|Steven|Paul|Andrew|Joshua|Kevin|Brian|"
    "George|Edward|Ronald|Timothy|Jason|Jeffrey|Ryan|Jacob|Gary|Nicholas|Eric|Jonathan|Stephen|Larry|Scott|Brandon|Benjamin|Samuel|Peter|Frank|"
    "Mary|Patricia|Jennifer|Linda|Elizabeth|Barbara|Susan|Jessica|Sarah|Karen|Lisa|Nancy|Betty|Margaret|Sandra|Ashley|Kimberly|Emily|Donna|"
    "Michelle|Carol|Amanda|Melissa|Deborah|Stephanie|Rebecca|Sharon|Laura|Cynthia|Kathleen|Amy|Angela|Shirley|Anna|Brenda|Pamela|Emma|Nicole|"
    "Helen|Samantha|Katherine|Christine|Rachel|Carolyn|Janet|Catherine|Maria|Heather|Diane|Ruth|Julie|Olivia|Joyce|Virginia|Victoria|Kelly|"
    "Lauren|Christina|Joan|Evelyn|Judith|Megan|Alice|Jane|Jean|Martha|Ann|Anne|Kate|Lucy|Sophie|Hannah|Grace|Chloe|Ella|Amelia|Lily|Mia|"
    "Adam|Alan|Albert|Alex|Alexander|Arthur|Ben|Bob|Bruce|Carl|Chris|Christopher|Craig|Dennis|Donald|Douglas|Fred|Gerald|Harold|Harry|Henry|"
    "Jack|Jerry|Jim|Joe|Keith|Kenneth|Lawrence|Luke|Martin|Nathan|Noah|Oliver|Oscar|Patrick|Philip|Ralph|Raymond|Roger|Roy|Russell|Sam|Sean|"
    "Simon|Tom|Tony|Victor|Walter|Wayne|Zachary|Mohammed|Muhammad|Ahmed|Ali|Fatima|Priya|Raj|Rahul|Anita|Sunita|Wei|Ivan|Olga|Natalia|Irina|"
    "Carlos|Jose|Juan|Luis|Ana|Sofia|Elena|Pierre|Marie|Hans|Klaus|Giulia|Marco|Ingrid|Lars|Sven|Erik|Astrid|Theodore|Nora|Claire|Julia|Diana"
)
_CAP = r"[A-ZÀ-Ý][\w'’\-]*[a-zà-ÿ]"
_WORD_EN = rf"(?:(?:van|von|de|der|den|la|di|da|bin|al|O'|Mc|Mac)\s?)?{_CAP}"

CUES: dict[Language, tuple["re.Pattern[str]", ...]] = {
    Language.ZH: (
        re.compile(
            rf"(?P<name>[{SURNAMES_ZH}][\u4e00-\u9fff]{{0,2}}?)(?:女士|先生|小姐|太太|阿姨|大爷|大妈|同学)(?!们)"
        ),
        re.compile(
            rf"(?P<name>(?![和于时应都向那全常通方经任解别查相水宣成计连空由按前]|建议|目前)[{SURNAMES_ZH}][\u4e00-\u9fff]{{0,2}}?(?<![由按和与让从问请找向找的]))(?:医生|大夫|主任|教授|护士长|院士)"
        ),
        re.compile(
            rf"(?:患者姓名|姓名|我叫|名叫|名字叫|名字是|本人)\s*[:：是]?\s*(?P<name>[{SURNAMES_ZH}][\u4e00-\u9fff]{{1,2}}){_END_ZH}"
        ),
        re.compile(
            rf"(?:患者|病人|孕妇|产妇|患儿|病友)\s?[:：]?\s?(?P<name>[老小][{SURNAMES_ZH}]|[{SURNAMES_ZH}]某某?){_END_ZH}"
        ),
    ),
    Language.RU: (
        re.compile(rf"\b(?P<name>[А-ЯЁ][а-яё\-]+\s+{_FIRST_RU}\s+{_PATRONYMIC})\b"),
        re.compile(
            rf"\b(?P<name>{_FIRST_RU}\s+{_PATRONYMIC}(?:\s+[А-ЯЁ][а-яё]+(?:ов|ев|ин|ова|ева|ина|ский|ская|ко|ых|их))?)\b"
        ),
        re.compile(r"\b(?P<name>[А-ЯЁ][а-яё\-]+\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё\-]+)"),
        re.compile(
            r"(?i:\b(?:пациентк?[аиуео]\w{0,2}|меня зовут|зовут (?:её|ее|его)|доктор\w{0,2}|врач\w{0,2}|"
            r"гинеколог\w{0,2}|господин\w?|"
            rf"госпож\w|г-жа|г-н)) +{INSTITUTION_RU}(?P<name>[А-ЯЁ][а-яё]{{2,}}(?: +[А-ЯЁ][а-яё]{{2,}}){{0,2}})"
        ),
    ),
    Language.EN: (
        re.compile(
            rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Madam|Mister|Doctor|Nurse|Aunt|Uncle)\.?\s+(?P<name>(?:[A-Z]\.\s?){{0,2}}{_WORD_EN}(?:\s+(?:[A-Z]\.\s?)?{_WORD_EN}){{0,2}})"
        ),
        re.compile(
            r"(?:\b(?:[Mm]y name is|[Nn]ame is|[Nn]amed|[Pp]atient|I am|I'm|This is|[Nn]ame\s?:|[Ss]igned,?|"
            r"[Ss]incerely,?|[Rr]egards,?|[Dd]ear|Hi|Hello)|"
            rf"\b[Mm]y (?:mother|father|wife|husband|son|daughter|patient|sister|brother|"
            rf"friend))\s*,?\s*(?P<name>{_WORD_EN}(?:\s+(?:[A-Z]\.\s?)?{_WORD_EN}){{0,2}})"
        ),
        re.compile(rf"\b(?P<name>(?:{_FIRST_EN})(?:\s+[A-Z]\.)?\s+{_WORD_EN})\b"),
        re.compile(
            rf"\b(?P<name>(?:{_FIRST_EN}))\b(?=(?:'s|,| is| was| has| had| lives| called| said| told| came| asked))"
        ),
        re.compile(
            rf"(?P<name>{_CAP}\s+(?:[A-Z]\.\s)?{_CAP})(?=\s*(?:,\s*(?:aged?\s)?\d{{1,3}}\b|lives (?:at|in)|"
            rf"was born|\(born|'s (?:phone|address|email|birthday)))"
        ),
    ),
}

NOT_NAMES = re.compile(
    r"(?i)^(?:not|the|a(?!\.)|an|in|is|are|was|has|had|have|may|can|who|with|care|safety|education|rights|information|advocate|voices|portal|zero|"
    r"one|very|so|sure|glad|sorry|afraid|there|here|all|everyone|team|sir|madam|friend|reader|doctor|if|when|what|how|why|this|that|no|yes|"
    r"здравствуйте|врач|доктор|при|если|как|после|для|это|уважаем\w*|all|patient|patients|"
    r"virginia|victoria|jordan|austin|charlotte|florence|alzheimer|parkinson|crohn|hodgkin|down|turner|marfan|grave|graves|cushing|"
    r"帕金森|阿尔茨海默|阿莫西林|安全|高血压|白内障|黄体|常见|白癜风|全国|安宫|常问|贺喜)(?![\w-]*[а-яёa-z]-)\b"
)
