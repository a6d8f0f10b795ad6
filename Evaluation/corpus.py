"""The labelled corpus: which track belongs to which group, and what its labels allow to score."""

import csv
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from metrics import chords, key, key_changes, sections

# Real music; chorales rendered from scores; tracker modules; synthetic pieces with exact labels.
GROUPS = ("real", "chorales", "trackers", "synthetic")


@dataclass(frozen=True)
class Track:
    path: str
    group: str
    source: str
    family: str  # artist, album or style: the unit that the bootstrap resamples
    tempo: float | None = None
    style: str | None = None  # of a synthetic piece
    octave_known: bool = True  # where not, only accuracy 2 is meaningful
    key: tuple | None = None
    beats_file: Path | None = None
    chords_plan: tuple | None = None  # key, progression and sections of a synthetic piece
    key_spans: list | None = None  # (start, end, key) of a synthetic piece

    @cached_property
    def beats(self):
        """Annotated beats as [(seconds, position in the bar, from 1)], or None."""
        return annotated(self.beats_file) if self.beats_file else None

    @cached_property
    def chords(self):
        """[(start, end, label)] of the bars whose chord is known, or None."""
        return chords.reference(self.chords_plan, self.beats) if self.chords_plan else None

    @cached_property
    def sections(self):
        """[(start, end, label)], or None."""
        return sections.annotated(self.chords_plan[2], self.beats) if self.chords_plan else None

    @property
    def beats_per_bar(self):
        return max(position for _, position in self.beats) if self.beats else None


@dataclass
class Estimate:
    """What a tool said of one track; None and empty where it said nothing."""

    bpm: float | None = None
    key: tuple | None = None
    beats: list = field(default_factory=list)
    downbeats: list = field(default_factory=list)
    chords: list = field(default_factory=list)  # (start, end, label)
    sections: list = field(default_factory=list)  # (start, end, label)
    key_spans: list = field(default_factory=list)  # (start, end, key)
    loudness: tuple | None = None  # LUFS, LU of range, true peak in dB
    beats_per_bar: int | None = None
    confidence: float | None = None  # of the tempo, octave included
    key_confidence: float | None = None


@dataclass
class Tool:
    """One row of the table."""

    name: str
    estimates: dict = field(default_factory=dict)  # by track path
    audio_seconds: float = 0.0
    cpu_seconds: float = 0.0
    errors: list = field(default_factory=list)  # (path, code, message)

    @property
    def speed(self):
        return self.audio_seconds / self.cpu_seconds if self.cpu_seconds else None

    @property
    def tells_tempo(self):
        return any(estimate.bpm is not None for estimate in self.estimates.values())

    @property
    def tells_key(self):
        return any(estimate.key is not None for estimate in self.estimates.values())

    @property
    def tells_chords(self):
        return any(estimate.chords for estimate in self.estimates.values())

    @property
    def tells_beats(self):
        return any(estimate.beats for estimate in self.estimates.values())


def annotated(path):
    """[(seconds, position in the bar, from 1)] of a file of beats."""
    rows = [line.split() for line in path.read_text().splitlines() if line.strip()]
    return [(float(time), int(position)) for time, position in rows]


def tracks(corpus, sources=None):
    """Every track of manifest.csv and synth.csv, or those of the named sources."""
    with open(corpus / "manifest.csv", newline="", encoding="utf-8") as file:
        found = [_real(row) for row in csv.DictReader(file)]
    with open(corpus / "synth.csv", newline="", encoding="utf-8") as file:
        found += [_synthetic(row, corpus) for row in csv.DictReader(file)]
    return [track for track in found if not sources or track.source in sources]


def _real(row):
    source = row["source"]
    if source == "chorale-render":
        group = "chorales"
    else:
        group = "trackers" if source.startswith("tracker") else "real"
    return Track(
        path=row["path"], group=group, source=source, family=row["group"] or row["path"],
        tempo=float(row["tempo_bpm"]) if row["tempo_bpm"] else None,
        octave_known=not row["tempo_octave"].startswith("AMBIGUOUS"),
        key=key.parse(row["key"]) if row["key"] else None)


def _synthetic(row, corpus):
    return Track(
        path=row["path"], group="synthetic", source="synth", family=row["path"],
        style=row["style_family"],
        tempo=float(row["tempo_bpm"]), key=key.parse(f"{row['key']} {row['mode']}"),
        beats_file=corpus / row["beats_path"],
        chords_plan=(row["key"], row["progression"], row["sections"]),
        key_spans=key_changes.annotated(row["key_segments"], float(row["duration"])))


def rivals(corpus, wanted):
    """The recorded answers of other tools on the wanted tracks, by name."""
    paths = {track.path for track in wanted}
    tools = {}
    with open(corpus / "rivals" / "tempo_key.jsonl", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["path"] not in paths:
                continue
            tool = tools.setdefault(row["peer"], Tool(row["peer"]))
            named = key.parse(f"{row['key']} {row['mode']}") if row["key"] else None
            tool.estimates[row["path"]] = Estimate(bpm=row["bpm"], key=named)
            tool.audio_seconds += row["audio_seconds"]
            tool.cpu_seconds += row["cpu_seconds"]
    return [tools[name] for name in sorted(tools)]
