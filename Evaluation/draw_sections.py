#!/usr/bin/env python3
"""Draws the sections of files over their waveforms: docs/sections.png.

    draw_sections.py --binary .build/release/assonance --out docs/sections.png FILE...

Needs matplotlib, numpy and soundfile. Bands are sections, one colour a label; the line below is
the highlight; triangles are the ends of fades.
"""
import argparse
import json
import pathlib
import subprocess

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import soundfile

COLOURS = ["#cfe3f5", "#fbe0c4", "#d6efd2", "#f3d1dc", "#e4dbf3", "#f5f0bf", "#d8d8d8"]


def envelope(path: str, columns: int = 1200) -> tuple[np.ndarray, float]:
    """The largest magnitude of each column, and the file's seconds."""
    samples, rate = soundfile.read(path, always_2d=True)
    mono = np.abs(samples).max(axis=1)
    edges = np.linspace(0, len(mono), columns + 1).astype(int)
    return np.array([mono[a:b].max(initial=0) for a, b in zip(edges, edges[1:])]), len(mono) / rate


def draw(axis, path: str, analysis: dict) -> None:
    peaks, seconds = envelope(path)
    times = np.linspace(0, seconds, len(peaks))
    labels = sorted({s["label"] for s in analysis["sections"]})
    for section in analysis["sections"]:
        start, end = section["start"], section["start"] + section["duration"]
        axis.axvspan(start, end, color=COLOURS[labels.index(section["label"]) % len(COLOURS)])
        key = section.get("key") or {}
        tempo = f"{section['tempo']:.0f}" if section.get("tempo") else None
        about = " ".join(x for x in (key.get("tonic"), key.get("mode"), tempo) if x)
        axis.text(start + 0.01 * seconds, 1.04, section["label"], fontsize=9, weight="bold", va="bottom")
        if section["duration"] > 0.13 * seconds:
            axis.text(start + 0.03 * seconds, 1.05, about, fontsize=6, va="bottom")
        axis.axvline(start, color="black", linewidth=0.8)
    axis.fill_between(times, -peaks, peaks, color="#33475b", linewidth=0)
    if analysis.get("highlight"):
        start = analysis["highlight"]["start"]
        axis.plot([start, start + analysis["highlight"]["duration"]], [-1.08, -1.08], color="#c0392b", linewidth=4)
    for time in (analysis.get("fades") or {}).values():
        if isinstance(time, (int, float)):
            axis.plot([time], [1.0], marker="v", color="black", markersize=4)
    axis.set(xlim=(0, seconds), ylim=(-1.2, 1.3), yticks=[])
    axis.set_title(pathlib.Path(path).stem, fontsize=9, loc="left", pad=8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--binary", default=".build/release/assonance")
    parser.add_argument("--out", default="docs/sections.png")
    options = parser.parse_args()
    lines = subprocess.run(
        [options.binary, "analyze", "--json", *options.files], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    analyses = [a for a in map(json.loads, lines) if a.get("sections")]
    figure, axes = plt.subplots(len(analyses), 1, figsize=(10, 1.7 * len(analyses)), squeeze=False)
    for axis, analysis in zip(axes[:, 0], analyses):
        draw(axis, analysis["path"], analysis)
    axes[-1, 0].set_xlabel("seconds")
    figure.tight_layout()
    figure.savefig(options.out, dpi=90)


if __name__ == "__main__":
    main()
