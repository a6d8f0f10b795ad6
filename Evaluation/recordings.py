#!/usr/bin/env python3
"""Clips identified and recordings told apart, on degraded copies of a corpus (docs/recordings.md).

    recordings.py grid     --binary .build/release/assonance --corpus CORPUS --work WORK [--tracks 200]
    recordings.py verdicts --binary .build/release/assonance --corpus CORPUS --work WORK [--tracks 20]
    recordings.py pairs    --binary .build/release/assonance --corpus CORPUS --work WORK

`grid` takes tracks of the corpus into a library, degrades them one way at a time and asks for whole tracks and for
clips of 3, 5, 10 and 30 s that begin anywhere; every tenth track stays out of the library, so that its clips must find
nothing. Beside it stand, where asked for, those of recording_rivals.py. `verdicts` makes copies, masters, edits and
other takes, and reads what `duplicates` says of them. `pairs` counts what `duplicates` claims among tracks of the whole
corpus.

Needs numpy and soundfile, and the programs ffmpeg, sox, oggenc and fluidsynth; the rivals fpcalc and audfprint2.
"""
import argparse
import collections
import csv
import json
import pathlib
import random
import shutil
import statistics
import struct
import subprocess

import numpy
import soundfile

from recording_rivals import RIVALS

LENGTHS = (3, 5, 10, 30, None)
PROFILE = """name: quick
version: 1
rungs:
  - name: "24"
    kilobits: 24
    channels: mono
    sampleRate: 22050
"""


def run(*command):
    subprocess.run([str(part) for part in command], check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


# Degradations: a wave file in, a wave file out.

def vorbis(quality, *more):
    def degrade(source, target):
        packed = target.with_suffix(".ogg")
        run("oggenc", "-Q", "-q", quality, *more, "-o", packed, source)
        run("ffmpeg", "-y", "-i", packed, "-c:a", "pcm_s16le", target)
        packed.unlink()
    return degrade


def mp3(kilobits):
    def degrade(source, target):
        packed = target.with_suffix(".mp3")
        run("ffmpeg", "-y", "-i", source, "-b:a", f"{kilobits}k", packed)
        run("ffmpeg", "-y", "-i", packed, "-c:a", "pcm_s16le", target)
        packed.unlink()
    return degrade


def noise(decibels):
    def degrade(source, target):
        signal, rate = soundfile.read(source)
        generator = numpy.random.default_rng(1)
        power = numpy.mean(signal ** 2)
        noisy = signal + generator.standard_normal(signal.shape) * (power / 10 ** (decibels / 10)) ** 0.5
        soundfile.write(target, noisy / max(1, numpy.abs(noisy).max()), rate, "PCM_16")
    return degrade


def sox(*effects):
    return lambda source, target: run("sox", "-G", source, target, *effects)


REMASTER = ("compand", "0.02,0.2", "6:-70,-60,-20,-8,0,-6", "equalizer", "120", "0.8q", "+4",
            "equalizer", "3000", "0.7q", "-5", "treble", "+4")
DEGRADATIONS = {
    "as it is": (lambda source, target: shutil.copy(source, target), 1.0),
    "Vorbis 24, mono": (vorbis("-0.9", "--resample", "22050", "--downmix"), 1.0),
    "Vorbis 96": (vorbis("2"), 1.0),
    "Vorbis 160": (vorbis("5"), 1.0),
    "Vorbis 320": (vorbis("9"), 1.0),
    "MP3 64": (mp3(64), 1.0),
    "noise 20 dB": (noise(20), 1.0),
    "noise 10 dB": (noise(10), 1.0),
    "noise 0 dB": (noise(0), 1.0),
    "300-3400 Hz": (sox("sinc", "300-3400"), 1.0),
    "compressor, EQ": (sox(*REMASTER), 1.0),
    "shifted 31 ms": (sox("trim", "0.031"), 1.0),
    **{f"speed {p:+d} %": (sox("speed", str(1 + p / 100)), 1 + p / 100) for p in (-4, -2, -1, 1, 2, 4)},
}


def corpus_files(corpus, least):
    """Files of the corpus of at least so many seconds, shuffled the same way every time."""
    files = []
    with open(corpus / "manifest.csv") as rows:
        files += [corpus / row["path"] for row in csv.DictReader(rows)]
    with open(corpus / "synth.csv") as rows:
        files += [corpus / row["path"] for row in csv.DictReader(rows)]
    files = [f for f in files if f.exists() and soundfile.info(f).duration >= least]
    random.Random(8).shuffle(files)
    return files


def decode(source, target):
    if not target.exists():
        run("ffmpeg", "-y", "-i", source, "-ac", 2, "-ar", 44100, "-c:a", "pcm_s16le", target)


def ingest(args, folder, library):
    profile = args.work / "quick.yaml"
    profile.write_text(PROFILE)
    subprocess.run([args.binary, "ingest", folder, "--library", library, "--profile", profile, "--quiet"],
                   check=False)
    lines = subprocess.run([args.binary, "list", "--json", "--library", library], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    ids = {}
    for line in lines:
        track = json.loads(line)
        for source in track["sources"]:
            ids[pathlib.Path(source).stem] = track["track"]
    return ids


def grid(args):
    originals = args.work / "originals"
    outside = args.work / "outside"
    for folder in (originals, outside):
        folder.mkdir(parents=True, exist_ok=True)
    files = corpus_files(args.corpus, 20)[:args.tracks]
    kept, strangers = [], []
    for place, path in enumerate(files):
        folder = outside if place % 10 == 9 else originals
        target = folder / (path.parent.name + "--" + path.stem + ".wav")
        decode(path, target)
        (strangers if place % 10 == 9 else kept).append(target)
    finders = {name: RIVALS[name](kept) if name in RIVALS else Own(args, originals) for name in args.finders}
    asked = kept[:args.clips]
    strangers = strangers[:args.strangers]
    print(f"{len(kept)} tracks in the library; clips of {len(asked)}, and of {len(strangers)} outside it", flush=True)
    print("| degradation | clip | clips | offset, median | within 50 ms |"
          + "".join(f" {name}: recall | wrong | outside: found |" for name in finders))
    print("|---|---|---|---|---|" + "---|---|---|" * len(finders))
    for name, (degrade, speed) in DEGRADATIONS.items():
        if args.only and not any(part in name for part in args.only):
            continue
        table(args, name, degrade, speed, asked, strangers, finders)


class Own:
    """assonance identify."""

    def __init__(self, args, folder):
        self.binary, self.library = args.binary, args.work / "library"
        self.names = {track: name for name, track in ingest(args, folder, self.library).items()}

    def find(self, clips):
        """Of each clip the name of the file it is from or None, and the best match."""
        # Two at least: then each line says of which file it is.
        names = [str(clip) for clip in clips] + [str(clips[0])]
        out = subprocess.run([self.binary, "identify", *names, "--json", "--library", self.library],
                             capture_output=True, text=True).stdout.splitlines()
        answers = {line["path"]: line["matches"] for line in map(json.loads, out) if "matches" in line}
        for clip in clips:
            best = min(answers.get(str(clip), []), key=lambda match: match["expectedByChance"], default=None)
            yield best and self.names[best["track"]], best


def prepare(folder, path, degrade):
    """The degraded file and clips of it that begin anywhere: length, first second, file."""
    whole = folder / (path.stem + "@whole.wav")
    degrade(path, whole)
    signal, rate = soundfile.read(whole, dtype="int16")
    clips = [(None, 0.0, whole)]
    for length in LENGTHS[:-1]:
        room = len(signal) / rate - length
        if room < 0:
            continue
        start = int(random.Random(f"{path.stem} {length}").uniform(0, room) * rate)
        target = folder / f"{path.stem}@{length}.wav"
        soundfile.write(target, signal[start:start + length * rate], rate)
        clips.append((length, start / rate, target))
    return clips


def table(args, name, degrade, speed, kept, strangers, finders):
    folder = args.work / "clips"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    prepared = [(path, *clip) for path in kept + strangers for clip in prepare(folder, path, degrade)]
    shift = 0.031 if "shifted" in name else 0.0
    for length in LENGTHS:
        clips = [(path, start, clip) for path, size, start, clip in prepared if size == length]
        if not clips:
            continue
        errors, columns = [], ""
        for finder_name, finder in finders.items():
            tally = Tally()
            for (path, start, clip), (answer, match) in zip(clips, finder.find([clip for *_, clip in clips])):
                wanted = None if path in strangers else path.stem
                with open(args.work / "answers.jsonl", "a") as log:
                    log.write(json.dumps([name, length, finder_name, clip.name, wanted, answer, match]) + "\n")
                if not tally.add(answer, wanted):
                    print(f"<!-- {finder_name}: {clip.name} is {answer}: {match} -->")
                elif wanted and match:
                    errors.append(abs(match["trackStart"] - ((start + match["clipStart"]) * speed + shift)))
            columns += f" {tally.recall:.1%} | {tally.wrong} | {tally.stray} of {tally.strangers} |"
        size = "whole" if length is None else f"{length} s"
        middle = f"{statistics.median(errors) * 1000:.0f} ms" if errors else "–"
        near = f"{sum(error <= 0.05 for error in errors) / len(errors):.1%}" if errors else "–"
        print(f"| {name} | {size} | {len(clips) - tally.strangers} | {middle} | {near} |{columns}", flush=True)


class Tally:
    """Answers, right and wrong."""

    def __init__(self):
        self.total = self.right = self.wrong = self.strangers = self.stray = 0

    def add(self, answer, wanted):
        """Counts an answer; false where it names a wrong track."""
        if wanted is None:
            self.strangers += 1
            self.stray += answer is not None
            return answer is None
        self.total += 1
        self.right += answer == wanted
        self.wrong += answer not in (None, wanted)
        return answer in (None, wanted)

    @property
    def recall(self):
        return self.right / max(1, self.total)


# Copies, masters, edits and other takes.

def pieces(source, target, *spans):
    """Stretches of a file, one after the other, 10 ms crossfaded."""
    signal, rate = soundfile.read(source)
    fade = int(0.01 * rate)
    ramp = numpy.linspace(0, 1, fade)[:, None]
    result = None
    for start, end in spans:
        part = signal[int(start * rate):int(end * rate)].copy()
        if result is None:
            result = part
            continue
        result[-fade:] = result[-fade:] * (1 - ramp) + part[:fade] * ramp
        result = numpy.concatenate([result, part[fade:]])
    soundfile.write(target, result, rate, "PCM_16")


def midi(path, seed, tempo, jitter, transpose=0):
    """A chorale of four voices: the same notes for the same seed; tempo and jitter make another take."""
    generator = random.Random(seed)
    hands = random.Random(f"{seed} {tempo} {jitter}")
    roots = [generator.choice([0, 5, 7, 9, 2, 4]) for _ in range(24)]
    events = []
    for step, root in enumerate(roots):
        minor = root in (9, 2, 4)
        chord = [48 + root, 55 + root + generator.choice([0, 0, 5]), 60 + root + (3 if minor else 4),
                 67 + root + generator.choice([-2, 0, 5])]
        for note in chord:
            late = hands.uniform(0, jitter)
            start = int((step + late) * 480)
            end = int((step + 0.92 + hands.uniform(-jitter, 0)) * 480)
            loud = 80 + int(hands.uniform(-25, 25) * min(1, jitter * 12))
            events += [(start, 1, note + transpose, loud), (end, 0, note + transpose, 0)]
    data = b"\x00\xff\x51\x03" + struct.pack(">I", int(60e6 / tempo))[1:] + b"\x00\xc0\x13"
    now = 0

    def number(value):
        out = [value & 127]
        while value > 127:
            value >>= 7
            out.insert(0, value & 127 | 128)
        return bytes(out)

    for time, on, note, loud in sorted(events):
        data += number(time - now) + bytes([0x90 if on else 0x80, note, loud])
        now = time
    data += b"\x00\xff\x2f\x00"
    path.write_bytes(b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480) + b"MTrk" + struct.pack(">I", len(data)) + data)


def render(folder, name, *score, soundfont="FluidR3_GM.sf2"):
    score_path = folder / "score.mid"
    midi(score_path, *score)
    run("fluidsynth", "-ni", "-F", folder / (name + ".wav"), "-r", 44100, "-g", "0.6",
        "/usr/share/sounds/sf2/" + soundfont, score_path)
    score_path.unlink()


def verdicts(args):
    folder = args.work / "verdicts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    expected = {}
    for path in corpus_files(args.corpus, 44)[:args.tracks]:
        name = path.stem
        source = folder / (name + "~original.wav")
        decode(path, source)
        end = soundfile.info(source).duration
        make = {kind: folder / f"{name}~{kind}.wav" for kind in
                ("vorbis24", "vorbis96", "mp3", "noise20", "shifted", "louder", "remaster", "radio", "extended",
                 "faded")}
        DEGRADATIONS["Vorbis 24, mono"][0](source, make["vorbis24"])
        DEGRADATIONS["Vorbis 96"][0](source, make["vorbis96"])
        DEGRADATIONS["MP3 64"][0](source, make["mp3"])
        DEGRADATIONS["noise 20 dB"][0](source, make["noise20"])
        run("sox", source, make["shifted"], "pad", "0.7", "trim", "0.031")
        run("sox", source, make["louder"], "gain", "-4")
        run("sox", "-G", source, make["remaster"], *REMASTER)
        pieces(source, make["radio"], (0, 15), (end - 14, end))
        pieces(source, make["extended"], (0, 22), (8, end))
        run("sox", source, make["faded"], "trim", 0, 30, "fade", "q", 0, 30, 6)
        for kind in make:
            expected[name, kind] = {
                "remaster": "other_master", "radio": "edit", "extended": "edit", "faded": "edit",
                "noise20": "other_master"}.get(kind, "same_master")
    takes = []
    for seed in range(6):
        render(folder, f"chorale{seed}~original", seed, 80, 0.0)
        # Another tempo; the same tempo with other hands; the very same notes on other instruments; transposed.
        render(folder, f"chorale{seed}~slower", seed, 76, 0.05)
        render(folder, f"chorale{seed}~hands", seed, 80, 0.12)
        render(folder, f"chorale{seed}~instruments", seed, 80, 0.0, soundfont="TimGM6mb.sf2")
        render(folder, f"chorale{seed}~transposed", seed, 80, 0.0, 2)
        takes += [(f"chorale{seed}", kind) for kind in ("slower", "hands", "instruments", "transposed")]
    library = args.work / "verdict-library"
    shutil.rmtree(library, ignore_errors=True)
    ids = ingest(args, folder, library)
    names = {track: name for name, track in ids.items()}
    found = collections.Counter()
    numbers = collections.defaultdict(list)
    merged = set()
    for (name, kind), want in expected.items():
        out = subprocess.run([args.binary, "show", ids[f"{name}~original"], "--json", "--library", library],
                             capture_output=True, text=True).stdout
        recording = json.loads(out)["recording"]
        match = [other for other in recording["others"] if other["track"] == ids[f"{name}~{kind}"]]
        got = match[0]["verdict"] or "by others" if match else "none"
        found[kind, want, got] += 1
        if match and match[0]["evidence"]:
            numbers[kind].append(match[0]["evidence"])
        for other in recording["others"]:
            merged.add(frozenset((f"{name}~original", names[other["track"]])))
    print("| copy | expected | same master | other master | edit | by others | none | bit errors | landmarks |"
          " levels | dynamics | balance |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for kind in dict.fromkeys(kind for _, kind in expected):
        want = next(w for (_, k), w in expected.items() if k == kind)
        row = [found[kind, want, got] for got in ("same_master", "other_master", "edit", "by others", "none")]

        def middle(key):
            values = [e[key] for e in numbers[kind] if e[key] is not None]
            if not values:
                return "–"
            return f"{min(values):.3g} … {statistics.median(values):.3g} … {max(values):.3g}"

        print(f"| {kind} | {want} | " + " | ".join(map(str, row)) + " | "
              + " | ".join(middle(key) for key in ("bitErrors", "landmarks", "levels", "dynamics", "balance")) + " |")
    false = [pair for pair in merged if len({name.split("~")[0] for name in pair}) > 1]
    print(f"\nmerged though they are different pieces: {false or 'none'}")
    wrong = []
    for name, kind in takes:
        out = subprocess.run([args.binary, "show", ids[f"{name}~original"], "--json", "--library", library],
                             capture_output=True, text=True).stdout
        if any(other["track"] == ids[f"{name}~{kind}"] for other in json.loads(out)["recording"]["others"]):
            wrong.append(f"{name}~{kind}")
    print(f"other takes merged: {wrong or 'none'} of {len(takes)}")


def pairs(args):
    folder = args.work / "everything"
    folder.mkdir(parents=True, exist_ok=True)
    files = corpus_files(args.corpus, 0)
    for path in files:
        target = folder / (path.parent.name + "--" + path.stem + ".flac")
        if not target.exists():
            run("ffmpeg", "-y", "-i", path, "-ac", 2, "-ar", 44100, "-sample_fmt", "s16", "-compression_level", 0, target)
    library = args.work / "pair-library"
    ids = ingest(args, folder, library)
    names = {track: name for name, track in ids.items()}
    out = subprocess.run([args.binary, "duplicates", "--json", "--library", library], capture_output=True,
                         text=True).stdout.splitlines()
    count = len(set(ids.values()))
    print(f"{count} tracks, {count * (count - 1) // 2} pairs")
    for line in map(json.loads, out):
        print(" + ".join(names.get(t["track"], t["track"]) for t in line["tracks"]))
        for track in line["tracks"]:
            if track["evidence"]:
                evidence = {k: v for k, v in track["evidence"].items() if k != "stretches"}
                print("   ", track["verdict"], evidence)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("grid", "verdicts", "pairs"))
    parser.add_argument("--binary", type=pathlib.Path, default=".build/release/assonance")
    parser.add_argument("--corpus", type=pathlib.Path, default="../shared/corpus")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--tracks", type=int, default=200)
    parser.add_argument("--clips", type=int, help="grid: clips of so many of the library's tracks; all by default")
    parser.add_argument("--strangers", type=int, help="grid: and of so many outside it; all by default")
    parser.add_argument("--only", nargs="+", help="grid: only degradations whose names hold one of these")
    parser.add_argument("--finders", nargs="+", default=["assonance"], choices=["assonance", *RIVALS],
                        help="grid: who is asked")
    arguments = parser.parse_args()
    {"grid": grid, "verdicts": verdicts, "pairs": pairs}[arguments.what](arguments)
