"""What every measure needs of this machine: where things lie, how a command is timed, what is kept between runs."""
import json
import os
import pathlib
import re
import resource
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCH = ROOT / "bench"
CACHE = BENCH / ".cache"
SHARED = ROOT.parent / "shared" / "data"
BINARY = pathlib.Path(os.environ.get("RESONANCE_BINARY", ROOT / ".build" / "release" / "resonance"))
PYTHON = ROOT / ".venv" / "bench" / "bin" / "python"
CORES = os.cpu_count() or 1
# Nothing of the caller's settings may reach what is measured.
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": str(CACHE), "TZ": "UTC", "LANG": "C.UTF-8"}


def ours(*arguments, **options):
    """Our command, quiet; its seconds and its standard output."""
    return timed([str(BINARY), *map(str, arguments)], **options)


def timed(command, accept=(0,), stdin=None):
    """Seconds of the wall clock from start to exit, and standard output."""
    began = time.perf_counter()
    ended = subprocess.run(
        [str(word) for word in command], env=ENVIRONMENT, input=stdin, capture_output=True, check=False)
    seconds = time.perf_counter() - began
    if ended.returncode not in accept:
        raise SystemExit(f"bench: {command[0]} … ended with {ended.returncode}: {ended.stderr.decode()[-500:]}")
    return seconds, ended.stdout


def timed_cpu(command, accept=(0,)):
    """Seconds of processor from start to exit, of the command and all its threads, and standard output. The figure that
    the machine's other work disturbs least."""
    seconds, _, output = timed_both(command, accept)
    return seconds, output


def timed_both(command, accept=(0,)):
    """Seconds of processor, as `timed_cpu` has them, seconds of the wall clock, and standard output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    elapsed, output = timed(command, accept)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, elapsed, output


def processor(pid):
    """Seconds of processor that a running process and its children have had, in hundredths."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    ticks = 0
    for process in [pid, *children]:
        fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


class Rounds:
    """The same thing measured several times: the best and the middle, since the machine has other work."""

    def __init__(self, values=()):
        self.values = list(values)

    def add(self, value):
        self.values.append(value)

    @property
    def least(self):
        return min(self.values)

    @property
    def most(self):
        return max(self.values)

    @property
    def median(self):
        return statistics.median(self.values)


def resident(pid, peak=False):
    """MB of memory that a process holds, or has held at most."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"Vm{'HWM' if peak else 'RSS'}:\s+(\d+)", status)[1]) / 1024


def say(text):
    print(f"bench: {text}", flush=True)


def keep(name, result):
    """Keeps one line's figures for the report."""
    folder = CACHE / "results"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(result, indent=1) + "\n")
    # How busy the machine was: one a core is the bench alone.
    loads = (kept("load") or {}) | {name: os.getloadavg()[1]}
    (folder / "load.json").write_text(json.dumps(loads, indent=1) + "\n")


def kept(name):
    path = CACHE / "results" / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None
