#!/usr/bin/env python3
"""Fits the octave decision's weights, and writes them as one Swift file.

    assonance analyze --features --json CORPUS/*/*.ogg > features.jsonl
    python3 Evaluation/fit_metrical_level.py features.jsonl            # fit, report, write the Swift file
    python3 Evaluation/fit_metrical_level.py features.jsonl --dry-run  # fit and report only

A linear score over each reading's inputs (`MetricalLevel.swift`), softmax over the readings of a track,
cross-entropy to the readings within 4 % of the label, ridge penalty. Labels: the corpus' own where the
octave is known; elsewhere on real music the tempo on which at least six of nine tools agree
(`consensus_tempo.csv`). Reported accuracy is held out: eight folds that share no artist, album or style,
and, by --by-source, with one source left out at a time. Needs Python 3.11, numpy and scipy.
"""
import argparse
import csv
import datetime
import json
import os
import pathlib
import random

import numpy as np
from scipy.optimize import minimize

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE.parent / "Sources/Analysis/Rhythm/MetricalLevelWeights.swift"
TOLERANCE = 0.04
RIDGE = 1.0  # on standardised inputs; 0.3 to 3 change the held-out accuracies by at most two tracks
# What a track counts in the fit: labels count more than what other tools agree on.
WEIGHTS = {"real": 1.0, "chorales": 0.5, "consensus": 0.5, "synthetic": 0.5}


def labels(corpus):
    """{path: (kind, group, source, tempo)}."""
    found = {}
    with open(corpus / "consensus_tempo.csv") as file:
        consensus = {row["path"]: float(row["tempo_bpm"]) for row in csv.DictReader(file)}
    with open(corpus / "manifest.csv") as file:
        for row in csv.DictReader(file):
            if row["source"] == "synthetic":
                continue
            known = row["tempo_bpm"] and "AMBIGUOUS" not in row["tempo_octave"]
            kind = "chorales" if row["source"] == "chorale-render" else "real"
            if known:
                found[row["path"]] = (kind, row["group"], row["source"], float(row["tempo_bpm"]))
            elif row["path"] in consensus:
                found[row["path"]] = ("consensus", row["group"], row["source"], consensus[row["path"]])
    with open(corpus / "synth.csv") as file:
        for row in csv.DictReader(file):
            style = "synth:" + row["style_family"]
            found[row["path"]] = ("synthetic", style, "synth", float(row["tempo_bpm"]))
    return found


def load(features, corpus):
    wanted = labels(corpus)
    tracks = []
    with open(features) as file:
        for line in file:
            row = json.loads(line)
            name = next((path for path in (row["path"], "/".join(row["path"].split("/")[-2:]))
                         if path in wanted), None)
            if name is None or not row.get("features"):
                continue
            readings = row["features"]["metricalReadings"]
            kind, group, source, tempo = wanted[name]
            tracks.append({
                "kind": kind, "group": group, "source": source, "path": name,
                "inputs": np.array([reading["inputs"] for reading in readings]),
                "right": np.array([abs(reading["bpm"] / tempo - 1) < TOLERANCE for reading in readings]),
            })
    return tracks


def fit(tracks, scale):
    usable = [(t["inputs"] / scale, t["right"] / t["right"].sum(), WEIGHTS[t["kind"]])
              for t in tracks if t["right"].any()]

    def loss(weights):
        value, slope = RIDGE * weights @ weights, 2 * RIDGE * weights
        for inputs, target, weight in usable:
            score = inputs @ weights
            share = np.exp(score - score.max())
            share /= share.sum()
            value -= weight * (target * np.log(share + 1e-12)).sum()
            slope = slope - weight * inputs.T @ (target - share)
        return value, slope

    start = np.zeros(len(scale))
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x


def held_out(tracks, scale, unit, folds):
    """Fits without each fold in turn; returns [(track, right, confidence)]."""
    units = sorted({t[unit] for t in tracks})
    random.Random(1).shuffle(units)
    answers = []
    for fold in range(min(folds, len(units))):
        out = set(units[fold::folds])
        weights = fit([t for t in tracks if t[unit] not in out], scale)
        for track in tracks:
            if track[unit] in out:
                score = track["inputs"] / scale @ weights
                share = np.exp(score - score.max())
                best = int(np.argmax(score))
                answers.append((track, bool(track["right"][best]), share[best] / share.sum()))
    return answers


def report(title, answers):
    print(title)
    for kind in WEIGHTS:
        hits = [right for track, right, _ in answers if track["kind"] == kind]
        if hits:
            print(f"  {kind:10} accuracy 1 {100 * np.mean(hits):5.1f} (n={len(hits)})")
    ordered = sorted(answers, key=lambda answer: answer[2])
    for part in np.array_split(np.arange(len(ordered)), 5):
        chosen = [ordered[i] for i in part]
        print(f"  confidence {np.mean([c for _, _, c in chosen]):.2f}: "
              f"{100 * np.mean([right for _, right, _ in chosen]):.0f} % right (n={len(chosen)})")


def write(weights, tracks):
    counts = ", ".join(f"{sum(t['kind'] == kind for t in tracks)} {kind}" for kind in WEIGHTS)
    rows = [", ".join(f"{value:.4f}" for value in weights[i:i + 6]) for i in range(0, len(weights), 6)]
    body = "".join(f"    {row},\n" for row in rows)
    TABLE.write_text(f"""/// The weights of `MetricalLevel.inputs`.
///
/// Fitted by `Evaluation/fit_metrical_level.py` on {datetime.date.today()}; tracks: {counts}.
/// Do not edit: fit again, and raise `AnalysisVersion`.
enum MetricalLevelWeights {{
  static let values: [Double] = [
{body}  ]
}}
""")
    print(f"wrote {TABLE.relative_to(HERE.parent)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("features")
    parser.add_argument("--corpus", type=pathlib.Path,
                        default=os.environ.get("ASSONANCE_CORPUS", HERE.parent / "../shared/corpus"))
    parser.add_argument("--dry-run", action="store_true")
    options = parser.parse_args()
    tracks = load(options.features, pathlib.Path(options.corpus))
    scale = np.vstack([t["inputs"] for t in tracks]).std(axis=0) + 1e-6
    present = [t["right"].any() for t in tracks]
    print(f"{len(tracks)} tracks; the right reading is among the candidates of {100 * np.mean(present):.1f} %")
    report("eight folds, no artist, album or style in two of them:", held_out(tracks, scale, "group", 8))
    sources = len({t["source"] for t in tracks})
    report("one source left out at a time:", held_out(tracks, scale, "source", sources))
    if not options.dry_run:
        write(fit(tracks, scale) / scale, tracks)


if __name__ == "__main__":
    main()
