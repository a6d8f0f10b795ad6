#!/usr/bin/env python3
"""Fits where bars begin, and writes the weights as a Swift file.

    rhythm-inputs CORPUS/synth/*.ogg MORE/tracks/*/*.flac > inputs.jsonl
    python3 Evaluation/fit_bars.py inputs.jsonl --more MORE            # fit, report, write
    python3 Evaluation/fit_bars.py inputs.jsonl --more MORE --dry-run  # fit and report only

A logistic model with a ridge penalty: whether a beat is the first of its bar (`BarModel.swift`). Labels: the beats of
the corpus' synthetic half and of MORE, further pieces of the same generator (`manifest*.csv` with `path` and
`beats_path`), and games' excerpts in which two networks hear the same bars (`game_beats.py`); the MIDI files there
are judged, not fitted. Reported accuracy is held out: folds share no style of the corpus, no groove of MORE and no
game. What the network hears (`fit_beat_network.py`) it has learned from all of MORE, not from the corpus.
Needs Python 3.11, numpy and scikit-learn.
"""
import csv
import datetime
import json
import pathlib
import random

import numpy as np
from sklearn.linear_model import LogisticRegression

import game_beats
import rhythm_options
import swift_table
from corpus import annotated
from game_music import family
from metrics import beats as metric

HERE = pathlib.Path(__file__).resolve().parent
RHYTHM = HERE.parent / "Sources/Analysis/Rhythm"
REACH = 2  # BarInputs.reach
METERS = range(2, 8)  # BarModel.meters
PRIOR = dict(zip(METERS, np.log([0.03, 0.10, 0.82, 0.015, 0.02, 0.015])))  # BarModel.prior
TRUST, CHANGE = 0.25, np.log(1e-4)  # BarModel
RIDGE = 0.01  # C of scikit-learn; ten times either way changes little
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
    for folder in more:
        for row, beats, has_bars, _ in game_beats.labels(folder):
            if has_bars:
                tempo = game_beats.tempo([seconds for seconds, _ in beats])
                found[f"games/{row['name']}.flac"] = ("games", family(row["package"]), tempo, beats)
    return found


def load(paths, known):
    """The pieces whose true tempo is among the readings, with the beats of that reading."""
    tracks = []
    for path in paths:
        with open(path) as file:
            for line in file:
                row = json.loads(line)
                label = known.get("/".join(row["path"].split("/")[-2:]))
                if label is None:
                    continue
                kind, group, tempo, beats = label
                reading = min((r for r in row["readings"] if r["bars"]),
                              key=lambda r: abs(r["bpm"] / tempo - 1), default=None)
                if reading is None or abs(reading["bpm"] / tempo - 1) > 0.04:
                    continue
                times = [time for time, _ in beats]
                tracks.append({
                    "path": row["path"], "kind": kind, "group": group, "annotated": beats,
                    "beats": reading["beats"], "bars": np.array(reading["bars"]),
                    "F": metric.f_measure(metric.trimmed(reading["beats"]), metric.trimmed(times)),
                })
    return tracks


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
    usable = [track for track in tracks if track["F"] > 0.8]
    inputs = [neighbours(track["bars"]) for track in usable]
    first = [positions(track["beats"], track["annotated"]) == 1 for track in usable]
    model = LogisticRegression(C=RIDGE, max_iter=300)
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


def judge(tracks, bars):
    """[(track, downbeat F, metre, found metre, margin)]."""
    answers = []
    weights, bias = bars
    for track in tracks:
        odds = TRUST * (neighbours(track["bars"]) @ weights + bias + np.log(3))
        path = decode(odds)
        downbeats = [time for time, (_, place) in zip(track["beats"], path) if place == 0]
        found = [m for m, _ in path]
        meter = max(METERS, key=found.count)
        first = [time for time, place in track["annotated"] if place == 1]
        answers.append((
            track, metric.f_measure(metric.trimmed(downbeats), metric.trimmed(first)),
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
        answers += judge([t for t in tracks if t["group"] in out], fit_bars(rest))
    return answers + judge(composed, fit_bars(tracks))


def fitted(tracks):
    """Without the MIDI files, which judge."""
    return [t for t in tracks if t["kind"] != "midi"]


def report(answers):
    for kind in ("corpus", "more", "games", "midi"):
        part = [a for a in answers if a[0]["kind"] == kind]
        if not part:
            continue
        print(f"  {kind:7} n={len(part)}: beat F {100 * np.mean([a[0]['F'] for a in part]):.1f}")
        part = [a for a in part if has_bars(a[0])]
        meters = sorted({a[2] for a in part})
        balanced = np.mean([np.mean([a[3] == m for a in part if a[2] == m]) for m in meters])
        print(f"    n={len(part)}: downbeat F {100 * np.mean([a[1] for a in part]):.1f}; metre "
              f"{100 * np.mean([a[2] == a[3] for a in part]):.1f}, balanced {100 * balanced:.1f}")
        for m in meters:
            found = [a[3] for a in part if a[2] == m]
            print(f"    {m}: " + ", ".join(f"{x} × {found.count(x)}" for x in sorted(set(found))))


def fit_confidence(answers):
    """Logistic on the held-out margins: the probability that the metre is right."""
    x = np.array([[a[4]] for a in answers])
    y = np.array([a[2] == a[3] for a in answers])
    model = LogisticRegression(C=1e3).fit(x, y)
    return float(model.intercept_[0]), float(model.coef_[0][0])


def write(bars, confidence, tracks):
    counts = ", ".join(f"{sum(t['kind'] == kind for t in tracks)} {name}" for kind, name in
                       (("corpus", "synthetic pieces of the corpus"), ("more", "further ones"), ("games", "excerpts of games")))
    origin = (f"/// Fitted by `Evaluation/fit_bars.py` on {datetime.date.today()}: "
              f"{counts}.\n/// Do not edit: fit again, and raise `AnalysisVersion`.\n")
    weights, bias = bars
    (RHYTHM / "BarWeights.swift").write_text(
        f"/// The weights of `BarInputs.names`, for each of the neighbouring beats in turn.\n///\n"
        f"{origin}enum BarWeights {{\n"
        f"  static let values: [Double] = [\n{swift_table.rows(weights, 6, '.4f')}  ]\n"
        f"  static let bias = {bias:.4f}\n"
        f"  /// Intercept and slope, from the margin of the metre to its probability.\n"
        f"  static let confidence = [{confidence[0]:.4f}, {confidence[1]:.4f}]\n}}\n")
    print("wrote BarWeights.swift")


def main():
    options = rhythm_options.parser(__doc__.splitlines()[0]).parse_args()
    tracks = load(options.inputs, labels(pathlib.Path(options.corpus), options.more))
    answers = held_out(tracks)
    print(f"{len(tracks)} pieces at their true tempo, held out in {FOLDS} folds:")
    report(answers)
    confidence = fit_confidence([a for a in answers if a[0]["kind"] != "midi" and has_bars(a[0])])
    if not options.dry_run:
        tracks = fitted(tracks)
        write(fit_bars(tracks), confidence, tracks)


if __name__ == "__main__":
    main()
