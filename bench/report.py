"""Rewrites the table between the markers of README.md and README.fr.md out of the figures of the last run."""
import datetime
import platform
import re

from machine import CORES, ROOT, kept, say

PAGES = {
    "today": ("Today", "Aujourd’hui"), "stream": ("Stream, first page", "Le fil, première page"),
    "filtered": ("Stream, filtered", "Le fil, filtré"), "search": ("Stream, full-text search", "Le fil, recherche"),
    "mention": ("one mention", "une mention")}
QUESTIONS = {
    "today": ("Today", "Aujourd’hui"), "stream": ("newest of the stream", "le plus récent du fil"),
    "filtered": ("negative, on Google", "négatif, sur Google"), "theme": ("one theme", "un thème"),
    "rare": ("distress", "détresse"), "word": ("search: `attente`", "recherche : `attente`"),
    "words": ("search: `médecin téléphone`", "recherche : `médecin téléphone`"),
    "phrase": ("search: `\"salle d'attente\"`", "recherche : `\"salle d'attente\"`"),
    "beginning": ("search: `rembours*`", "recherche : `rembours*`"),
    "short beginning": ("search: `con*`", "recherche : `con*`"),
    "temperature": ("`resonance temperature`, start included", "`resonance temperature`, démarrage compris")}


INBOX = {
    "open": ("what waits", "ce qui attend"), "due": ("by what is due", "par échéance"),
    "resolved": ("settled", "ce qui est réglé"), "deep": ("settled, page 26", "ce qui est réglé, page 26"),
    "service": ("one service", "un service"), "theme": ("one theme", "un thème"),
    "network": ("complaints on Threads", "plaintes sur Threads"), "overdue": ("overdue", "en retard"),
    "times": ("reply times of a year", "délais de réponse d’un an")}
# What the peer measures under another name.
PEER_INBOX = {"open": "open", "service": "service_all"}


class Language:
    """Words and figures of one README."""

    def __init__(self, index):
        self.index = index

    def __call__(self, english, french):
        return (english, french)[self.index]

    def number(self, value, digits=0):
        text = f"{value:,.{digits}f}"
        return text if self.index == 0 else text.replace(",", "\u202f").replace(".", ",")

    def times(self, value, limit=None, least=True):
        """A ratio, in bold where what was to be reached is not."""
        text = self.number(value, 0 if value >= 20 else 1 if value >= 2 else 2) + " ×"
        return text if limit is None or (value >= limit if least else value <= limit) else f"**{text}**"


def held(text, value, limit):
    """`text`, in bold when the value is over its limit."""
    return text if value <= limit else f"**{text}**"


def speeds(t):
    rows = []
    if feeds := kept("feeds"):
        m, unit = feeds["median"], t(" MB a second of processor", " Mo par seconde de processeur")
        for mode, words in (("summary", t("Feeds parsed", "Flux lus")),
                            ("json", t("Feeds parsed and written as JSON", "Flux lus et écrits en JSON"))):
            for peer in ("feedparser", "gofeed"):
                if f"{peer} {mode}" in m:
                    ratio = m[f"resonance {mode}"] / m[f"{peer} {mode}"]
                    rows.append((words, t.number(m[f"resonance {mode}"], 1) + unit,
                                 f"{peer} " + t.number(m[f"{peer} {mode}"], 1), t.times(ratio), "–"))
        if elapsed := feeds.get("elapsed"):
            rows.append((t("Feeds parsed, on every core", "Flux lus, sur tous les cœurs"),
                         t.number(elapsed["resonance"], 1) + t(" MB a second", " Mo par seconde"),
                         "feedparser " + t.number(elapsed["feedparser"], 1),
                         t.times(elapsed["resonance"] / elapsed["feedparser"], 20), "≥ 20 ×"))
    if imported := kept("import"):
        m = imported["median"]
        second = "/s"
        cut = "" if imported["rounds"] > 1 else t(" (one round only)", " (un seul tour)")
        rows.append((t("Import to searchable rows on disk, judged later", "Import en lignes cherchables, jugées plus tard") + cut,
                     t.number(m["plain"]) + second,
                     t("bare SQLite in C, same rows ", "SQLite nu en C, mêmes lignes ") + t.number(m["bare"]) + second,
                     t.times(m["plain"] / m["bare"], 0.5), "≥ 0.5 ×" if t.index == 0 else "≥ 0,5 ×"))
        rows.append((t("Import, judged", "Import, jugé") + cut, held(t.number(m["analysed"]) + second, -m["analysed"], -1_000),
                     t("json + spaCy + SQLite in Python ", "json + spaCy + SQLite en Python ")
                     + t.number(m["script"]) + second, t.times(m["analysed"] / m["script"], 10), "≥ 10 ×"))
    if judging := kept("judging"):
        rows += judged(t, judging)
    if memory := kept("memory"):
        script = t("Python with spaCy’s model ", "Python avec le modèle de spaCy ")
        rows.append((t("Memory, idle, model loaded", "Mémoire au repos, modèle chargé"),
                     held(f"{t.number(memory['idle'])} MB", memory["idle"], 120),
                     f"{script}{t.number(memory['script'])} MB", t.times(memory["idle"] / memory["script"]), "< 120 MB"))
        rows.append((t("Start to first answer", "Du démarrage à la première réponse"),
                     held(f"{t.number(memory['start'], 2)} s", memory["start"], 1),
                     f"{script}{t.number(memory['script_start'], 2)} s",
                     t.times(memory["start"] / memory["script_start"]), "< 1 s"))
    if pages := kept("pages"):
        rows.append((t("Memory after the load below", "Mémoire après la charge ci-dessous"),
                     f"{t.number(pages['loaded_memory'])} MB", f"nginx {t.number(pages['nginx_memory'])} MB", "–", "–"))
    return rows and table((t("What", "Quoi"), "Résonance", t("Beside it", "À côté"), t("Ratio", "Rapport"),
                           t("To reach", "Visé")), rows)


def judged(t, judging):
    """What judges: its speed beside spaCy's, and how well it does beside the tools that people know."""
    m, unit = judging["median"], t(" texts a second of processor", " textes par seconde de processeur")
    spacy = t("spaCy’s French pipeline ", "la chaîne française de spaCy ") + t.number(m["spacy"])
    rows = []
    for name, words, least in (
            ("analyse", ("Opinions and identifiers, `analyse`", "Avis et identifiants, `analyse`"), 1_200),
            ("deidentify", ("Identifiers masked, `deidentify`", "Identifiants masqués, `deidentify`"), None),
            ("check", ("Drafts checked, `check`", "Projets vérifiés, `check`"), 300)):
        figure = t.number(m[name]) + unit
        rows.append((t(*words), figure if least is None else held(figure, -m[name], -least), spacy,
                     t.times(m[name] / m["spacy"], 10 if name == "analyse" else None),
                     "–" if least is None else "≥ " + t.number(least) + (t(", ≥ 10 ×", " ; ≥ 10 ×") if name == "analyse" else "")))
    one, other = judging["opinions"]["resonance"], judging["opinions"]["vaderSentiment-fr"]
    rows.append((t("Praise against complaint on unseen opinions, macro-F1",
                   "Éloge ou plainte sur des avis jamais vus, F1 macro"),
                 held(t.number(one, 3), -one, -0.92), "vaderSentiment-fr " + t.number(other, 3), "–",
                 "≥ " + t.number(0.92, 2)))
    ours, peer = judging["identifiers"]["resonance"], judging["identifiers"]["incognito"]
    rows.append((t("Identifiers gone from unseen texts once masked", "Identifiants disparus de textes jamais vus, une fois masqués"),
                 t.number(ours["gone"] * 100, 1) + " %", "incognito-anonymizer " + t.number(peer["gone"] * 100, 1) + " %",
                 "–", "–"))
    rows.append((t("Innocent texts that were touched all the same", "Textes innocents touchés quand même"),
                 t.number(ours["touched"] * 100, 1) + " %",
                 "incognito-anonymizer " + t.number(peer["touched"] * 100, 1) + " %", "–", "–"))
    return rows


def pages(t):
    measured = kept("pages")
    if not measured:
        return ""
    rows = []
    for name, words in PAGES.items():
        mine, peer = measured[name]["ours"], measured[name]["nginx"]
        rows.append((t(*words), f"{measured[name]['bytes'] / 1000:.0f} kB", t.number(mine["rate"]),
                     t.number(mine["p50"], 1), t.number(mine["p99"], 1), t.times(mine["p99"] / mine["p50"], 3, False),
                     t.number(mine["processor"], 1), t.number(peer["rate"]), t.times(peer["p99"] / peer["p50"])))
    head = (t("Page", "Page"), t("size", "taille"), t("a second", "par seconde"), "p50 ms", "p99 ms", "p99 / p50",
            t("processor ms", "processeur ms"),
            t("nginx, file of that size", "nginx, fichier de cette taille"), t("its p99 / p50", "son p99 / p50"))
    lead = t(
        "Pages over {n} mentions, {c} connections at once (to reach: p99 within 3 times p50). Alone, a search takes "
        "{m} ms, {w} ms for the slowest of the list (to reach: 50).",
        "Pages sur {n} mentions, {c} connexions à la fois (visé : p99 au plus 3 fois p50). Seule, une recherche prend "
        "{m} ms, {w} ms pour la plus lente de la liste (visé : 50).")
    return lead.format(n=t.number(measured["mentions"]), c=measured["connections"],
                       m=held(t.number(measured["search_median"], 1), measured["search_median"], 50),
                       w=held(t.number(measured["search_worst"], 1), measured["search_worst"], 50)) \
        + "\n\n" + table(head, rows)


def inbox(t):
    measured = kept("inbox")
    if not measured:
        return ""
    engines = [engine for engine in ("sqlite", "postgresql") if engine in measured]
    rows = []
    for name, words in INBOX.items():
        cells = [t(*words)]
        for engine in engines:
            took = measured[engine].get(name)
            cells.append(f"{t.number(took['p50'], 1)} / {held(t.number(took['p95'], 1), took['p95'], 100)}" if took else "–")
        peer = measured.get("helpdesk", {}).get(PEER_INBOX.get(name))
        cells.append(f"{t.number(peer['p50'], 1)} / {t.number(peer['p95'], 1)}" if peer else "–")
        rows.append(tuple(cells))
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    head = (t("Inbox opened, p50 / p95 ms", "Boîte ouverte, p50 / p95 en ms"), *(names[one] for one in engines),
            "django-helpdesk, SQLite")
    lead = t("The inbox over {n} conversations (to reach: 100 ms).", "La boîte sur {n} conversations (visé : 100 ms).")
    text = lead.format(n=t.number(measured["conversations"])) + "\n\n" + table(head, rows)
    if replies := kept("replies"):
        check, found = replies["check_ms"], replies["proposals_ms"]
        text += "\n\n" + t(
            "The check answers somebody who types in {a} ms, {b} ms 95 times in a hundred (to reach: 30); past replies are "
            "proposed among {n} in {c} ms, {d} ms (to reach: 100).",
            "La vérification répond à qui écrit en {a} ms, {b} ms 95 fois sur cent (visé : 30) ; des réponses passées sont "
            "proposées parmi {n} en {c} ms, {d} ms (visé : 100).").format(
                a=t.number(check["p50"], 1), b=held(t.number(check["p95"], 1), check["p95"], 30),
                n=t.number(found["past_replies"]), c=t.number(found["p50"], 1),
                d=held(t.number(found["p95"], 1), found["p95"], 100))
    return text


def publishing(t):
    rows = []
    if composer := kept("composer"):
        for way, words in (("typed", t("while one types", "pendant la frappe")), ("new", t("all new", "tout neuf"))):
            for length, took in composer[way].items():
                name = t("Composer’s checks, {n} characters, {w}, {k} networks",
                         "Vérifications du composeur, {n} caractères, {w}, {k} réseaux")
                rows.append((name.format(n=t.number(int(length)), w=words, k=composer["networks"]),
                             t.number(took["p50"], 1), held(t.number(took["p95"], 1), took["p95"], 30), "30"))
    if planning := kept("planning"):
        views = {"month": t("month", "mois"), "week": t("week", "semaine"), "list": t("list", "liste")}
        for words, span in (("a year", t("a year", "un an")), ("a month", t("one month", "un seul mois"))):
            for view, took in planning[words].items():
                name = t("Calendar, 5,000 posts over {s}, {v}", "Calendrier, 5\u202f000 publications sur {s}, {v}")
                rows.append((name.format(s=span, v=views[view]), t.number(took["p50"], 1),
                             held(t.number(took["p95"], 1), took["p95"], 100), "100"))
    head = (t("Publishing", "Publication"), "p50 ms", "p95 ms", t("to reach", "visé"))
    text = table(head, rows) if rows else ""
    text += renditions(t)
    if deliveries := kept("deliveries"):
        many, few = deliveries["many"], deliveries["few"]
        text += "\n\n" + t(
            "{n} messages due at the same minute on two played networks left in {s} s, each once: {r} a second, {p} ms of "
            "processor each, networks included; {m} MB of memory at most, against {f} MB for 200, of "
            "which the played networks alone, which keep what they get, grow by {g} MB. A bare loop that keeps nothing and "
            "checks nothing posts {b} a second.",
            "{n} messages attendus à la même minute sur deux réseaux simulés sont partis en {s} s, chacun une fois : {r} par "
            "seconde, {p} ms de processeur chacun, réseaux compris ; {m} Mo de mémoire au plus, contre {f} Mo pour 200, dont "
            "{g} Mo pour les seuls réseaux simulés, qui gardent ce qu'ils reçoivent. Une boucle nue qui ne garde et ne "
            "vérifie rien en publie {b} par seconde.").format(
                n=t.number(many["messages"]), s=t.number(many["seconds"]), r=t.number(many["per second"]),
                p=t.number(many["processor ms"], 1), m=t.number(many["peak MB"]), f=t.number(few["peak MB"]),
                b=t.number(deliveries["bare"]["per second"]), g=t.number(deliveries["bare"]["grown MB"]))
    return text


def renditions(t):
    found = kept("renditions")
    if not found:
        return ""
    names = {
        "coded": t("20 s of HEVC, coded for YouTube", "20 s de HEVC, codées pour YouTube"),
        "copied": t("a minute of H.264, cleaned without loss", "une minute de H.264, nettoyée sans perte"),
        "photo": t("12 Mpx photograph, made for Instagram", "photo de 12 Mpx, faite pour Instagram")}
    rows = []
    for name, words in names.items():
        ours = found[name]["resonance"]
        for peer, theirs in found[name].items():
            if peer != "resonance":
                rows.append((words, t.number(ours["seconds"], 2), f"{peer} " + t.number(theirs["seconds"], 2),
                             t.times(ours["seconds"] / theirs["seconds"]), t.number(ours["processor"], 2),
                             t.number(theirs["processor"], 2)))
    head = (t("Renditions, probed before and after", "Déclinaisons, sondées avant et après"), "s",
            t("plain tool, s", "outil nu, s"), t("ratio", "rapport"), t("processor s", "processeur s"),
            t("tool’s", "de l’outil"))
    return "\n\n" + table(head, rows)


def growth(t):
    measured = kept("growth")
    if not measured:
        return ""
    sizes = sorted(measured, key=int)
    base = "100000"
    rows = []
    for name, words in QUESTIONS.items():
        values = [measured[size].get(name) for size in sizes]
        if None in values:
            continue
        ratio = measured[sizes[-1]][name]["median"] / measured[base][name]["median"]
        rows.append((t(*words), *(t.number(value["median"], 1) for value in values), t.times(ratio, 2, False)))
    head = (t("Milliseconds of processor, one request", "Millisecondes de processeur, une requête"),
            *(t.number(int(size)) for size in sizes),
            t(f"{t.number(int(sizes[-1]))} to 100,000", f"{t.number(int(sizes[-1]))} à 100\u202f000"))
    return t("Growth with the number of mentions (to reach: within 2 times where an index serves).",
             "Croissance avec le nombre de mentions (visé : 2 fois au plus là où un index sert).") \
        + "\n\n" + table(head, rows)


def table(head, rows):
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def lead(t):
    processor = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                      if line.startswith("model name")), platform.machine())
    day = datetime.date.today().isoformat()
    load = t.number(max((kept("load") or {"": 0}).values()), 1)
    return t(f"`make bench`, {day}, {CORES} cores ({processor}), load average up to {load}: medians of rounds in turn, on "
             "the same machine. In bold: not reached. What each line is: [bench/README.md](bench/README.md).",
             f"`make bench`, le {day}, {CORES} cœurs ({processor}), charge moyenne jusqu’à {load} : médianes de tours "
             "alternés, sur la même machine. En gras : pas atteint. Le sens de chaque ligne : "
             "[bench/README.md](bench/README.md).")


# What stands between two markers is measured on one machine: a part that was not measured there stays as it is.
PARTS = {"bench": (speeds, pages, growth), "bench-dialogue": (inbox,), "bench-publishing": (publishing,)}


def main():
    for index, name in enumerate(("README.md", "README.fr.md")):
        path, t = ROOT / name, Language(index)
        text = path.read_text(encoding="utf-8")
        for part, draw in PARTS.items():
            begin, end = f"<!-- {part}:begin -->", f"<!-- {part}:end -->"
            if begin not in text or end not in text:
                raise SystemExit(f"bench: {name} has lost its markers {begin} and {end}")
            if any(drawn := [one(t) for one in draw]):
                new = "\n\n".join([lead(t), *filter(None, drawn)])
                text = re.sub(f"{begin}.*?{end}", lambda _: f"{begin}\n{new}\n{end}", text, flags=re.S)
        path.write_text(text, encoding="utf-8")
        say(f"{name} holds the figures")


if __name__ == "__main__":
    main()
