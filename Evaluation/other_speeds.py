#!/usr/bin/env python3
"""The labelled real excerpts played slower and faster, to fit the octave decision on.

    python3 Evaluation/other_speeds.py --out MORE       # MORE/speeds/0.8/… and MORE/speeds/1.25/…

Those of the corpus, and of MORE/tracks those of games.

Real music with a label lies between 76 and 174 beats a minute, three quarters of it between 95 and 140:
from it alone a model learns that tempi lie there. The same samples under another rate, as a tape runs slower
or faster, keep all else (what is struck on which beat) and move the tempo. `fit_metrical_level.py` takes
MORE. Needs Python 3.11 and soundfile.
"""

import argparse
import os
import pathlib

import soundfile

from fit_metrical_level import HERE, SPEEDS, labels, speed_name

SECONDS = 45


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--corpus", type=pathlib.Path,
                        default=os.environ.get("ASSONANCE_CORPUS", HERE.parent / "../shared/corpus"))
    options = parser.parse_args()
    corpus = pathlib.Path(options.corpus)
    paths = [path for path, (kind, _, _, _, speed) in labels(corpus, []).items()
             if kind != "synthetic" and speed == 1]
    for speed in SPEEDS:
        (options.out / "speeds" / str(speed)).mkdir(parents=True, exist_ok=True)
        for path in paths:
            folder = options.out / "tracks" if path.startswith("games/") else corpus
            audio, rate = soundfile.read(folder / path)
            soundfile.write(options.out / "speeds" / speed_name(path, speed),
                            audio[:SECONDS * rate], round(rate * speed))
    print(f"{len(paths)} excerpts at {len(SPEEDS)} speeds")


if __name__ == "__main__":
    main()
