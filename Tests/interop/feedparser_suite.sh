#!/bin/sh
# Runs the universal feed parser's own test cases through our command and compares what fails with the list that we keep:
# fails when a case outside the list fails, and when a case in the list passes.
# usage: feedparser_suite.sh COMMAND…   e.g. feedparser_suite.sh .build/release/resonance feed --feedparser
# needs: ../shared/suites, and a Python with `pip install feedparser` (set PYTHON)
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
suites=${SUITES:-$here/../shared/suites}
if [ ! -d "$suites/feedparser-tests" ]; then echo "skipped: $suites/feedparser-tests is not there"; exit 0; fi
python=${PYTHON:-python3}
if ! "$python" -c 'import feedparser' 2>/dev/null; then echo "skipped: $python has no feedparser (pip install feedparser)"; exit 0; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" "$suites/run_feedparser_suite.py" --cmd "$*" --list > "$work/run" 
awk '/^FAIL/ {print $2}' "$work/run" | sort > "$work/failed"
grep -v '^#' "$here/Tests/interop/feedparser-expected-failures.txt" | sort > "$work/expected"
tail -n 1 "$work/run"
status=0
for case in $(comm -23 "$work/failed" "$work/expected"); do echo "newly failing: $case"; status=1; done
for case in $(comm -13 "$work/failed" "$work/expected"); do echo "passes now, take it off the list: $case"; status=1; done
exit $status
