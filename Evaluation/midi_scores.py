#!/usr/bin/env python3
"""Tempo and beats of the excerpts that `midi_music.py` made, ours and other tools'.

    assonance analyze --json MORE/tracks/midi/*.flac > ours.jsonl
    python3 Evaluation/midi_scores.py MORE ours.jsonl [TOOL.jsonl …]

Each file holds one tool's answers: lines of `assonance analyze --json`, or with "path", "bpm" and "beats" (seconds). Prints
accuracy 1 and 2 within 4 %, how many are told at half and at double, accuracy 1 of the fast ones, and F, CMLt and AMLt of the
beats. Needs the standard library alone.
"""

import argparse
import csv
import json
import pathlib
import statistics

from metrics import beats as beat_metric
from metrics import tempo as tempo_metric

FAST = 140  # beats a minute


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("more", type=pathlib.Path)
    parser.add_argument("answers", type=pathlib.Path, nargs="+")
    options = parser.parse_args()
    with open(options.more / "manifest-midi.csv", newline="", encoding="utf-8") as file:
        excerpts = {row["id"]: (float(row["tempo_bpm"]), options.more / row["beats_path"])
                    for row in csv.DictReader(file)}
    fast = [name for name, (tempo, _) in excerpts.items() if tempo >= FAST]
    wrong = (None, [])
    print(f"{len(excerpts)} excerpts, {len(fast)} of them at {FAST} or more")
    print("| tool | accuracy 1 | accuracy 2 | half | double | of the fast ones | beat F | CMLt | AMLt |")
    print("|---|---|---|---|---|---|---|---|---|")
    for path in options.answers:
        found = answers(path)
        tempi = {name: (found.get(name, wrong)[0], tempo) for name, (tempo, _) in excerpts.items()}
        kinds = [tempo_metric.relation(*pair) for pair in tempi.values()]
        cells = [mean(tempo_metric.accuracy1(*pair) for pair in tempi.values()),
                 mean(tempo_metric.accuracy2(*pair) for pair in tempi.values()),
                 str(kinds.count("half")), str(kinds.count("double")),
                 mean(tempo_metric.accuracy1(*tempi[name]) for name in fast)]
        scores = [beat_scores(found.get(name, wrong)[1], truth) for name, (_, truth) in excerpts.items()]
        cells += [mean(column) for column in zip(*scores)]
        print(f"| {path.stem} | " + " | ".join(cells) + " |")


def answers(path):
    """{excerpt: (tempo or None, beats)}."""
    found = {}
    with open(path, encoding="utf-8") as file:
        for row in map(json.loads, file):
            tempo = row["bpm"] if "bpm" in row else (row.get("tempo") or {}).get("bpm")
            times = [beat["start"] if isinstance(beat, dict) else beat for beat in row.get("beats") or []]
            found[pathlib.Path(row["path"]).stem] = (tempo, times)
    return found


def mean(shares):
    return f"{100 * statistics.mean(shares):.1f}"


def beat_scores(found, truth):
    times = [float(line.split()[0]) for line in truth.read_text().splitlines()]
    found, times = beat_metric.trimmed(found), beat_metric.trimmed(times)
    _, correct, _, at_any_level = beat_metric.continuity(found, times)
    return beat_metric.f_measure(found, times), correct, at_any_level


if __name__ == "__main__":
    main()
