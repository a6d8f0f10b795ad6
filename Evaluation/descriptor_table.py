#!/usr/bin/env python3
"""The orderings of docs/descriptors.md and listeners' ratings, beside other tools.

    python3 Evaluation/fit_descriptors.py … --values values.jsonl --dry-run
    python3 Evaluation/descriptor_rivals.py … > sonara.jsonl          # and so on
    python3 Evaluation/descriptor_table.py values.jsonl sonara.jsonl vibenet.jsonl essentia.jsonl --full full.jsonl

Areas under the curve and Kendall's tau with 95 % bootstrap intervals over artists, albums or grooves. Our values are
held out wherever something was learned. `--full` is Essentia's whole extractor: a ridge on it is fitted on the
same folds as our models. Needs numpy.
"""
import argparse
import csv
import json
import os
import pathlib

import numpy as np

from descriptor_model import name_of, normal_scores, spearman
from descriptor_orders import MORE, REAL, SYNTHETIC, kinds, members, tau
from fit_voices import auc

HERE = pathlib.Path(__file__).resolve().parent
STYLES = {"essentia": {"danceability": "danceability", "energy": "dynamicComplexity"}}
DRAWS = 400


def interval(measure, values, ranks, groups, seed=0):
    """95 % of `DRAWS` draws of groups with replacement."""
    names = sorted(set(groups))
    members = {g: [i for i, x in enumerate(groups) if x == g] for g in names}
    random = np.random.default_rng(seed)
    found = []
    for _ in range(DRAWS):
        chosen = np.concatenate([members[names[k]] for k in random.integers(len(names), size=len(names))])
        x = measure(np.asarray(values)[chosen], np.asarray(ranks)[chosen])
        if not np.isnan(x):
            found.append(x)
    return np.quantile(found, [.025, .975]) if found else (float("nan"), float("nan"))


def scores(path):
    """tool, {file: values}"""
    with open(path) as lines:
        rows = [json.loads(line) for line in lines]
    return rows[0]["tool"], {name_of(r["path"]): r["values"] for r in rows}, [r.get("cpuSeconds", 0) for r in rows]


def cell(values, ranks, groups):
    low, high = interval(tau, values, ranks, groups)
    return f"{tau(values, ranks):+.2f} ({low:+.2f} to {high:+.2f})"


def orderings(title, orders, tools, about, synthetic):
    print(f"\n{title}: Kendall's tau over the stated order")
    for name, order in orders.items():
        chosen = members(order, about, synthetic)
        print(f"  {name}: {' > '.join(', '.join(s) for s in order)}")
        for tool, found in tools.items():
            key = STYLES.get(tool, {}).get(name, name)
            rows = [(found[p][key], r, g) for p, r, g in chosen if p in found and key in found[p]]
            if not rows:
                continue
            v, r, g = zip(*rows)
            steps = [auc([x for x, k in zip(v, r) if k == i], [x for x, k in zip(v, r) if k == i + 1])
                     for i in range(len(order) - 1)]
            print(f"    {tool:10s} n {len(v):3d}  {cell(v, r, g)}   steps {' '.join(f'{x:.2f}' for x in steps)}")
    if not synthetic:
        print("  further pairs, AUC")
        for name, pairs in MORE.items():
            for a, b in pairs:
                line = []
                for tool, found in tools.items():
                    key = STYLES.get(tool, {}).get(name, name)
                    side = [[found[p][key] for p, (names, _, made) in about.items()
                             if x in names and not made and p in found and key in found[p]] for x in (a, b)]
                    if side[0] and side[1]:
                        line.append(f"{tool} {auc(*side):.2f}")
                print(f"    {name} {a} > {b}: " + "  ".join(line))


def ridge(features, rated, target, seeds=20, folds=5):
    """Mean Spearman of a ridge on standardised features, over the splits of `fit_descriptors.held_out`."""
    names = sorted(set.intersection(*(set(features[r["path"]]) for r in rated)))
    x = np.array([[features[r["path"]][k] for k in names] for r in rated])
    x = np.nan_to_num((x - x.mean(0)) / (x.std(0) + 1e-9)).clip(-4, 4)
    y = np.array([float(r[target]) for r in rated])
    groups = sorted({r["group"] for r in rated})
    best = (-1, 0)
    for strength in (30, 100, 300, 1000, 3000, 10_000):
        results = []
        for seed in range(seeds):
            order = np.random.default_rng(seed).permutation(len(groups))
            fold_of = {groups[g]: k % folds for k, g in enumerate(order)}
            fold = np.array([fold_of[r["group"]] for r in rated])
            predicted = np.zeros(len(y))
            for k in range(folds):
                a, b = x[fold != k], normal_scores(y[fold != k])
                kernel = a @ a.T
                dual = np.linalg.solve(kernel + strength * np.eye(len(a)), b - b.mean())
                predicted[fold == k] = x[fold == k] @ (a.T @ dual)
            results.append(spearman(predicted, y))
        best = max(best, (float(np.mean(results)), strength))
    return best[0], best[1], len(names)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("values", nargs="+")
    parser.add_argument("--full", help="Essentia's whole extractor over the rated tracks")
    parser.add_argument("--corpus", default=os.environ.get("ASSONANCE_CORPUS", HERE.parent.parent / "shared/corpus"))
    arguments = parser.parse_args()
    corpus = pathlib.Path(arguments.corpus)
    tools, about = {}, kinds(corpus)
    for path in arguments.values:
        tool, found, seconds = scores(path)
        tools[tool] = found
        if any(seconds):
            print(f"{tool}: {sum(seconds):.0f} CPU seconds for {len(seconds)} files")
    orderings("real music", REAL, tools, about, False)
    orderings("synthetic pieces", SYNTHETIC, tools, about, True)
    with open(corpus / "manifest.csv") as lines:
        rated = [r for r in csv.DictReader(lines) if r["arousal"] and r["valence"]]
    print(f"\nlisteners (Emotify, n {len(rated)}), Spearman's rho with 95 % intervals over artists")
    for name, target in [("energy", "arousal"), ("valence", "valence")]:
        for tool, found in tools.items():
            key = STYLES.get(tool, {}).get(name, name)
            rows = [r for r in rated if key in found.get(r["path"], {})]
            if not rows:
                continue
            v, y = [found[r["path"]][key] for r in rows], [float(r[target]) for r in rows]
            low, high = interval(spearman, v, y, [r["group"] for r in rows])
            print(f"  {name} ~ {target}: {tool:10s} {spearman(v, y):+.2f} ({low:+.2f} to {high:+.2f})")
        if arguments.full:
            rho, strength, count = ridge(scores(arguments.full)[1], rated, target)
            print(f"  {name} ~ {target}: ridge on {count} values of Essentia's extractor {rho:+.2f} (strength {strength}, "
                  "the best of six)")


if __name__ == "__main__":
    main()
