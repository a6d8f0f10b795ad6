#!/usr/bin/env python3
"""Does the key follow a track that is played faster or slower, by as much as its pitch moves?

    python3 Evaluation/transposition.py --binary .build/release/assonance [--count 60] [--out moved.jsonl]

sox plays every n-th track of the corpus at other speeds: whole semitones, after which the key must have moved by
as many, and forty cents up and down, after which it must be the same; those only where the track is tuned to
within ten cents, since beyond half a semitone the next key is the right answer. `--out` keeps what the key was
decided by, for `fit_key.py --moved`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from corpus import GROUPS, tracks
from metrics import key

REPOSITORY = Path(__file__).resolve().parent.parent
SEMITONES = [shift for shift in range(-6, 7) if shift]
CENTS = [-40, 40]
TUNED = 10  # cents
SURE = 0.5  # confidence from which a key is shown without a caveat
BATCH = 40


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=str(REPOSITORY / ".build/release/assonance"))
    parser.add_argument("--corpus", type=Path, default=Path(
        os.environ.get("ASSONANCE_CORPUS", REPOSITORY / "../shared/corpus")))
    parser.add_argument("--count", type=int, default=60, help="tracks to try (default 60)")
    parser.add_argument("--semitones", type=int, nargs="*", default=SEMITONES)
    parser.add_argument("--cents", type=int, nargs="*", default=CENTS)
    parser.add_argument("--out", type=Path, help="where to keep the inputs of the key decision")
    options = parser.parse_args()
    if shutil.which("sox") is None:
        sys.exit("Not installed: sox.")
    every = tracks(options.corpus)
    chosen = every[::max(1, len(every) // options.count)][:options.count]
    plain = answers(options.binary, {str(options.corpus / t.path): t.path for t in chosen})
    keep(options.out, plain, 0, "w")
    rows = []
    for cents in [100 * shift for shift in options.semitones] + options.cents:
        moved = answers_moved(options.binary, options.corpus, chosen, cents)
        if cents % 100 == 0:
            keep(options.out, moved, cents // 100, "a")
        rows.append([shift_name(cents)] + cells(chosen, plain, moved, cents))
        print(" | ".join(rows[-1]), file=sys.stderr)
    titles = ["moved by", *GROUPS, "all", f"surer than {SURE}"]
    for row in [titles, ["---"] * len(titles), *rows, mean_row(chosen, plain)]:
        print(f"| {' | '.join(row)} |")


TALLY = []  # (path, followed) of the moves by whole semitones


def shift_name(cents):
    return f"{cents // 100:+d} semitones" if cents % 100 == 0 else f"{cents:+d} cents"


def cells(chosen, plain, moved, cents):
    """Shares of the tracks of each group whose key followed; 'followed of tried' as text."""
    followed = {}
    for track in chosen:
        before, after = plain.get(track.path), moved.get(track.path)
        if not (before and before["key"]):
            continue  # nothing to follow
        if cents % 100 and abs(before["key"]["tuning"]) > TUNED:
            continue
        tonic, mode = named(before)
        wanted = ((tonic + round(cents / 100)) % 12, mode)
        followed[track.path] = bool(after and after["key"]) and named(after) == wanted
        if cents % 100 == 0:
            TALLY.append((track.path, followed[track.path]))
    return shares(chosen, plain, list(followed.items()))


def shares(chosen, plain, followed):
    group = {track.path: track.group for track in chosen}
    picks = [lambda path, g=g: group[path] == g for g in GROUPS]
    picks += [lambda path: True, lambda path: plain[path]["key"]["confidence"] >= SURE]
    found = []
    for pick in picks:
        marks = [mark for path, mark in followed if pick(path)]
        found.append(f"{100 * sum(marks) / len(marks):.1f} (n={len(marks)})" if marks else "–")
    return found


def mean_row(chosen, plain):
    return ["all semitones"] + shares(chosen, plain, TALLY)


def named(answer):
    return key.parse(f"{answer['key']['tonic']} {answer['key']['mode']}")


def keep(out, found, semitones, mode):
    if out is None:
        return
    with open(out, mode) as file:
        for path, answer in found.items():
            if answer["inputs"]:
                line = {"path": path, "semitones": semitones, "keyInputs": answer["inputs"]}
                file.write(json.dumps(line) + "\n")


def answers_moved(binary, corpus, chosen, cents):
    found = {}
    for start in range(0, len(chosen), BATCH):
        with tempfile.TemporaryDirectory() as folder:
            paths = {}
            for number, track in enumerate(chosen[start:start + BATCH]):
                wave = str(Path(folder) / f"{number}.wav")
                # The factor, not cents: sox rounds those.
                subprocess.run(["sox", "-q", "-V1", str(corpus / track.path), wave, "gain", "-1", "speed",
                                f"{2 ** (cents / 1200):.9f}"], check=True)
                paths[wave] = track.path
            found |= answers(binary, paths)
    return found


def answers(binary, paths):
    """{path: key and what it was decided by} of {file: path}."""
    found = {}
    files = list(paths)
    for start in range(0, len(files), BATCH):
        output = subprocess.run(
            [binary, "analyze", "--features", "--json", "--quiet", *files[start:start + BATCH]],
            stdout=subprocess.PIPE, check=False).stdout
        for line in output.decode().splitlines():
            row = json.loads(line)
            if "error" not in row:
                found[paths[row["path"]]] = {
                    "key": row.get("key"), "inputs": (row.get("features") or {}).get("keyInputs")}
    return found


if __name__ == "__main__":
    main()
