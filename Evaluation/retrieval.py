#!/usr/bin/env python3
"""How well the nearest neighbours agree with genre, artist and album labels.

    assonance analyze --features --embedding --json MUSIC > features.jsonl
    python3 Evaluation/retrieval.py features.jsonl [--variants variants.jsonl] [--rivals FOLDER]

Variants are the same tracks encoded anew, or quieter, or cut: lines whose path is the track's, then
"@" and the variant's name ("a/b@mp3.wav" is a variant of "a/b.ogg"). Rivals are what `rival_spaces.py`
wrote: of each tool its distances.
"""

import argparse
import csv
import json
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

import fit_space
from metrics import statistics

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDS = 5  # of artists, for the space that has not seen the queries


def main():
    arguments = parsed()
    if not (arguments.corpus / "manifest.csv").is_file():
        sys.exit(f"No corpus at {arguments.corpus}: name its folder with --corpus or "
                 "ASSONANCE_CORPUS.")
    tracks = read(arguments.features, arguments.corpus)
    spaces = candidates(tracks)
    others = rivals(arguments.rivals, tracks) if arguments.rivals else {}
    print(labels_table(tracks, spaces, others))
    print()
    print(HUBS.format(count=len(tracks)))
    print(hubs_table(tracks, spaces, others))
    if arguments.variants:
        print()
        print(variants_table(tracks, variants(arguments.variants), spaces["all families"]))
    return 0


def parsed():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("features", type=Path)
    parser.add_argument("--variants", type=Path)
    parser.add_argument("--rivals", type=Path)
    parser.add_argument("--corpus", type=Path,
                        default=Path(os.environ.get("ASSONANCE_CORPUS",
                                                    REPOSITORY / "../shared/corpus")),
                        help="default: $ASSONANCE_CORPUS, else ../shared/corpus")
    return parser.parse_args()


def read(path, corpus):
    """The real tracks that have an embedding, each with its row of the manifest."""
    with open(corpus / "manifest.csv", newline="", encoding="utf-8") as file:
        labels = {row["path"]: row for row in csv.DictReader(file)}
    tracks = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            label = labels.get("/".join(Path(row["path"]).parts[-2:]))
            if label and row.get("embedding"):
                tracks.append({**row, "label": label})
    return sorted(tracks, key=lambda track: track["label"]["path"])


def candidates(tracks):
    """The vectors to compare, by name."""
    whole = np.array([track["embedding"] for track in tracks])
    spaces = {"all families": whole}
    ends = np.cumsum([0, *(kept for kept, _, _ in fit_space.FAMILIES.values())])
    for name, start, end in zip(fit_space.FAMILIES, ends, ends[1:]):
        spaces[f"{name} alone"] = whole[:, start:end]
    for name, start, end in zip(fit_space.FAMILIES, ends, ends[1:]):
        spaces[f"without {name}"] = np.delete(whole, np.arange(start, end), axis=1)
    means = np.array([track["features"]["timbreMean"] for track in tracks])
    spaces["MFCC means, standardised"] = (means - means.mean(0)) / means.std(0)
    return spaces


def distances(vectors):
    product = vectors @ vectors.T
    squares = np.diag(product)
    found = np.sqrt(np.maximum(squares[:, None] + squares[None, :] - 2 * product, 0))
    np.fill_diagonal(found, np.inf)
    return found


def held_out(tracks, with_map):
    """Distances in which each query's row comes from a space fitted without its artist's fold.

    The cepstral scale (50 numbers) stays that of all tracks.
    """
    families = {name: np.array([track["families"][name] for track in tracks])
                for name in fit_space.FAMILIES}
    groups = sorted({track["label"]["group"] for track in tracks})
    fold_of = {group: i % FOLDS for i, group in enumerate(groups)}
    folds = np.array([fold_of[track["label"]["group"]] for track in tracks])
    found = np.empty((len(tracks), len(tracks)))
    for fold in range(FOLDS):
        known = [track["label"]["group"] for track, own in zip(tracks, folds) if own != fold]
        space = fit_space.fit({name: raw[folds != fold] for name, raw in families.items()},
                              known if with_map else None)
        found[folds == fold] = distances(fit_space.project(families, space))[folds == fold]
    return found


def rivals(folder, tracks):
    """Each tool's distances between these tracks; one that it left out is far from everybody."""
    tables = {}
    for file in sorted(folder.glob("*.npz")):
        stored = np.load(file)
        row_of = {path: i for i, path in enumerate(stored["paths"].tolist())}
        rows = [row_of.get(track["label"]["path"]) for track in tracks]
        table = np.full((len(tracks), len(tracks)), 1e30)
        known = [i for i, row in enumerate(rows) if row is not None]
        table[np.ix_(known, known)] = stored["distances"][
            np.ix_([rows[i] for i in known], [rows[i] for i in known])]
        np.fill_diagonal(table, np.inf)
        tables[file.stem] = table
    return tables


def corrected(table, over=32, power=0.25):
    """Local scaling (Schnitzer et al., JMLR 13, 2012), in part: each column over a power of the mean
    distance of its track to its nearest."""
    spread = np.sort(table, axis=1)[:, :over].mean(1)
    return table / spread[None, :]**power


def labels_table(tracks, spaces, others):
    emotify = [i for i, track in enumerate(tracks) if track["label"]["source"] == "emotify"]
    # Games, demo songs, singers: their group is an artist or an album.
    other = [i for i, track in enumerate(tracks)
             if track["label"]["source"] not in ("emotify", "chorale-render", "synthetic")]
    genre = [track["label"]["genre"] for track in tracks]
    group = [track["label"]["group"] for track in tracks]
    found = {name: distances(vectors) for name, vectors in spaces.items()}
    found["all families, fitted without the query's artists"] = held_out(tracks, with_map=True)
    found["the same without the learned map"] = held_out(tracks, with_map=False)
    for power in (0.25, 0.375, 0.5):
        found[f"all families, hubs corrected to the power {power}"] = corrected(
            found["all families"], power=power)
    found.update(others)
    found["chance"] = np.random.default_rng(1).random((len(tracks), len(tracks)))
    lines = ["| space | genre P@1 | P@5 | P@10 | mAP | artist P@1 | mAP | group P@1 | mAP |",
             "|---|---|---|---|---|---|---|---|---|"]
    for name, table in found.items():
        by_genre = scores(table, emotify, genre, group, foreign=True)
        by_artist = scores(table, emotify, group, group)
        by_group = scores(table, other, group, group)
        cells = [cell(by_genre[k], by_genre["family"]) for k in (1, 5, 10, "ap")]
        cells += [cell(by_artist[k], by_artist["family"]) for k in (1, "ap")]
        cells += [cell(by_group[k], by_group["family"]) for k in (1, "ap")]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines.append("")
    lines.append(f"Emotify: {len(emotify)} tracks, {len({group[i] for i in emotify})} artists; "
                 f"genre over tracks of other artists only; artist over the "
                 f"{len(by_artist[1])} with another track of theirs. Group: "
                 f"{len(by_group[1])} of {len(other)} tracks of games, demo songs and singers, in "
                 f"{len(set(by_group['family']))} groups (one artist or album each). In brackets "
                 "95 % bootstrap intervals over artists and groups.")
    return "\n".join(lines)


def scores(table, chosen, label, group, foreign=False):
    """Per query: precision at 1, 5, 10 and average precision; its family for the bootstrap."""
    found = defaultdict(list)
    for i in chosen:
        others = [j for j in chosen if j != i and not (foreign and group[j] == group[i])]
        others.sort(key=lambda j: table[i, j])
        hits = np.array([label[j] == label[i] for j in others])
        if not hits.any():
            continue
        for k in (1, 5, 10):
            found[k].append(100 * hits[:k].mean())
        precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
        found["ap"].append(100 * precision[hits].mean())
        found["family"].append(group[i])
    return found


def cell(values, families):
    ends = statistics.interval(values, families)
    text = f"{np.mean(values):.1f}"
    return text if ends is None else f"{text} ({ends[0]:.0f}–{ends[1]:.0f})"


def hubs_table(tracks, spaces, others):
    lines = ["| space | skewness of 10-occurrence | in nobody's ten | most often in a ten |",
             "|---|---|---|---|"]
    tables = {name: distances(vectors) for name, vectors in spaces.items()}
    for power in (0.25, 0.375, 0.5):
        tables[f"all families, hubs corrected to the power {power}"] = corrected(
            tables["all families"], power=power)
    for name, table in {**tables, **others}.items():
        nearest = np.argsort(table, axis=1, kind="stable")[:, :10]
        counts = Counter(nearest.ravel().tolist())
        occurrence = np.array([counts[i] for i in range(len(tracks))])
        skewness = np.mean((occurrence - occurrence.mean())**3) / occurrence.std()**3
        lines.append(f"| {name} | {skewness:.2f} | {100 * np.mean(occurrence == 0):.0f} % | "
                     f"{occurrence.max()} |")
    return "\n".join(lines)


def variants(path):
    with open(path, encoding="utf-8") as file:
        return [row for row in map(json.loads, file) if row.get("embedding")]


def variants_table(tracks, varied, vectors):
    """How often the track itself is its variant's nearest, and how far away."""
    index = {track["label"]["path"].rsplit(".", 1)[0]: i for i, track in enumerate(tracks)}
    median = np.median(fit_space.pairs(vectors))
    found = defaultdict(list)
    for row in varied:
        track, kind = "/".join(Path(row["path"]).parts[-2:]).rsplit("@", 1)
        if track in index:
            away = np.linalg.norm(vectors - np.array(row["embedding"]), axis=1)
            own = away[index[track]]
            found[kind.rsplit(".", 1)[0]].append((int(np.sum(away < own)) + 1, own / median))
    lines = ["| variant | n | own track first | similarity: median | 5th percentile | least |",
             "|---|---|---|---|---|---|"]
    for kind, pairs in sorted(found.items()):
        ranks, away = np.array(pairs).T
        alike = 0.2 ** away**2
        cells = (np.median(alike), np.percentile(alike, 5), alike.min())
        lines.append(f"| {kind} | {len(ranks)} | {100 * np.mean(ranks == 1):.0f} % | "
                     + " | ".join(f"{value:.3f}" for value in cells) + " |")
    return "\n".join(lines)


HUBS = "Hubs, over all {count} real tracks (a random graph has a skewness of about 0.3):"


if __name__ == "__main__":
    sys.exit(main())
