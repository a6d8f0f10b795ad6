"""Chords: the share of the time at which the estimate's chord is the reference's.

Three readings, as in MIREX' audio chord estimation task: `mirex` (at least three pitch classes in common),
`majmin` (major and minor triads; sevenths count as their triad), `sevenths` (with the seventh). A reference that a
reading does not know (a diminished chord for `majmin`) is left out of it. Labels are "A:min7"; "N" is none.
"""

import re

LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
NOTES = {
    "maj": (0, 4, 7), "min": (0, 3, 7), "7": (0, 4, 7, 10), "maj7": (0, 4, 7, 11), "min7": (0, 3, 7, 10),
    "min6": (0, 3, 7, 9), "dim": (0, 3, 6), "hdim7": (0, 3, 6, 10), "sus4": (0, 5, 7)}
SEVENTHS = ("maj", "min", "7", "maj7", "min7")
READINGS = ("mirex", "majmin", "sevenths")


DEGREES = {"I": 0, "II": 2, "III": 4, "IV": 5, "V": 7, "VI": 9, "VII": 11}
QUALITIES = {
    "": "maj", "m": "min", "7": "7", "m7": "min7", "M7": "maj7", "m6": "min6", "m7b5": "hdim7"}
NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")


def _pitch(name):
    return (LETTERS[name[0]] + name.count("#") - name[1:].count("b")) % 12


def reference(plan, beats):
    """[(start, end, label)] of a synthetic piece's intro and verses: only their progression is recorded.

    The bar before the ending is a cadence of its own and left out. `beats` as in `Track.beats`.
    """
    tonic, progression, sections = plan
    bars = [time for time, position in beats if position == 1]
    bars.append(2 * beats[-1][0] - beats[-2][0])
    steps = [_label(step, _pitch(tonic)) for step in progression.split("-")]
    parts = [(name, int(count)) for name, count in (part.split(":") for part in sections.split(";"))]
    if sum(count for _, count in parts) != len(bars) - 1:
        raise ValueError("The sections do not cover the bars.")
    found, bar = [], 0
    for index, (name, count) in enumerate(parts):
        before_end = index + 1 < len(parts) and parts[index + 1][0] == "end"
        for step in range(count - 1 if before_end else count):
            if name in ("intro", "verse"):
                found.append((bars[bar + step], bars[bar + step + 1], steps[step % len(steps)]))
        bar += count
    return found


def _label(step, tonic):
    """'bVIM7' in C as 'G#:maj7'."""
    accidental, degree, quality = re.fullmatch(r"([b#]?)([IV]+)(.*)", step).groups()
    pitch = tonic + DEGREES[degree] + {"b": -1, "#": 1, "": 0}[accidental]
    return f"{NAMES[pitch % 12]}:{QUALITIES[quality]}"


def parse(label):
    """(pitch class, quality), or None for "N"."""
    if label == "N":
        return None
    name, quality = label.split(":")
    if quality not in NOTES:
        raise ValueError(f"{label!r} is not a known chord")
    return _pitch(name), quality


def _triad(chord):
    """The root with the triad's notes below the seventh: "maj", "min", or None where it is neither."""
    third = NOTES[chord[1]][:3]
    return {(0, 4, 7): "maj", (0, 3, 7): "min"}.get(third)


def agreement(estimate, reference, reading):
    """1 or 0 for two labels; None where the reading leaves the reference out."""
    ours, theirs = parse(estimate), parse(reference)
    if theirs is None:
        return float(ours is None)
    if reading == "mirex":
        if ours is None:
            return 0.0
        common = {(ours[0] + n) % 12 for n in NOTES[ours[1]]} & {(theirs[0] + n) % 12 for n in NOTES[theirs[1]]}
        return float(len(common) >= 3)
    if reading == "majmin":
        if _triad(theirs) is None:
            return None
        return float(ours is not None and ours[0] == theirs[0] and _triad(ours) == _triad(theirs))
    if theirs[1] not in SEVENTHS:
        return None
    return float(ours == theirs)


def overlap(estimates, references, reading):
    """(right, judged) in seconds; both lists hold (start, end, label)."""
    right = judged = 0.0
    for start, end, label in references:
        for first, last, guess in estimates:
            seconds = min(end, last) - max(start, first)
            value = agreement(guess, label, reading) if seconds > 0 else None
            if value is not None:
                right += value * seconds
                judged += seconds
    return right, judged
