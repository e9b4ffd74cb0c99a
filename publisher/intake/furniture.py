"""Cuts what a page, an app or a mail program put around the words a person wrote; the words themselves stay."""

import re

_LINE = re.compile(
    r"""(?ix)^\s*(?:
      (?:like|reply|share|report|comment|save|translate|see\ translation|view\ (?:\d+\ )?(?:more\ )?repl(?:y|ies)|
         read\ more|show\ more|see\ more|edited|pinned|follow|subscribe|upvote|copy\ link)
      (?:\s*[·|•,/\s]\s*(?:like|reply|share|report|comment|save|edited|\d+\s*(?:h|d|w|m|min|hours?|days?)?))*
    | (?:ответить|нравится|поделиться|пожаловаться|комментировать|показать\ (?:полностью|ещё|еще|перевод|ответы)[.…]*|
         читать\ далее[.…]*|подписаться|скопировать\ ссылку|изменено|закреплено|ред\.)
      (?:\s*[·|•,/\s]\s*(?:ответить|нравится|поделиться|пожаловаться|\d+\s*(?:ч|д|мин|н)?\.?))*
    | (?:回复|点赞|赞|分享|举报|收藏|转发|评论|展开(?:全文|更多|\d+条回复)?|
         收起|查看(?:更多|全部|原文|翻译).{0,8}|翻译|置顶|已编辑|关注|阅读全文|删除|复制)
      (?:\s*[·|•,/\s]\s*(?:回复|点赞|赞|分享|举报|收藏|转发|评论|\d+))*
    | 来自\S{0,16}(?:客户端|手机|iphone|android|微博)\S{0,6} | \d+\s*楼 | 发表于\s?[\d\-:\s]+ | ip属地[:：]?\s?\S{1,6}
    | sent\ from\ (?:my\ )?\w[\w\s]{1,24} | отправлено\ (?:с|из)\ .{2,40} | 发自我的\S{1,12}
    | (?:to\ )?unsubscribe\b.* | отписаться.* | 退订.*
    | \d+\s*(?:likes?|repl(?:y|ies)|views?|赞|回复|阅读|ответ\w*|просмотр\w*|лайк\w*)
    | [-=_*~·•]{4,}
    )\s*$"""
)
_QUOTED = re.compile(r"^\s*>")
_QUOTE_HEAD = re.compile(r"(?i)^\s*(?:on .{6,80} wrote:|.{4,80}(?:пишет|писал\(?а?\)?):|在\s?.{6,60}写道[:：])\s*$")
_WHOLE_BELOW = re.compile(r"(?i)^\s*-{2,}\s?(?:original message|исходное сообщение|原始邮件).*$")
_SIGNATURE = re.compile(r"^-- ?$")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")


def without_furniture(text: str, *, letter: bool = True) -> str:
    """The writer's own lines; a text that is nothing but furniture is returned as it is.

    Only in a `letter` quotes and signatures are cut: elsewhere people write “she wrote:” and “>39.5” themselves.
    What follows a quote is an answer to it, and “she wrote:” without a quote below it is the writer's own.
    """
    kept: list[str] = []
    lines = _INVISIBLE.sub("", text).replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if letter and (_SIGNATURE.match(line) or _WHOLE_BELOW.match(line)):
            break
        if letter and _QUOTE_HEAD.match(line) and _QUOTED.match(next(filter(str.strip, lines[number:]), "")):
            continue
        if not _LINE.match(line) and not (letter and _QUOTED.match(line)):
            kept.append(line.rstrip())
    cut = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return cut or text.strip()
