#!/usr/bin/env python3
"""Does the same music get the same tempo, beats and bars when it is stored differently?

    python3 Evaluation/invariance.py --binary .build/release/assonance --count 60

Every n-th track of the corpus is changed by sox and oggenc, which must be installed, and analysed again:
gain, sample rate, mono, Vorbis, its first minute. Each row compares the answers with those on the track
as it is: the share of tempi within 1 %, mean F of the beats and of the downbeats, the share of metres
that are the same.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import runner
from corpus import Tool, tracks
from metrics import beats, tempo

REPOSITORY = Path(__file__).resolve().parent.parent

# Name, arguments of sox before and after the effects; a rate in the last place goes through oggenc.
VARIANTS = {
    "gain −20 dB": ([], ["gain", "-20"], None),
    "gain −40 dB": ([], ["gain", "-40"], None),
    "gain +20 dB, clipped": ([], ["gain", "20"], None),
    "22 050 Hz": (["-r", "22050"], [], None),
    "48 kHz": (["-r", "48000"], [], None),
    "mono": (["-c", "1"], [], None),
    "Vorbis 96 kbit/s": ([], [], ["-b", "96"]),
    "Vorbis 24 kbit/s": (["-c", "1", "-r", "16000"], [], ["-b", "24"]),
    "first minute": ([], ["trim", "0", "60"], None),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=str(REPOSITORY / ".build/release/assonance"))
    parser.add_argument("--corpus", type=Path, default=Path(
        os.environ.get("ASSONANCE_CORPUS", REPOSITORY / "../shared/corpus")))
    parser.add_argument("--count", type=int, default=60, help="tracks to try (default 60)")
    options = parser.parse_args()
    missing = [name for name in ("sox", "oggenc") if shutil.which(name) is None]
    if missing:
        sys.exit(f"Not installed: {', '.join(missing)}.")
    every = tracks(options.corpus)
    chosen = every[::max(1, len(every) // options.count)][:options.count]
    original = runner.analyse(options.binary, options.corpus, chosen)
    print(f"{len(chosen)} tracks\n")
    print("| variant | tempo within 1 % | beat F | downbeat F | metre the same |")
    print("|---|---|---|---|---|")
    for name, recipe in VARIANTS.items():
        with tempfile.TemporaryDirectory() as folder:
            changed = Tool(name)
            paths = {str(make(options.corpus / track.path, recipe, Path(folder), i)): track.path
                     for i, track in enumerate(chosen)}
            for start in range(0, len(chosen), 40):
                runner.run(options.binary, dict(list(paths.items())[start:start + 40]), changed)
        print(row(name, original, changed), flush=True)


def make(source, recipe, folder, number):
    """The changed file."""
    form, effects, encoder = recipe
    wave = folder / f"{number}.wav"
    subprocess.run(["sox", "-q", "-V1", str(source), "-b", "24", *form, str(wave), *effects],
                   check=True)
    if encoder is None:
        return wave
    coded = folder / f"{number}.ogg"
    subprocess.run(["oggenc", "-Q", *encoder, "-o", str(coded), str(wave)], check=True)
    wave.unlink()
    return coded


def row(name, original, changed):
    """Only tracks whose original has an answer are compared; none on the variant is a change."""
    pairs = [(estimate, changed.estimates[path]) for path, estimate in original.estimates.items()
             if estimate.bpm]
    same = [tempo.close(b.bpm, a.bpm, 0.01) for a, b in pairs]
    on = [beats.f_measure(b.beats, a.beats) for a, b in pairs if a.beats]
    bars = [beats.f_measure(b.downbeats, a.downbeats) for a, b in pairs if a.downbeats]
    meter = [a.beats_per_bar == b.beats_per_bar for a, b in pairs if a.beats_per_bar]
    cells = [f"{100 * sum(values) / max(1, len(values)):.1f}"
             for values in (same, on, bars, meter)]
    return f"| {name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
