#!/usr/bin/env python3
"""Fits where beats and bars begin, and writes the weights as Swift files.

    rhythm-inputs CORPUS/synth/*.ogg MORE/*.flac > inputs.jsonl
    python3 Evaluation/fit_beats.py inputs.jsonl --more MORE            # fit, report, write
    python3 Evaluation/fit_beats.py inputs.jsonl --more MORE --dry-run  # fit and report only

Two logistic models with a ridge penalty: whether the tracked beats or those half a beat later are the
annotated ones (`BeatPhase.swift`), and whether a beat is the first of its bar (`BarModel.swift`).
Labels: the beats of the corpus' synthetic half and of MORE, further pieces of the same generator
(`manifest*.csv` with `path` and `beats_path`); the MIDI files there are judged, not fitted. Reported
accuracy is held out: folds share no style of the corpus and no groove of MORE. Needs Python 3.11, numpy
and scikit-learn.
"""
import argparse
import csv
import datetime
import json
import os
import pathlib
import random

import numpy as np
from sklearn.linear_model import LogisticRegression

from metrics import beats as metric

HERE = pathlib.Path(__file__).resolve().parent
RHYTHM = HERE.parent / "Sources/Analysis/Rhythm"
REACH = 2  # BarInputs.reach
METERS = range(2, 8)  # BarModel.meters
PRIOR = dict(zip(METERS, np.log([0.03, 0.10, 0.82, 0.015, 0.02, 0.015])))  # BarModel.prior
TRUST, CHANGE = 0.25, np.log(1e-4)  # BarModel
PHASE_RIDGE, BAR_RIDGE = 0.1, 0.01  # C of scikit-learn; ten times either way changes little
FOLDS = 8
LEFT_OUT = ("clicks", "x_choral")  # nothing audible says where their bars begin


def labels(corpus, more):
    """{last two parts of the path: (kind, group, tempo, annotated beats)}."""
    found = {}
    with open(corpus / "synth.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["path"]] = ("corpus", "style:" + row["style_family"], float(row["tempo_bpm"]),
                                  annotated(corpus / row["beats_path"]))
    for manifest in sorted(path for folder in more for path in folder.glob("manifest*.csv")):
        with open(manifest, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["groove"] in LEFT_OUT:
                    continue
                name = "/".join(row["path"].split("/")[-2:])
                beats = annotated(manifest.parent / row["beats_path"])
                group = f"{row['groove'].removeprefix('wide:').split(':')[0]}:{max(p for _, p in beats)}"
                if row["groove"].startswith("midi:"):
                    found[name] = ("midi", row["groove"], float(row["tempo_bpm"]), beats)
                else:
                    found[name] = ("more", group, float(row["tempo_bpm"]), beats)
    return found


def annotated(path):
    rows = [line.split() for line in path.read_text().splitlines() if line.strip()]
    return [(float(time), int(position)) for time, position in rows]


def load(paths, known):
    """The pieces whose true tempo is among the readings, with both grids of that reading."""
    tracks = []
    for path in paths:
        with open(path) as file:
            for line in file:
                row = json.loads(line)
                label = known.get("/".join(row["path"].split("/")[-2:]))
                if label is None:
                    continue
                kind, group, tempo, beats = label
                reading = min((r for r in row["readings"] if r["grids"]),
                              key=lambda r: abs(r["bpm"] / tempo - 1), default=None)
                if reading is None or abs(reading["bpm"] / tempo - 1) > 0.04:
                    continue
                times = [time for time, _ in beats]
                hits = [metric.f_measure(grid["beats"], times) for grid in reading["grids"]]
                tracks.append({
                    "path": row["path"], "kind": kind, "group": group, "annotated": beats,
                    "phase": np.array(reading["phase"]), "hits": hits,
                    "grids": [{"beats": grid["beats"], "bars": np.array(grid["bars"])}
                              for grid in reading["grids"]],
                })
    return tracks


def fit_phase(tracks):
    """Weights on plain inputs; each piece also counts mirrored, so there is no bias."""
    usable = [t for t in tracks if max(t["hits"]) > 0.7 and abs(t["hits"][0] - t["hits"][1]) > 0.4]
    inputs = np.array([t["phase"] for t in usable])
    right = np.array([t["hits"][0] > t["hits"][1] for t in usable])
    scale = inputs.std(axis=0) + 1e-6
    model = LogisticRegression(C=PHASE_RIDGE, fit_intercept=False, max_iter=500)
    model.fit(np.vstack([inputs, -inputs]) / scale, np.r_[right, ~right])
    return model.coef_[0] / scale


def neighbours(rows):
    """Each beat's row between those of its neighbours, zeros beyond the ends."""
    pad = np.zeros((REACH, rows.shape[1]))
    padded = np.vstack([pad, rows, pad])
    return np.hstack([padded[i:i + len(rows)] for i in range(2 * REACH + 1)])


def positions(beats, reference):
    times = np.array([time for time, _ in reference])
    places = np.array([place for _, place in reference])
    found = []
    for beat in beats:
        nearest = int(np.argmin(abs(times - beat)))
        found.append(places[nearest] if abs(times[nearest] - beat) < 0.1 else 0)
    return np.array(found)


def has_bars(track):
    """Whether it is known where they begin: of some MIDI files it is not."""
    return max(place for _, place in track["annotated"]) > 1


def fit_bars(tracks):
    inputs, first = [], []
    for track in tracks:
        best = int(np.argmax(track["hits"]))
        if track["hits"][best] > 0.8:
            grid = track["grids"][best]
            inputs.append(neighbours(grid["bars"]))
            first.append(positions(grid["beats"], track["annotated"]) == 1)
    model = LogisticRegression(C=BAR_RIDGE, max_iter=300)
    model.fit(np.vstack(inputs), np.concatenate(first))
    return model.coef_[0], float(model.intercept_[0])


def decode(odds):
    """BarModel.decode: the likeliest (metre, place) of each beat."""
    # With the states in this order the one before each place is its neighbour in the list.
    states = [(m, p) for m in METERS for p in range(m)]
    starts = np.array([i for i, (_, p) in enumerate(states) if p == 0])
    ends = np.array([i for i, (m, p) in enumerate(states) if p == m - 1])
    score = np.array([PRIOR[m] - np.log(m) + (odds[0] if p == 0 else 0) for m, p in states])
    origins = [np.arange(len(states))]
    for value in odds[1:]:
        following, origin = np.roll(score, 1), np.roll(np.arange(len(states)), 1)
        best = ends[np.argmax(score[ends])]
        stays = score[ends] >= score[best] + CHANGE
        origin[starts] = np.where(stays, ends, best)
        following[starts] = np.where(stays, score[ends], score[best] + CHANGE) + value
        score = following
        origins.append(origin)
    state = int(np.argmax(score))
    path = [states[state]]
    for origin in origins[:0:-1]:
        state = int(origin[state])
        path.append(states[state])
    return path[::-1]


def margin(odds, meter):
    """How far the metre stands out from the next best, per beat (BarModel.margins)."""
    scores = {m: (max(sum(odds[p::m]) for p in range(m)) + PRIOR[m]) / len(odds) for m in METERS}
    return scores[meter] - max(value for m, value in scores.items() if m != meter)


def judge(tracks, phase, bars):
    """[(track, phase right, beat F, downbeat F, metre, found metre, margin)]."""
    answers = []
    weights, bias = bars
    for track in tracks:
        chosen = 0 if track["phase"] @ phase >= 0 else 1
        grid = track["grids"][chosen]
        odds = TRUST * (neighbours(grid["bars"]) @ weights + bias + np.log(3))
        path = decode(odds)
        downbeats = [time for time, (_, place) in zip(grid["beats"], path) if place == 0]
        found = [m for m, _ in path]
        meter = max(METERS, key=found.count)
        first = [time for time, place in track["annotated"] if place == 1]
        answers.append((
            track, track["hits"][chosen] == max(track["hits"]), track["hits"][chosen],
            metric.f_measure(metric.trimmed(downbeats), metric.trimmed(first)),
            max(place for _, place in track["annotated"]), meter, margin(odds, meter)))
    return answers


def held_out(tracks):
    """Of the fitted pieces by folds; of the composers' MIDI files, which nothing is fitted on, by all."""
    composed = [t for t in tracks if t["kind"] == "midi"]
    tracks = fitted(tracks)
    units = sorted({t["group"] for t in tracks})
    random.Random(1).shuffle(units)
    answers = []
    for fold in range(FOLDS):
        out = set(units[fold::FOLDS])
        rest = [t for t in tracks if t["group"] not in out]
        answers += judge([t for t in tracks if t["group"] in out], fit_phase(rest), fit_bars(rest))
    return answers + judge(composed, fit_phase(tracks), fit_bars(tracks))


def fitted(tracks):
    """Without the MIDI files: fitted on them too, they get 87 % of their phases right in folds, and 86 % so."""
    return [t for t in tracks if t["kind"] != "midi"]


def report(answers):
    for kind in ("corpus", "more", "midi"):
        part = [a for a in answers if a[0]["kind"] == kind]
        if not part:
            continue
        tracked = np.mean([a[0]["hits"][0] for a in part])
        print(f"  {kind:7} n={len(part)}: beat F as tracked {100 * tracked:.1f}, settled "
              f"{100 * np.mean([a[2] for a in part]):.1f}; phase right "
              f"{100 * np.mean([a[1] for a in part]):.1f}")
        part = [a for a in part if has_bars(a[0])]
        meters = sorted({a[4] for a in part})
        balanced = np.mean([np.mean([a[5] == m for a in part if a[4] == m]) for m in meters])
        print(f"    n={len(part)}: downbeat F {100 * np.mean([a[3] for a in part]):.1f}; metre "
              f"{100 * np.mean([a[4] == a[5] for a in part]):.1f}, balanced {100 * balanced:.1f}")
        for m in meters:
            found = [a[5] for a in part if a[4] == m]
            print(f"    {m}: " + ", ".join(f"{x} × {found.count(x)}" for x in sorted(set(found))))


def fit_confidence(answers):
    """Logistic on the held-out margins: the probability that the metre is right."""
    x = np.array([[a[6]] for a in answers])
    y = np.array([a[4] == a[5] for a in answers])
    model = LogisticRegression(C=1e3).fit(x, y)
    return float(model.intercept_[0]), float(model.coef_[0][0])


def table(values, columns=6):
    rows = [", ".join(f"{v:.4f}" for v in values[i:i + columns])
            for i in range(0, len(values), columns)]
    return "".join(f"    {row},\n" for row in rows)


def write(phase, bars, confidence, tracks):
    counts = ", ".join(f"{sum(t['kind'] == kind for t in tracks)} {name}" for kind, name in
                       (("corpus", "of the corpus"), ("more", "further ones")))
    origin = (f"/// Fitted by `Evaluation/fit_beats.py` on {datetime.date.today()}; synthetic "
              f"pieces: {counts}.\n/// Do not edit: fit again, and raise `AnalysisVersion`.\n")
    (RHYTHM / "BeatPhaseWeights.swift").write_text(
        f"/// The weights of `BeatPhase.inputs`.\n///\n{origin}enum BeatPhaseWeights {{\n"
        f"  static let values: [Double] = [\n{table(phase)}  ]\n}}\n")
    weights, bias = bars
    (RHYTHM / "BarWeights.swift").write_text(
        f"/// The weights of `BarInputs.names`, for each of the neighbouring beats in turn.\n///\n"
        f"{origin}enum BarWeights {{\n"
        f"  static let values: [Double] = [\n{table(weights)}  ]\n"
        f"  static let bias = {bias:.4f}\n"
        f"  /// Intercept and slope, from the margin of the metre to its probability.\n"
        f"  static let confidence = [{confidence[0]:.4f}, {confidence[1]:.4f}]\n}}\n")
    print("wrote BeatPhaseWeights.swift and BarWeights.swift")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--corpus", type=pathlib.Path,
                        default=os.environ.get("ASSONANCE_CORPUS", HERE.parent / "../shared/corpus"))
    parser.add_argument("--more", type=pathlib.Path, action="append", default=[],
                        help="folder that more_music.py made (repeatable)")
    parser.add_argument("--dry-run", action="store_true")
    options = parser.parse_args()
    tracks = load(options.inputs, labels(pathlib.Path(options.corpus), options.more))
    answers = held_out(tracks)
    print(f"{len(tracks)} pieces at their true tempo, held out in {FOLDS} folds:")
    report(answers)
    confidence = fit_confidence([a for a in answers if a[0]["kind"] != "midi"])
    if not options.dry_run:
        tracks = fitted(tracks)
        write(fit_phase(tracks), fit_bars(tracks), confidence, tracks)


if __name__ == "__main__":
    main()
