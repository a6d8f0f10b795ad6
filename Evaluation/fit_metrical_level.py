#!/usr/bin/env python3
"""Fits the octave decision's weights, and writes them as one Swift file.

    rhythm-inputs CORPUS/*/*.ogg MORE/tracks/*/*.flac MORE/speeds/*/*.flac > inputs.jsonl
    python3 Evaluation/fit_metrical_level.py inputs.jsonl --more MORE            # fit, report, write
    python3 Evaluation/fit_metrical_level.py inputs.jsonl --more MORE --dry-run  # fit and report only

A score of each reading's inputs (`MetricalLevel.swift`), softmax over the readings of a track,
cross-entropy to the readings within 4 % of the label (`listwise.py`). Labels: the corpus' own where the
octave is known; elsewhere on real music the tempo on which at least six of nine tools agree
(`consensus_tempo.csv`); on games' soundtracks (`game_music.py`) that on which three networks do (`game_tempo.py`); and MORE,
pieces that `more_music.py` made, and the real ones at two other speeds (`other_speeds.py`). Composers' MIDI files (`midi_music.py`) are judged, not fitted. Reported accuracy is held out: eight folds that share no artist, album, style or groove, and one source left out at a time.
`fit_bars.py` comes first: how well bars fit is among the inputs. Needs Python 3.11, numpy and scipy.
"""
import csv
import datetime
import json
import pathlib
import random

import numpy as np
from scipy.optimize import minimize_scalar

import game_music
import listwise
import rhythm_options
import swift_table

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE.parent / "Sources/Analysis/Rhythm/MetricalLevelWeights.swift"
TOLERANCE = 0.04
# What a track counts in the fit: labels count more than what other tools agree on, and music more than
# what a generator makes of it. The composers' MIDI files only judge: fitted on them too (0.5) they get 82.3 %
# in folds, 82.9 without, and real music 78.1 in place of 84.4 (2026-11-21).
WEIGHTS = {"real": 1.0, "chorales": 0.5, "consensus": 0.5, "games": 0.5, "synthetic": 0.5, "midi": 0, "more": 0.25,
           "wide": 0.25}
SPEEDS = (0.8, 1.25)
AT_OTHER_SPEED = 0.25  # of the weight at its own; 0.5 does no better held out
# Not what confidence is held to: what was made, and labels that there are only where networks find it easy.
UNJUDGED = ("midi", "more", "wide", "games")
GROUPS = {  # inputs by kind, for the ablation
    "prior": range(0, 3), "pulse": range(3, 14), "style": range(14, 20), "bars": range(20, 23),
    "filled": range(23, 25), "harmony": range(25, 38), "pattern": range(38, 74),
}


def labels(corpus, more):
    """{last two parts of the path: (kind, group, source, tempo, speed)}."""
    found = {}
    with open(corpus / "consensus_tempo.csv") as file:
        consensus = {row["path"]: float(row["tempo_bpm"]) for row in csv.DictReader(file)}
    with open(corpus / "manifest.csv") as file:
        for row in csv.DictReader(file):
            if row["source"] == "synthetic":
                continue
            known = row["tempo_bpm"] and "AMBIGUOUS" not in row["tempo_octave"]
            kind = "chorales" if row["source"] == "chorale-render" else "real"
            group = game_music.source_family(row["source"]) or row["group"] or row["path"]
            if known:
                found[row["path"]] = (kind, group, row["source"], float(row["tempo_bpm"]), 1)
            elif row["path"] in consensus:
                found[row["path"]] = ("consensus", group, row["source"], consensus[row["path"]], 1)
    with open(corpus / "synth.csv") as file:
        for row in csv.DictReader(file):
            style = "synth:" + row["style_family"]
            found[row["path"]] = ("synthetic", style, "synth", float(row["tempo_bpm"]), 1)
    for path, (group, tempo) in game_music.tempi().items():
        found[path] = ("games", group, "games", tempo, 1)
    for path, (kind, group, source, tempo, _) in list(found.items()):
        for speed in SPEEDS if kind != "synthetic" else ():
            found[speed_name(path, speed)] = (kind, group, source, tempo * speed, speed)
    for manifest in sorted(path for folder in more for path in folder.glob("manifest*.csv")):
        with open(manifest) as file:
            for row in csv.DictReader(file):
                name = "/".join(row["path"].split("/")[-2:])
                groove, _, style = row["groove"].partition(":")
                kind = {"wide": "wide", "x_chip": "wide", "midi": "midi"}.get(groove, "more")
                group = "more:" + groove if kind == "more" else f"{kind}:{style or groove}"
                found[name] = (kind, group, kind, float(row["tempo_bpm"]), 1)
    return found


def speed_name(path, speed):
    """What `other_speeds.py` calls the copy of an excerpt at another speed."""
    return f"{speed}/" + path.rsplit(".", 1)[0].replace("/", "__") + ".flac"


def load(paths, wanted):
    tracks = []
    for path in paths:
        with open(path) as file:
            for line in file:
                row = json.loads(line)
                name = "/".join(row["path"].split("/")[-2:])
                if name not in wanted or not row["readings"]:
                    continue
                kind, group, source, tempo, speed = wanted[name]
                tempi = np.array([reading["bpm"] for reading in row["readings"]])
                tracks.append({
                    "kind": kind, "group": group, "source": source, "path": name,
                    "speed": speed, "weight": WEIGHTS[kind] * (1 if speed == 1 else AT_OTHER_SPEED),
                    "inputs": np.array([reading["level"] for reading in row["readings"]]),
                    "right": np.abs(tempi / tempo - 1) < TOLERANCE,
                })
    return tracks


def shares(scores, sharpness=1.0):
    odds = np.exp(sharpness * (scores - scores.max()))
    return odds / odds.sum()


def held_out(tracks, scale, unit, folds, networks=listwise.NETWORKS):
    """Fits without each fold in turn; returns [(track, scores of its readings)]."""
    units = sorted({t[unit] for t in tracks})
    random.Random(1).shuffle(units)
    answers = []
    for fold in range(min(folds, len(units))):
        out = set(units[fold::folds])
        ranker = listwise.fit([t for t in tracks if t[unit] not in out], scale, networks)
        answers += [(t, ranker.scores(t["inputs"])) for t in tracks if t[unit] in out]
    return answers


def accuracies(answers):
    found = {}
    for kind in WEIGHTS:
        for speed in (1, *SPEEDS):
            hits = [t["right"][np.argmax(score)] for t, score in answers
                    if t["kind"] == kind and t["speed"] == speed]
            if hits:
                found[kind if speed == 1 else f"{kind} × {speed}"] = 100 * np.mean(hits)
    return found


def is_judged(track):
    """Whether it counts for the confidence: the corpus at its own speed."""
    return track["kind"] not in UNJUDGED and track["speed"] == 1


def calibrate(answers):
    """The power of the odds under which the held-out labels are likeliest."""
    judged = [(t, s) for t, s in answers if t["right"].any() and is_judged(t)]

    def loss(sharpness):
        return -sum(WEIGHTS[t["kind"]] * np.log((shares(s, sharpness) * t["right"]).sum() + 1e-9)
                    for t, s in judged)

    return minimize_scalar(loss, bounds=(0.1, 3), method="bounded").x


def report(title, answers, sharpness):
    print(title)
    print("  accuracy 1: " + ", ".join(f"{k} {v:.1f}" for k, v in accuracies(answers).items()))
    judged = []
    for track, score in answers:
        if is_judged(track):
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
    print("held out in eight folds: a linear score, without music far from the middle, without other speeds;\n"
          "then without a kind of input:")
    variants = {"linear": (tracks, 0),
                "no wide": ([{**t, "weight": 0} if t["kind"] == "wide" else t for t in tracks], 3),
                "no speed": ([{**t, "weight": 0} if t["speed"] != 1 else t for t in tracks], 3)}
    for name, (part, networks) in variants.items():
        found = accuracies(held_out(part, scale, "group", 8, networks))
        print(f"  {name:8} " + ", ".join(f"{k} {v:.1f}" for k, v in found.items()), flush=True)
    for name, columns in GROUPS.items():
        kept = [i for i in range(len(scale)) if i not in columns]
        part = [{**t, "inputs": t["inputs"][:, kept]} for t in tracks]
        found = accuracies(held_out(part, scale[kept], "group", 8))
        print(f"  {name:8} " + ", ".join(f"{k} {v:.1f}" for k, v in found.items()), flush=True)


def write(ranker, sharpness, tracks):
    def rows(values):
        return swift_table.rows(values, 8, ".5g")

    counts = ", ".join(f"{sum(t['kind'] == kind and t['speed'] == 1 for t in tracks)} {kind}"
                       for kind, weight in WEIGHTS.items() if weight)
    counts += f", {sum(t['speed'] != 1 for t in tracks)} at other speeds"
    TABLE.write_text(f"""/// The weights of `MetricalLevel.inputs`.
///
/// Fitted by `Evaluation/fit_metrical_level.py` on {datetime.date.today()}; tracks:
/// {counts}.
/// Do not edit: fit again, and raise `AnalysisVersion`.
enum MetricalLevelWeights {{
  static let linear: [Double] = [
{rows(ranker.linear / ranker.scale)}  ]
  /// Of one hidden unit after the other.
  static let hidden: [Double] = [
{rows((ranker.hidden / ranker.scale[:, None]).T.ravel())}  ]
  static let biases: [Double] = [
{rows(ranker.biases)}  ]
  static let outputs: [Double] = [
{rows(ranker.outputs)}  ]
  /// The power of the odds under which held-out answers are as often right as they say.
  static let sharpness = {sharpness:.3f}
}}
""")
    print(f"wrote {TABLE.relative_to(HERE.parent)}")


def main():
    parser = rhythm_options.parser(__doc__.splitlines()[0])
    parser.add_argument("--ablation", action="store_true")
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
        write(listwise.fit(tracks, scale), sharpness, tracks)


if __name__ == "__main__":
    main()
