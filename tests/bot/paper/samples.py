"""Words of a chart and a plan as they may come, in each of the languages."""

# ruff: noqa: RUF001 - other alphabets have letters that look like Latin ones

from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date, format_skeleton

from bot.paper.sheets import ChartWords, Fit, Line, Part, PlanWords, Point, Said, Trend

START = date(2026, 3, 9)


@dataclass(frozen=True)
class Sample:
    """One language's words."""

    title: str
    names: tuple[str, str, str, str]
    levels: tuple[str, str, str, str]
    weighs: tuple[str, str]
    line: tuple[str, str]
    own: str
    last: str


SAMPLES = {
    "en": Sample(
        "You and your therapist",
        ("Heard", "Able to be open", "Challenged in a useful way", "How therapy is going"),
        ("No", "Not really", "Mostly", "Yes"),
        ("What isn't working:", "no progress and dread before sessions."),
        ("A line to say:", "Could we look at what has changed so far, and what hasn't?"),
        "I keep saying the same things & nothing moves <b>at all</b>.",
        "If therapy isn't working, that doesn't mean you can't be helped.",
    ),
    "es": Sample(
        "Tú y tu terapeuta",
        ("Te sientes escuchado", "Puedes abrirte", "Te reta de forma útil", "Cómo va la terapia"),
        ("No", "No mucho", "Casi siempre", "Sí"),
        ("Lo que no funciona:", "sin avances y miedo antes de las sesiones."),
        ("Una frase para decir:", "¿Podemos ver qué ha cambiado hasta ahora y qué no?"),
        "Siempre digo lo mismo; ¡nada cambia! ¿Y ahora qué, mañana?",
        "Si la terapia no funciona, no significa que no se te pueda ayudar.",
    ),
    "pt_BR": Sample(
        "Você e seu terapeuta",
        ("Você é ouvido", "Consegue se abrir", "Desafiado de um jeito útil", "Como vai a terapia"),
        ("Não", "Não muito", "Quase sempre", "Sim"),
        ("O que não está funcionando:", "sem avanço e receio antes das sessões."),
        ("Uma frase para dizer:", "Podemos olhar o que mudou até agora e o que não mudou?"),
        "Digo sempre as mesmas coisas, e nada muda. Não sei se é culpa minha.",
        "Se a terapia não funciona, isso não quer dizer que você não possa ser ajudado.",
    ),
    "de": Sample(
        "Du und deine Therapeutin",
        ("Gehört", "Offenheit möglich", "Auf hilfreiche Weise herausgefordert", "Wie es läuft"),
        ("Nein", "Eher nicht", "Meistens", "Ja"),
        ("Was nicht hilft:", "kein Fortschritt und Angst vor den Sitzungen."),
        ("Ein Satz zum Sagen:", "Können wir anschauen, was sich verändert hat und was nicht?"),
        "Ich erzähle „immer dasselbe“ – größer wird nur die Müdigkeit.",
        "Wenn die Therapie nicht hilft, heißt das nicht, dass dir nicht zu helfen ist.",
    ),
    "fr": Sample(
        "Vous et votre thérapeute",
        (
            "Se sentir écouté",
            "Pouvoir être ouvert",
            "Défié de façon utile",
            "Où en est-on",
        ),
        ("Non", "Pas vraiment", "Plutôt", "Oui"),
        ("Ce qui ne va pas :", "pas de progrès et la peur avant les séances."),
        (
            "Une phrase à dire :",
            "Pouvons-nous regarder ce qui a changé et ce qui n'a pas changé ?",
        ),
        "Je répète « la même chose » et rien ne bouge. Où ça mène ? Nulle part, à cœur ouvert.",
        "Si la thérapie ne marche pas, cela ne veut pas dire qu'on ne peut pas vous aider.",
    ),
    "ru": Sample(
        "Вы и ваш терапевт",
        ("Меня слышат", "Могу быть откровенным", "Полезный вызов", "Как идёт терапия"),
        ("Нет", "Скорее нет", "В основном", "Да"),
        ("Что не помогает:", "нет движения и страх перед встречами."),
        ("Что можно сказать:", "Можем посмотреть, что изменилось, а что нет?"),
        "Я говорю одно и то же, и ничего не меняется. Что дальше?",
        "Если терапия не помогает, это не значит, что вам нельзя помочь.",
    ),
    "ar": Sample(
        "أنت ومعالجك",
        ("تشعر أنك مسموع", "تستطيع أن تكون صريحا", "يتحداك بطريقة مفيدة", "كيف يسير العلاج"),
        ("لا", "ليس تماما", "غالبا", "نعم"),
        ("ما الذي لا ينجح:", "لا تقدم وخوف قبل الجلسات."),
        ("جملة تقولها:", "هل يمكن أن ننظر إلى ما تغير وما لم يتغير؟"),
        "أكرر الكلام نفسه منذ 5 أشهر ولا شيء يتغير. جربت CBT أيضا.",
        "إذا لم ينجح العلاج فهذا لا يعني أنه لا يمكن مساعدتك.",
    ),
}


def short_day(day: date, language: str) -> str:
    """Write a day as a chart's axis has it."""
    return str(format_skeleton("MMMd", day, locale=language))


def points(language: str, count: int = 5) -> tuple[Point, ...]:
    """Give looks two weeks apart with answers that rise and fall, and gaps."""
    found = []
    for n in range(count):
        day = START + timedelta(weeks=2 * n if count < 12 else n)
        fit = (n % 4, min(3, n), 3 - n % 3 if n % 4 else None)
        found.append(Point(day, short_day(day, language), *fit, going=(3 * n + 2) % 11))
    return tuple(found)


def chart_words(language: str) -> ChartWords:
    """Give a chart's words."""
    sample = SAMPLES[language]
    return ChartWords(language, sample.title, *sample.names, sample.levels, alt=sample.title)


def plan_words(language: str) -> PlanWords:
    """Give what stands around a plan's parts."""
    sample = SAMPLES[language]
    return PlanWords(language, sample.title, str(format_date(START, "long", locale=language)))


def parts(language: str, weeks: int = 5) -> tuple[Part, ...]:
    """Give a whole plan: words, a quote, the fit, the chart, the last line."""
    sample = SAMPLES[language]
    rows = tuple(zip(sample.names[:3], sample.levels[1:], (1, 2, 3), strict=True))
    return (
        Said("weighs", (Line(sample.weighs[1], lead=sample.weighs[0]),)),
        Said("line", (Line("", lead=sample.line[0]), Line(sample.line[1], style="quote"))),
        Said("own", (Line(sample.own, style="quote"),)),
        Fit("fit", rows, heading=sample.title),
        Trend("chart", points(language, weeks), chart_words(language), heading=sample.names[3]),
        Said("last", (Line(sample.last, style="last"),)),
    )
