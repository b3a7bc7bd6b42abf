"""Texts masked by incognito-anonymizer with all that it looks for without being told whose text it is, a JSON string a line.
usage: incognito_mask.py LINES"""
import json
import sys

from incognito_anonymizer import anonymizer

tool = anonymizer.Anonymizer()
tool.add_analyzer("regex")
tool.set_mask("placeholder")
for line in open(sys.argv[1], encoding="utf-8"):
    print(json.dumps(tool.anonymize(json.loads(line)["text"]), ensure_ascii=False))
