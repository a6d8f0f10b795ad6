#!/usr/bin/env python3
"""The pictures of docs/descriptors.md: histograms of all descriptors, and how they go together.

    python3 Evaluation/descriptor_pictures.py values.jsonl --out docs      # values of fit_descriptors.py --values

Needs numpy and matplotlib.
"""
import argparse
import csv
import json
import os
import pathlib

import matplotlib
import numpy as np

from descriptor_model import TARGETS, beta_quantile, name_of, spearman

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
NAMES = ["energy", "danceability", "valence", "acousticness", "instrumentalness", "speechiness", "liveness"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("values")
    parser.add_argument("--corpus", default=os.environ.get("ASSONANCE_CORPUS", HERE.parent.parent / "shared/corpus"))
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    with open(pathlib.Path(arguments.corpus) / "manifest.csv") as lines:
        real = {r["path"] for r in csv.DictReader(lines) if r["source"] not in ("synthetic", "chorale-render")}
    with open(arguments.values) as lines:
        rows = [json.loads(line) for line in lines]
    rows = [r["values"] for r in rows if name_of(r["path"]) in real]
    table = {name: np.array([r[name] for r in rows]) for name in NAMES}
    out = pathlib.Path(arguments.out)

    figure, axes = pyplot.subplots(2, 4, figsize=(9.6, 4.2), layout="constrained")
    for axis, name in zip(axes.flat, NAMES):
        axis.hist(table[name], bins=np.linspace(0, 1, 21), color="#5b7f95")
        # What the public marginal would put into each bin.
        target = beta_quantile(np.linspace(.0005, .9995, 1000), *TARGETS[name])
        height, edges = np.histogram(target, bins=np.linspace(0, 1, 21))
        axis.stairs(height * len(rows) / 1000, edges, color="#c2513a", linewidth=1.3)
        axis.set_title(name, fontsize=9)
        axis.tick_params(labelsize=7)
        axis.set_xlim(0, 1)
    axes.flat[-1].axis("off")
    axes.flat[-1].text(0, .6, f"{len(rows)} real excerpts (bars)\nand the public marginals'\nshape (line)", fontsize=9)
    figure.savefig(out / "descriptor-histograms.png", dpi=90)

    matrix = np.array([[spearman(table[a], table[b]) for b in NAMES] for a in NAMES])
    figure, axis = pyplot.subplots(figsize=(5.2, 4.6), layout="constrained")
    axis.imshow(matrix, cmap="RdBu_r", vmin=-1, vmax=1)
    axis.set_xticks(range(7), NAMES, rotation=40, ha="right", fontsize=8)
    axis.set_yticks(range(7), NAMES, fontsize=8)
    for i in range(7):
        for j in range(7):
            axis.text(j, i, f"{matrix[i, j]:+.2f}", ha="center", va="center", fontsize=8,
                      color="white" if abs(matrix[i, j]) > .6 else "black")
    axis.set_title("Spearman's rho over the real excerpts", fontsize=9)
    figure.savefig(out / "descriptor-correlations.png", dpi=90)


if __name__ == "__main__":
    main()
