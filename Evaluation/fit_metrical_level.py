#!/usr/bin/env python3
"""Fits the octave decision's weights, and writes them as one Swift file.

    rhythm-inputs CORPUS/*/*.ogg MORE/*.flac > inputs.jsonl
    python3 Evaluation/fit_metrical_level.py inputs.jsonl --more MORE            # fit, report, write
    python3 Evaluation/fit_metrical_level.py inputs.jsonl --more MORE --dry-run  # fit and report only

A linear score over each reading's inputs (`MetricalLevel.swift`), softmax over the readings of a track,
cross-entropy to the readings within 4 % of the label, ridge penalty. Labels: the corpus' own where the
octave is known; elsewhere on real music the tempo on which at least six of nine tools agree
(`consensus_tempo.csv`); and MORE, further pieces of the generator of the synthetic half. Reported accuracy
is held out: eight folds that share no artist, album, style or groove, and one source left out at a time.
`fit_beats.py` comes first: how well bars fit is among the inputs. Needs Python 3.11, numpy and scipy.
"""
import argparse
import csv
import datetime
import json
import os
import pathlib
import random

import numpy as np
from scipy.optimize import minimize, minimize_scalar

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE.parent / "Sources/Analysis/Rhythm/MetricalLevelWeights.swift"
TOLERANCE = 0.04
RIDGE = 1.0  # on standardised inputs; 0.3 to 3 change the held-out accuracies by at most two tracks
# What a track counts in the fit: labels count more than what other tools agree on, and music more than
# what a generator makes of it.
WEIGHTS = {"real": 1.0, "chorales": 0.5, "consensus": 0.5, "synthetic": 0.5, "more": 0.25}
GROUPS = {  # inputs by kind, for the ablation
    "prior": range(0, 3), "pulse": range(3, 14), "style": range(14, 20), "bars": range(20, 23),
    "filled": range(23, 25),
}


def labels(corpus, more):
    """{last two parts of the path: (kind, group, source, tempo)}."""
    found = {}
    with open(corpus / "consensus_tempo.csv") as file:
        consensus = {row["path"]: float(row["tempo_bpm"]) for row in csv.DictReader(file)}
    with open(corpus / "manifest.csv") as file:
        for row in csv.DictReader(file):
            if row["source"] == "synthetic":
                continue
            known = row["tempo_bpm"] and "AMBIGUOUS" not in row["tempo_octave"]
            kind = "chorales" if row["source"] == "chorale-render" else "real"
            group = row["group"] or row["path"]
            if known:
                found[row["path"]] = (kind, group, row["source"], float(row["tempo_bpm"]))
            elif row["path"] in consensus:
                found[row["path"]] = ("consensus", group, row["source"], consensus[row["path"]])
    with open(corpus / "synth.csv") as file:
        for row in csv.DictReader(file):
            style = "synth:" + row["style_family"]
            found[row["path"]] = ("synthetic", style, "synth", float(row["tempo_bpm"]))
    for manifest in sorted(more.glob("manifest*.csv")) if more else []:
        with open(manifest) as file:
            for row in csv.DictReader(file):
                name = "/".join(row["path"].split("/")[-2:])
                group = "more:" + row["groove"].split(":")[0]
                found[name] = ("more", group, "more", float(row["tempo_bpm"]))
    return found


def load(paths, wanted):
    tracks = []
    for path in paths:
        with open(path) as file:
            for line in file:
                row = json.loads(line)
                name = "/".join(row["path"].split("/")[-2:])
                if name not in wanted or not row["readings"]:
                    continue
                kind, group, source, tempo = wanted[name]
                tempi = np.array([reading["bpm"] for reading in row["readings"]])
                tracks.append({
                    "kind": kind, "group": group, "source": source, "path": name,
                    "inputs": np.array([reading["level"] for reading in row["readings"]]),
                    "right": np.abs(tempi / tempo - 1) < TOLERANCE,
                })
    return tracks


def fit(tracks, scale):
    usable = [t for t in tracks if t["right"].any()]
    inputs = np.vstack([t["inputs"] / scale for t in usable])
    sizes = [len(t["right"]) for t in usable]
    owner = np.repeat(np.arange(len(usable)), sizes)
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    right = np.concatenate([t["right"] for t in usable]).astype(float)
    count = np.array([WEIGHTS[t["kind"]] for t in usable])

    def loss(weights):
        score = inputs @ weights
        odds = np.exp(score - np.maximum.reduceat(score, starts)[owner])
        total, good = np.add.reduceat(odds, starts), np.add.reduceat(odds * right, starts) + 1e-12
        slope = odds / total[owner] - odds * right / good[owner]
        value = RIDGE * weights @ weights - (count * np.log(good / total)).sum()
        return value, 2 * RIDGE * weights + inputs.T @ (count[owner] * slope)

    start = np.zeros(len(scale))
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x


def shares(scores, sharpness=1.0):
    odds = np.exp(sharpness * (scores - scores.max()))
    return odds / odds.sum()


def held_out(tracks, scale, unit, folds):
    """Fits without each fold in turn; returns [(track, scores of its readings)]."""
    units = sorted({t[unit] for t in tracks})
    random.Random(1).shuffle(units)
    answers = []
    for fold in range(min(folds, len(units))):
        out = set(units[fold::folds])
        weights = fit([t for t in tracks if t[unit] not in out], scale)
        answers += [(t, t["inputs"] / scale @ weights) for t in tracks if t[unit] in out]
    return answers


def accuracies(answers):
    found = {}
    for kind in WEIGHTS:
        hits = [t["right"][np.argmax(score)] for t, score in answers if t["kind"] == kind]
        if hits:
            found[kind] = 100 * np.mean(hits)
    return found


def calibrate(answers):
    """The power of the odds under which the held-out labels are likeliest."""
    judged = [(t, s) for t, s in answers if t["right"].any() and t["kind"] != "more"]

    def loss(sharpness):
        return -sum(WEIGHTS[t["kind"]] * np.log((shares(s, sharpness) * t["right"]).sum() + 1e-9)
                    for t, s in judged)

    return minimize_scalar(loss, bounds=(0.1, 3), method="bounded").x


def report(title, answers, sharpness):
    print(title)
    print("  accuracy 1: " + ", ".join(f"{k} {v:.1f}" for k, v in accuracies(answers).items()))
    judged = []
    for track, score in answers:
        if track["kind"] != "more":
            share = shares(score, sharpness)
            judged.append((share.max(), bool(track["right"][np.argmax(share)])))
    judged.sort()
    error = 0.0
    for part in np.array_split(np.arange(len(judged)), 6):
        said = np.mean([judged[i][0] for i in part])
        right = np.mean([judged[i][1] for i in part])
        error += abs(said - right) * len(part) / len(judged)
        print(f"  confidence {said:.2f}: {100 * right:.0f} % right (n={len(part)})")
    print(f"  expected calibration error {100 * error:.1f} %")


def ablation(tracks, scale):
    print("held out in eight folds, without a kind of input:")
    for name, columns in GROUPS.items():
        kept = [i for i in range(len(scale)) if i not in columns]
        part = [{**t, "inputs": t["inputs"][:, kept]} for t in tracks]
        found = accuracies(held_out(part, scale[kept], "group", 8))
        print(f"  {name:7} " + ", ".join(f"{k} {v:.1f}" for k, v in found.items()))


def write(weights, sharpness, tracks):
    counts = ", ".join(f"{sum(t['kind'] == kind for t in tracks)} {kind}" for kind in WEIGHTS)
    rows = [", ".join(f"{value:.4f}" for value in weights[i:i + 6]) for i in range(0, len(weights), 6)]
    body = "".join(f"    {row},\n" for row in rows)
    TABLE.write_text(f"""/// The weights of `MetricalLevel.inputs`.
///
/// Fitted by `Evaluation/fit_metrical_level.py` on {datetime.date.today()}; tracks:
/// {counts}.
/// Do not edit: fit again, and raise `AnalysisVersion`.
enum MetricalLevelWeights {{
  static let values: [Double] = [
{body}  ]
  /// The power of the odds under which held-out answers are as often right as they say.
  static let sharpness = {sharpness:.3f}
}}
""")
    print(f"wrote {TABLE.relative_to(HERE.parent)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--corpus", type=pathlib.Path,
                        default=os.environ.get("ASSONANCE_CORPUS", HERE.parent / "../shared/corpus"))
    parser.add_argument("--more", type=pathlib.Path)
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument("--dry-run", action="store_true")
    options = parser.parse_args()
    tracks = load(options.inputs, labels(pathlib.Path(options.corpus), options.more))
    scale = np.vstack([t["inputs"] for t in tracks]).std(axis=0) + 1e-6
    present = [t["right"].any() for t in tracks]
    print(f"{len(tracks)} tracks; the right reading is among the candidates of {100 * np.mean(present):.1f} %")
    answers = held_out(tracks, scale, "group", 8)
    sharpness = calibrate(answers)
    report("eight folds, no artist, album, style or groove in two of them:", answers, sharpness)
    sources = len({t["source"] for t in tracks})
    report("one source left out at a time:", held_out(tracks, scale, "source", sources), sharpness)
    if options.ablation:
        ablation(tracks, scale)
    if not options.dry_run:
        write(fit(tracks, scale) / scale, sharpness, tracks)


if __name__ == "__main__":
    main()
