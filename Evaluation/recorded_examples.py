#!/usr/bin/env python3
"""Adds examples with recorded people to those of `voice_examples.py`: who speaks, which audiences clap and cheer, what is no audience.

    python3 Evaluation/recorded_examples.py --debian UNPACKED --out EXAMPLES [--download]

UNPACKED holds Debian packages, each unpacked under its name; `recorded_sounds.csv` says what in them is what, under usr/share.
`--download` fetches and unpacks what is missing with apt-get and dpkg-deb. Speakers speak, rap, and sing by WORLD's
resynthesis; singers are heard as they are; audiences stand alone, before, after and under music, and so do rain, wind, sea, engines
and birds, which are none. Folds are by speaker and, for sounds, by package (LinCity's
market and its water are two). Seeded. Needs what `voice_examples.py` needs.
"""
import argparse
import csv
import os
import pathlib
import subprocess

import numpy as np
from scipy import signal

import voice_examples as made
from fit_voices import half

HERE = pathlib.Path(__file__).resolve().parent
SOUNDS = (".flac", ".mp3", ".ogg", ".wav")
# Speech of each voice, in seconds: enough for WORLD's 35 and for two different excerpts.
SPEECH = 60


def recorded(folder):
    """(kind, name): its files."""
    found = {}
    with open(HERE / "recorded_sounds.csv") as lines:
        for r in csv.DictReader(lines):
            files = sorted(p for p in (folder / r["package"] / "usr/share").glob(r["pattern"]) if p.suffix.lower() in SOUNDS)
            if not files:
                raise SystemExit(f"{r['package']} has no {r['pattern']}; is it unpacked in {folder}?")
            found.setdefault((r["kind"], r["name"]), []).extend(files)
    return found


def download(folder):
    with open(HERE / "recorded_sounds.csv") as lines:
        for package in sorted({r["package"] for r in csv.DictReader(lines)}):
            target = folder / package
            if (target / "usr/share").exists():
                continue
            target.mkdir(parents=True, exist_ok=True)
            subprocess.run(["apt-get", "download", package], cwd=target, check=True, stdout=subprocess.DEVNULL)
            for archive in target.glob("*.deb"):
                subprocess.run(["dpkg-deb", "-x", archive, target], check=True)
                archive.unlink()


def spoken(files, draw):
    """The files in some order, with pauses between them."""
    parts, total = [], 0
    order = list(draw.permutation(len(files)))
    while total < SPEECH * made.RATE and len(parts) < 2000:
        if not order:
            order = list(draw.permutation(len(files)))
        x = made.decode(files[order.pop()])
        peak = np.abs(x).max(initial=0)
        if peak < .01:
            continue
        parts += [x / peak * .7, np.zeros(int(draw.uniform(.05, .5) * made.RATE))]
        total += len(x)
    return np.concatenate(parts)


def coloured(x, draw):
    """The sound in another place and by another microphone: slower or faster, tilted, some of it dull."""
    x = signal.resample(x, int(len(x) * 2 ** draw.uniform(-.3, .3)))
    spectrum = np.fft.rfft(x)
    octaves = np.log2(np.maximum(np.fft.rfftfreq(len(x), 1 / made.RATE), 60) / 1000)
    gain = np.clip(draw.uniform(-4, 4) * octaves, -12, 12)
    if draw.random() < .4:
        gain = gain - 24 * np.maximum(0, octaves - np.log2(draw.uniform(3, 8)))
    return np.fft.irfft(spectrum * 10 ** (gain / 20), len(x))


def going_on(path, draw, length=made.LENGTH):
    """The sound again and again, each time faded into the next."""
    x = coloured(made.decode(path), draw)
    fade = min(len(x) // 4, made.RATE // 4)
    rise = np.linspace(0, 1, fade)
    out = x.copy()
    while len(out) < length:
        out[-fade:] = out[-fade:] * (1 - rise) + x[:fade] * rise
        out = np.concatenate([out, x[fade:]])
    return out[:length]


def speaker(examples, name, files):
    draw = made.rng("recorded", name)
    f = half(name)
    x = spoken(files, draw)
    singer = made.Singer(x)
    dry = made.speak(x, draw)
    examples.write("speech", f, name, "", dry)
    examples.write("speech", f, name, "", made.room(made.speak(x, draw), draw, draw.uniform(.2, .8)))
    sung = singer.sing(draw, draw.integers(12), draw.random() < .5, 60 / draw.uniform(70, 140))
    examples.write("alone", f, name, "", made.room(sung, draw, draw.uniform(.3, 2)))
    for k in range(2):
        made.accompanied(examples, draw, f, name, singer, f"{name}-{k}")
    made.over_drums(examples, draw, f, name, lambda: made.speak(x, draw))
    made.over_drums(examples, draw, f, name, lambda: singer.rap(draw, 60 / draw.uniform(75, 110)))
    made.over_music(examples, draw, f, name, lambda: made.speak(x, draw))


def singer(examples, name, files):
    f = half(name)
    for k in range(4):
        draw = made.rng("recorded", name, k)
        x = made.speak(spoken(files, draw), draw)
        if k < 2:
            examples.write("alone", f, name, "", x if k == 0 else made.room(x, draw, draw.uniform(.3, 2)))
            continue
        m, group = examples.backing(draw, f)
        db, pair = draw.uniform(-6, 6), f"{name}-{k}"
        examples.write("sung", f, name, group, made.mixed(x, m, db), db=f"{db:.1f}", pair=pair)
        examples.write("plain", f, "", group, m, pair=pair)


def audience(examples, name, files):
    forms = ("all", "under", "head", "all", "under", "tail", "under")
    # As many from each package, whatever it has, but each file once.
    for k in range(max(2 * len(forms), len(files))):
        draw = made.rng("recorded", name, k)
        path = files[k % len(files)]
        made.audience(examples, draw, half(name), forms[k % len(forms)], lambda: going_on(path, draw), f"{name}-{k}", "audience")


def surroundings(examples, name, files):
    for k in range(max(4, len(files))):
        draw = made.rng("recorded", name, k)
        path = files[k % len(files)]
        m, group = examples.backing(draw, half(name))
        examples.write("surroundings", half(name), "itself", "", going_on(path, draw))
        db = draw.uniform(-18, 0)
        examples.write("surroundings", half(name), "behind", group, made.mixed(going_on(path, draw), m, db), db=f"{db:.1f}")


ADD = {"speaker": speaker, "singer": singer, "audience": audience, "surroundings": surroundings}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--debian", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--download", action="store_true")
    parser.add_argument("--part", default="0/1", help="this part of so many, for several processes; adds to examples.csv")
    parser.add_argument("--corpus", default=os.environ.get("ASSONANCE_CORPUS", HERE.parent.parent / "shared/corpus"))
    arguments = parser.parse_args()
    if arguments.download:
        download(arguments.debian)
    part, parts = map(int, arguments.part.split("/"))
    examples = made.Examples(arguments.out, pathlib.Path(arguments.corpus), f"r{part}", recorded=True)
    for (kind, name), files in list(recorded(arguments.debian).items())[part::parts]:
        ADD[kind](examples, name, files)
    examples.save()


if __name__ == "__main__":
    main()
