"""The site's own words in its three languages, and dates as each language writes them. A missing one cannot start."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date

from publisher.domain.errors import ConfigurationError
from publisher.domain.places import Language

NAMES = {Language.ZH: "中文", Language.RU: "Русский", Language.EN: "English"}
TAGS = {Language.ZH: "zh-Hans", Language.RU: "ru", Language.EN: "en"}
_LOCALES = {Language.ZH: "zh_Hans_CN", Language.RU: "ru", Language.EN: "en_GB"}

_WORDS: dict[str, tuple[str, str, str]] = {  # en, zh, ru
    "site": ("Answers signed by doctors", "医生签发的健康解答", "Ответы, утверждённые врачами"),
    "motto": (
        "General health education. Every text was read in full and signed by a named doctor.",
        "面向公众的健康教育。每一篇都由署名医生通读全文并签发。",
        "Медицинское просвещение. Каждый текст прочитан целиком и утверждён врачом под своим именем.",
    ),
    "skip": ("Skip to the text", "跳到正文", "К тексту"),
    "home": ("All texts", "全部文章", "Все тексты"),
    "languages": ("Languages", "语言", "Языки"),
    "other_languages": ("Also in", "其他语言版本", "Также на языках"),
    "post": ("Article", "科普文章", "Статья"),
    "answer": ("Answer", "问答", "Ответ"),
    "question": ("Question", "问题", "Вопрос"),
    "sample": ("Sample", "示例", "Образец"),
    "sample_note": (
        "This is a sample: the doctor, the licence and the clinic are invented.",
        "本页为示例：其中的医生、执业证号和机构均为虚构。",
        "Это образец: врач, лицензия и клиника вымышлены.",
    ),
    "signed_by": ("Signed by", "签发医生", "Утвердил(а)"),
    "signed_on": ("Signed on", "签发日期", "Дата утверждения"),
    "approved_by": ("Approved by", "复核", "Проверил(а)"),
    "licence": ("Licence", "执业资格", "Лицензия"),
    "licence_number": ("No.\u00a0{number}", "编号 {number}", "№\u00a0{number}"),
    "licence_until": ("valid until {day}", "有效期至{day}", "действует до {day}"),
    "licence_ended": ("ended on {day}", "已于{day}到期", "срок истёк {day}"),
    "review_by": ("Next review by", "下次复审", "Пересмотр до"),
    "please_note": ("Please note", "请注意", "Обратите внимание"),
    "sources": ("Sources", "参考资料", "Источники"),
    "table": ("Table", "表格", "Таблица"),
    "verify": ("Verify this text", "核验本文", "Проверка текста"),
    "verify_note": (
        "These characters stand for the exact signed text. If one letter of it is changed, they no longer fit.",
        "这组字符对应签发时的原文，改动一个字便不再相符。",
        "Эти знаки соответствуют утверждённому тексту. Изменится хоть одна буква, и они не совпадут.",
    ),
    "all_stages": ("All", "全部", "Все"),
    "stages": ("By stage", "按阶段", "По этапам"),
    "newest_first": ("Newest first", "最新发布在前", "Сначала новые"),
    "nothing_yet": (
        "Nothing has been published here yet.",
        "这里还没有发布内容。",
        "Здесь пока ничего не опубликовано.",
    ),
    "pages": ("Pages", "分页", "Страницы"),
    "newer": ("Newer", "较新", "Новее"),
    "older": ("Older", "较早", "Ранее"),
    "page_of": ("Page {page} of {pages}", "第 {page} 页，共 {pages} 页", "Страница {page} из {pages}"),
    "subscribe": ("Subscribe", "订阅", "Подписка"),
    "choose": ("Choose a language", "选择语言", "Выберите язык"),
    "withdrawn": ("Withdrawn", "已撤回", "Отозвано"),
    "superseded": ("Replaced", "已被替换", "Заменено"),
    "expired": ("Due for review", "待复审", "Ожидает пересмотра"),
    "withdrawn_note": (
        "This text was withdrawn on {day}. Please do not rely on it or pass it on.",
        "本文已于{day}撤回。请勿继续参考或转发。",
        "Этот текст отозван {day}. Не полагайтесь на него и не пересылайте его.",
    ),
    "superseded_note": (
        "This text was replaced on {day} by a newer one.",
        "本文已于{day}由新版替换。",
        "{day} этот текст заменён новым.",
    ),
    "expired_note": (
        "The review date of this text has passed ({day}). It is not shown until a doctor has signed it again.",
        "本文已过复审日期（{day}）。医生重新签发之前不再显示。",
        "Срок пересмотра этого текста прошёл ({day}). Он не показывается, пока врач не утвердит его заново.",
    ),
    "reason": ("Reason", "原因", "Причина"),
    "successor": ("Read the newer text", "阅读新版", "Читать новый текст"),
    "ask_doctor": (
        "If you have followed this text and are unsure, ask your doctor.",
        "如果您曾参考本文并有疑问，请咨询医生。",
        "Если вы следовали этому тексту и сомневаетесь, спросите своего врача.",
    ),
}
_COLUMNS = {Language.EN: 0, Language.ZH: 1, Language.RU: 2}


def _complete() -> None:
    for name, texts in _WORDS.items():
        if len(texts) != len(Language) or not all(texts):
            raise ConfigurationError(f"the site's word “{name}” is not there in every language")


_complete()


def word(language: Language, name: str, **values: str | int) -> str:
    """One sentence or label. `values` fill its slots."""
    return _WORDS[name][_COLUMNS[language]].format(**values)


@lru_cache(maxsize=4096)
def day(language: Language, moment: date | datetime) -> str:
    """`22 November 2026`, `2026年11月22日`, `22 ноября 2026 г.`"""
    return format_date(moment, format="long", locale=_LOCALES[language])


def and_others(language: Language) -> str:
    """What stands between items of a line."""
    return "，" if language is Language.ZH else ", "
