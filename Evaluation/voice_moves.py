#!/usr/bin/env python3
"""What the search for voices decides from when the same music is played higher or lower, for `fit_voices.py`.

    python3 Evaluation/voice_moves.py --program .build/release/voice-inputs --examples EXAMPLES --more MORE \\
        --out moved.jsonl
    python3 Evaluation/voice_moves.py … --by rubberband --out stretched.jsonl

One copy of everything that voices are learned from, one to three semitones up or down, by sox: half of them as a tape
runs faster or slower (speed), half at their own tempo (pitch); which, and how far, is drawn by name. By Rubber Band, which
smears other things and takes longer, 15 s of the corpus' and the games' music alone. The copies are written in batches, read and
deleted. A line is named like the file that it is a copy of. Needs sox, and ffmpeg with Rubber Band.
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import tempfile
import zlib

from fit_voices import HERE, corpus_labels

# Cents. Two semitones are what the descriptors are asked to bear; chosen: around that, so that it is not learned by heart.
CENTS = (100, 300)
BATCH = 48


def by_sox(source, name, out):
    draw = random.Random(zlib.crc32(name.encode()))
    cents = round(draw.choice((-1, 1)) * draw.uniform(*CENTS))
    effect = draw.choice((["pitch", str(cents)], ["speed", f"{cents}c"]))
    subprocess.run(["sox", "-D", "-V1", source, "-b", "16", out, "remix", "-", "gain", "-6", *effect, "rate", "44100"],
                   check=True)


def by_rubberband(source, name, out):
    draw = random.Random(zlib.crc32((name + "/rubberband").encode()))
    semitones = draw.choice((-1, 1)) * draw.uniform(*CENTS) / 100
    subprocess.run(["ffmpeg", "-v", "error", "-ss", "5", "-t", "15", "-i", source, "-ac", "1", "-af",
                    f"volume=0.5,aresample=44100,rubberband=pitch={2 ** (semitones / 12):.6f}", out], check=True)


def sources(examples, corpus, more):
    """(name, path) of all that has a label."""
    labels = corpus_labels(corpus)
    found = [(path.name, path) for path in sorted(examples.glob("*.wav"))]
    for path in sorted(corpus.glob("*/*.ogg")) + sorted((more / "tracks").glob("games/*.flac")):
        name = "/".join(path.parts[-2:])
        if labels.get(name, (None,))[0] is not None:
            found.append((name, path))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--examples", type=pathlib.Path, required=True)
    parser.add_argument("--more", type=pathlib.Path, required=True, help="where game_music.py put its excerpts")
    parser.add_argument("--corpus", type=pathlib.Path,
                        default=os.environ.get("ASSONANCE_CORPUS", HERE.parent.parent / "shared/corpus"))
    parser.add_argument("--by", choices=("sox", "rubberband"), default="sox")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    found = sources(options.examples, pathlib.Path(options.corpus), options.more)
    copied = by_sox
    if options.by == "rubberband":
        found, copied = [(name, path) for name, path in found if "/" in name], by_rubberband
    with open(options.out, "w") as out:
        for start in range(0, len(found), BATCH):
            with tempfile.TemporaryDirectory() as folder:
                names = {}
                for k, (name, path) in enumerate(found[start:start + BATCH]):
                    copy = f"{folder}/{k}.wav"
                    copied(str(path), name, copy)
                    names[copy] = name
                lines = subprocess.run([options.program, *names], capture_output=True, check=True, text=True).stdout
                for line in map(json.loads, lines.splitlines()):
                    print(json.dumps(line | {"path": names[line["path"]]}), file=out)
    print(f"{len(found)} copies")


if __name__ == "__main__":
    main()
