"""Sentiment by vaderSentiment-fr, a figure a line.
usage: vader_read.py LINES"""
import json
import sys

from vaderSentiment_fr.vaderSentiment import SentimentIntensityAnalyzer

analyser = SentimentIntensityAnalyzer()
for line in open(sys.argv[1], encoding="utf-8"):
    print(analyser.polarity_scores(json.loads(line)["text"])["compound"])
