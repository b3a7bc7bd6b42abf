"""What a network is given of a film or a photograph, from the file as a telephone wrote it to the file that may leave:
`resonance media`, which probes, takes out what lies beside the picture, codes within the network's limits and proves by a
second probe that nothing is left; beside plain ffmpeg with the same coding settings, and libvips where it does the work,
which prove nothing. Whole processes over the same files, one after the other."""
import pathlib
import shutil
import subprocess
import tempfile

from machine import BINARY, Rounds, keep, say, timed_both

ROUNDS = 5
THREADS = "2"
PLACE = ["-metadata", "location=+49.4431+001.0993/", "-metadata", "comment=Jeanne Roy", "-metadata",
         "creation_time=2026-05-04T08:00:00Z"]
SCENE = ["-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=30,noise=alls=12:allf=t"]
SOUND = ["-f", "lavfi", "-i", "sine=frequency=330:sample_rate=48000"]
COPIED = ["-map_metadata", "-1", "-map_chapters", "-1", "-map", "0:V:0", "-map", "0:a:0", "-c", "copy", "-movflags",
          "+faststart"]
CODED = ["-map_metadata", "-1", "-map", "0:V:0", "-map", "0:a:0", "-c:v", "libx264", "-preset", "fast", "-crf", "20",
         "-maxrate", "12441600", "-bufsize", "24883200", "-profile:v", "high", "-pix_fmt", "yuv420p", "-g", "60",
         "-threads", THREADS, "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart"]


def ffmpeg(*arguments):
    return ["ffmpeg", "-nostdin", "-v", "error", "-y", *map(str, arguments)]


def made(folder):
    """Two films and a photograph, as telephones write them, made by ffmpeg and libvips."""
    coded, plain, photo = folder / "hevc.mov", folder / "h264.mp4", folder / "photo.jpg"
    for path, seconds, codec in ((coded, 20, ["libx265", "-tag:v", "hvc1", "-x265-params", "log-level=none"]),
                                 (plain, 60, ["libx264"])):
        subprocess.run(
            ffmpeg(*SCENE, *SOUND, "-t", seconds, "-c:v", *codec, "-preset", "ultrafast", "-b:v", "10M",
                   "-pix_fmt", "yuv420p", "-c:a", "aac", *PLACE, path), check=True)
    subprocess.run(ffmpeg(*SCENE, "-frames:v", "1", "-vf", "scale=4032:3024", "-q:v", "3", photo), check=True)
    return coded, plain, photo


def lines(folder):
    """By name: the file, our command, and each peer's; what they write goes into `out`."""
    coded, plain, photo = made(folder)
    out = folder / "out"

    def ours(path, *options):
        return [BINARY, "media", path, "--output", out, *options]

    return {
        "coded": {"resonance": ours(coded, "--network", "youtube"),
                  "ffmpeg": ffmpeg("-i", coded, *CODED, out / "plain.mp4")},
        "copied": {"resonance": ours(plain), "ffmpeg": ffmpeg("-i", plain, *COPIED, out / "plain.mp4")},
        "photo": {"resonance": ours(photo, "--network", "instagram"),
                  "ffmpeg": ffmpeg("-i", photo, "-map_metadata", "-1", "-vf", "scale=1440:-2:flags=lanczos", "-q:v", "2",
                                   out / "plain.jpg"),
                  "libvips": ["vips", "thumbnail", photo, f"{out}/plain.jpg[Q=92,strip]", "1440"]},
    }, out


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="resonance-renditions-"))
    found = {}
    try:
        works, out = lines(folder)
        for name, commands in works.items():
            clock = {peer: Rounds() for peer in commands}
            busy = {peer: Rounds() for peer in commands}
            sizes = {}
            for _ in range(ROUNDS):
                for peer, command in commands.items():
                    shutil.rmtree(out, ignore_errors=True)
                    out.mkdir()
                    processor, elapsed, _ = timed_both(command)
                    (path,) = out.iterdir()
                    sizes[peer] = path.stat().st_size
                    clock[peer].add(elapsed)
                    busy[peer].add(processor)
            found[name] = {peer: {"seconds": clock[peer].median, "processor": busy[peer].median, "bytes": sizes[peer]}
                           for peer in commands}
            for peer, one in found[name].items():
                say(f"renditions: {name}, {peer}: {one['seconds']:.2f} s, {one['processor']:.2f} s of processor, "
                    f"{one['bytes'] / 1e6:.2f} MB")
    finally:
        shutil.rmtree(folder)
    keep("renditions", found)


if __name__ == "__main__":
    main()
