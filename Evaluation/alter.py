#!/usr/bin/env python3
"""Makes altered copies of corpus files, to see what moves a descriptor.

    python3 Evaluation/alter.py features.jsonl --out ALTERED [--every 7]
    assonance analyze --features --json ALTERED/* > altered.jsonl
    python3 Evaluation/fit_descriptors.py features.jsonl --made examples.jsonl --pairs altered.jsonl

Every seventh real excerpt, so that all sources take part. Pitch is shifted twice: in the time domain by sox (up,
down), which smears attacks, and by the Rubber Band library (higher, lower). A drum
loop is added as loud as the music: in the music's own tempo and on its beat (drums), and at 120 a minute whatever the
music does (clash). A copy is called ALTERATION__FOLDER+FILE. Needs sox,
ffmpeg and numpy with soundfile.
"""
import argparse
import csv
import json
import os
import pathlib
import subprocess

import numpy as np
import soundfile

HERE = pathlib.Path(__file__).resolve().parent
RATE = 44_100


def run(*command, data=None):
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def drum_loop(frames, bpm=120, start=0.0):
    """A bass drum on each beat, a snare on two and four, a hi-hat on eighths: synthesised."""
    draw = np.random.default_rng(3)
    x = np.zeros(frames + RATE)
    t = np.arange(RATE // 4) / RATE
    kick = np.exp(-t / .08) * np.sin(2 * np.pi * np.cumsum(50 + 70 * np.exp(-t / .02)) / RATE)
    snare = np.exp(-t / .05) * (draw.normal(size=len(t)) * .5 + np.sin(2 * np.pi * 190 * t))
    hat = np.exp(-t / .015) * np.diff(draw.normal(size=len(t) + 1)) * .4
    start %= 120 / bpm
    for step in range(int((frames / RATE - start) * bpm / 30)):
        i = int((start + step * 30 / bpm) * RATE)
        x[i:i + len(t)] += hat
        if step % 2 == 0:
            x[i:i + len(t)] += kick if step % 4 == 0 else snare
        if step % 4 == 2:
            x[i:i + len(t)] += kick * .8
    return x[:frames]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", default=os.environ.get("ASSONANCE_CORPUS", HERE.parent.parent / "shared/corpus"))
    parser.add_argument("analysis", help="JSON lines of `assonance analyze --json` over the corpus: tempo and beats")
    parser.add_argument("--out", required=True)
    parser.add_argument("--every", type=int, default=7)
    arguments = parser.parse_args()
    corpus, out = pathlib.Path(arguments.corpus), pathlib.Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    with open(arguments.analysis) as lines:
        known = {"/".join(a["path"].split("/")[-2:]): a for a in map(json.loads, lines)}
    with open(corpus / "manifest.csv") as lines:
        rows = [r for r in csv.DictReader(lines) if r["source"] not in ("synthetic", "chorale-render")]
    for r in rows[::arguments.every]:
        name = r["path"].replace("/", "+").removesuffix(".ogg")
        wav = out / f"plain__{name}.wav"
        run("ffmpeg", "-v", "error", "-y", "-i", str(corpus / r["path"]), "-af", "volume=-14dB", "-ar", str(RATE), "-c:a",
            "pcm_f32le", str(wav))
        make = lambda what, *effects: run("sox", "-D", str(wav), str(out / f"{what}__{name}.wav"), *effects)
        make("quiet", "gain", "-12")
        make("loud", "gain", "12")
        make("soft", "gain", "-6")
        make("up", "pitch", "200")
        make("down", "pitch", "-200")
        make("lowpass", "lowpass", "3000")
        make("room", "reverb", "50")
        for what, ratio in (("higher", 2 ** (2 / 12)), ("lower", 2 ** (-2 / 12))):
            run("ffmpeg", "-v", "error", "-y", "-i", str(wav), "-af", f"rubberband=pitch={ratio}:pitchq=quality", "-c:a",
                "pcm_f32le", str(out / f"{what}__{name}.wav"))
        coded = str(out / f"coded__{name}.ogg")
        run("ffmpeg", "-v", "error", "-y", "-i", str(wav), "-ac", "1", "-ar", "22050", "-c:a", "libvorbis", "-q:a", "-0.1",
            coded)
        x, rate = soundfile.read(wav, always_2d=True)
        soundfile.write(out / f"first__{name}.wav", x[:len(x) // 2], rate, subtype="FLOAT")
        soundfile.write(out / f"second__{name}.wav", x[len(x) // 2:], rate, subtype="FLOAT")
        analysis = known[r["path"]]
        tempo = (analysis["tempo"] or {}).get("bpm", 120)
        for what, bpm, start in (("drums", tempo, (analysis["beats"] or [0])[0]), ("clash", 120, 0)):
            drums = drum_loop(len(x), bpm, start)[:, None]
            gain = np.sqrt(np.mean(x ** 2) / np.mean(drums ** 2))
            soundfile.write(out / f"{what}__{name}.wav", x + gain * drums, rate, subtype="FLOAT")
    print(f"{len(rows[::arguments.every])} tracks altered in {out}")


if __name__ == "__main__":
    main()
