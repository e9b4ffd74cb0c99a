"""Markdown as doctors write it, in three languages, with what breaks renderers: beside letters, nested, broken."""

DOCUMENTS = {
    "zh bold": "**注意：**不要自行加量，**高血压（hypertension）**患者请咨询医生。",
    "zh lists": "1. 多喝水\n2. 休息\n   - 监测体温（≥38.5℃）\n   - **立即**就医\n\n> 以上为一般建议。",
    "zh long": "孕期发热很常见。请先测量体温，再决定是否就医！" * 120,
    "zh no break": "孕" * 900,
    "zh table": "| 项目 | 数值 |\n|---|--:|\n| 血红蛋白 | 110 |\n| 铁蛋白 | 30 |\n\n详见https://who.int/zh。另外（https://a.example/b）",
    "ru bold": "**Важно!**Обратитесь к врачу. Слово**(важно)**слово, читайте **«Памятку»**сразу.",
    "ru long": "Температура выше 38,5 °C — повод обратиться к врачу. Не принимайте лекарства сами! " * 60,
    "ru links": "См. [ВОЗ](https://who.int/ru?a=1&b=2), пишите <mailto:a@b.example>. #тег @врач",
    "en nested": "> # A *quote **with** bold*\n> - `code`, [link **bold**](https://e.example/x_(y))\n\n```\n<b>&amp;\n```",
    "en long": "Fever is common in pregnancy. See Dr. Ashdown at 5.5 km, e.g. today. " * 80 + "\n\n## End\n\nRest.",
    "emoji": "👩‍⚕️" * 400 + " 🇨🇳 e\u0301 " + "👨‍👩‍👧‍👦" * 200,
    "long link": "See https://example.org/" + "a" * 700 + " for more. " + "Rest and drink. " * 40,
}
