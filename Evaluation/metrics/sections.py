"""Sections: boundary F-measure and pairwise agreement of labels, as `mir_eval.segment` has them.

Boundaries: Turnbull et al., "A Supervised Approach for Detecting Boundaries in Music Using
Difference Features and Boosting", ISMIR 2007. Labels: Levy and Sandler, IEEE TASLP 16(2), 2008.
Sections are (start, end, label) in seconds, in order, without gaps.

In `Evaluation/`, so that `statistics` is Python's own:

    assonance analyze --json CORPUS/synth/*.ogg | python3 -m metrics.sections CORPUS/synth.csv
"""

import csv
import json
import statistics
import sys
from pathlib import Path

WINDOWS = (0.5, 3.0)  # seconds to either side
FRAME = 0.1  # seconds from one label to the next when labels are compared


def annotated(listing, beats):
    """The sections of a synthetic piece: `listing` is "intro:2;verse:4;…", name and bars, and
    `beats` are (seconds, position in the bar, from 1)."""
    times = [time for time, _ in beats]
    bars = [time for time, position in beats if position == 1]
    bars.append(times[-1] + statistics.median(b - a for a, b in zip(times, times[1:])))
    sections, bar = [], 0
    for part in listing.split(";"):
        name, length = part.split(":")
        after = min(bar + int(length), len(bars) - 1)
        if after > bar:
            sections.append((bars[bar], bars[after], name))
        bar = after
    return sections


def fitted(sections, start, end):
    """The sections cut to what lies between two times; the first and the last reach to them."""
    kept = [(max(a, start), min(b, end), label) for a, b, label in sections
            if b > start and a < end]
    if not kept:
        return [(start, end, "")]
    kept[0] = (start, *kept[0][1:])
    kept[-1] = (kept[-1][0], end, kept[-1][2])
    return kept


def boundary_f(estimate, reference, window):
    """Precision, recall and F of the boundaries inside; the track's ends are given away by nobody.

    Each boundary is matched at most once. 0 where either side has none.
    """
    ours = [start for start, _, _ in estimate[1:]]
    theirs = [start for start, _, _ in reference[1:]]
    if not ours or not theirs:
        return 0.0, 0.0, 0.0
    # Both ascend and the window is the same for all: pairing off from the left is optimal.
    i = j = matched = 0
    while i < len(ours) and j < len(theirs):
        if abs(ours[i] - theirs[j]) <= window:
            matched, i, j = matched + 1, i + 1, j + 1
        elif ours[i] < theirs[j]:
            i += 1
        else:
            j += 1
    return _scores(matched, len(ours), len(theirs))


def pairwise_f(estimate, reference, frame=FRAME):
    """Precision, recall and F of the pairs of frames that carry the same label."""
    ours, theirs = _frames(estimate, frame), _frames(reference, frame)
    length = min(len(ours), len(theirs))
    ours, theirs = ours[:length], theirs[:length]
    both = _pairs(list(zip(ours, theirs)))
    return _scores(both, _pairs(ours), _pairs(theirs))


def _scores(matched, found, wanted):
    precision = matched / found if found else 0.0
    recall = matched / wanted if wanted else 0.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def _frames(sections, frame):
    start, end = sections[0][0], sections[-1][1]
    labels, section = [], 0
    for index in range(int((end - start) / frame)):
        time = start + index * frame
        while section + 1 < len(sections) and sections[section][1] <= time:
            section += 1
        labels.append(sections[section][2])
    return labels


def _pairs(labels):
    counts = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    return sum(count * (count - 1) // 2 for count in counts.values())


def score(estimate, reference):
    """All figures of one track, by name; no estimate finds nothing."""
    figures = {}
    if not estimate:
        names = [f"boundary {name} {window:g} s" for window in WINDOWS for name in "PRF"]
        names += [f"labels {name}" for name in "PRF"]
        return {name: 0.0 for name in names} | {"sections": 0, "annotated": len(reference)}
    estimate = fitted(estimate, reference[0][0], reference[-1][1])
    for window in WINDOWS:
        for name, value in zip("PRF", boundary_f(estimate, reference, window)):
            figures[f"boundary {name} {window:g} s"] = value
    for name, value in zip("PRF", pairwise_f(estimate, reference)):
        figures[f"labels {name}"] = value
    figures["sections"] = len(estimate)
    figures["annotated"] = len(reference)
    return figures


def main(table):
    table = Path(table)
    with open(table, newline="", encoding="utf-8") as file:
        rows = {Path(row["path"]).name: row for row in csv.DictReader(file)}
    scores = []
    for line in sys.stdin:
        answer = json.loads(line)
        row = rows[Path(answer["path"]).name]
        lines = (table.parent / row["beats_path"]).read_text().splitlines()
        beats = [(float(line.split()[0]), int(line.split()[1])) for line in lines if line.strip()]
        sections = [(s["start"], s["start"] + s["duration"], s["label"])
                    for s in answer.get("sections") or []]
        scores.append(score(sections, annotated(row["sections"], beats)))
    print(f"{len(scores)} tracks")
    for name in scores[0]:
        print(f"{name:18} {statistics.fmean(figures[name] for figures in scores):.3f}")


if __name__ == "__main__":
    main(sys.argv[1])
