#!/usr/bin/env python3
"""Holds Assonance and the recorded rivals against the labelled corpus, in one table.

    python3 Evaluation/evaluate.py --binary .build/release/assonance --out docs/accuracy.md
"""

import argparse
import os
import platform
import shlex
import sys
from datetime import datetime, timezone
from pathlib import Path

import report
import runner
import scores
from corpus import rivals, tracks

REPOSITORY = Path(__file__).resolve().parent.parent


def main():
    arguments = parsed()
    corpus = arguments.corpus
    if not (corpus / "manifest.csv").is_file():
        sys.exit(f"No corpus at {corpus}: name its folder with --corpus or ASSONANCE_CORPUS.")
    if arguments.check_rivals:
        return check_rivals(corpus)
    wanted = tracks(corpus, arguments.source)
    if not wanted:
        sys.exit(f"No track has the source {', '.join(arguments.source)}.")
    others = [] if arguments.no_rivals else rivals(corpus, wanted)
    ours = None
    if not arguments.rivals_only:
        ours = runner.analyse(arguments.binary, corpus, wanted, arguments.batch)
    text = document(ours, others, wanted, arguments)
    print(text)
    if arguments.out:
        arguments.out.write_text(text + "\n", encoding="utf-8")
    return 1 if ours and ours.errors else 0


def parsed():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=str(REPOSITORY / ".build/release/assonance"),
                        help="the assonance to judge (default: .build/release/assonance)")
    parser.add_argument("--corpus", type=Path,
                        default=Path(os.environ.get("ASSONANCE_CORPUS",
                                                    REPOSITORY / "../shared/corpus")),
                        help="default: $ASSONANCE_CORPUS, else ../shared/corpus")
    parser.add_argument("--source", action="append", metavar="NAME",
                        help="only this source (repeatable); 'synth' is the synthetic set")
    parser.add_argument("--batch", type=int, default=40, help="files per process (default 40)")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list our N worst tracks")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the report as Markdown")
    parser.add_argument("--no-rivals", action="store_true", help="ours alone")
    parser.add_argument("--rivals-only", action="store_true", help="without running our binary")
    parser.add_argument("--check-rivals", action="store_true",
                        help="recompute the rivals' published table and compare every cell")
    return parser.parse_args()


def document(ours, others, wanted, arguments):
    """The whole report."""
    rows = [ours, *others] if ours else others
    parts = ["# Accuracy", INTRODUCTION, *origin(ours, wanted, arguments),
             "## Ours and the others" if ours else "## The others (ours was not run)",
             report.main_table(rows, wanted), LEGEND]
    if ours:
        parts += ["## Ours in detail", DETAIL, report.intervals_table(ours, wanted)]
        if ours.tells_key:
            parts += ["### Where the key lies to the label, per cent",
                      report.key_split_table(ours, wanted)]
        if ours.tells_key and any(track.key_spans for track in wanted):
            parts += ["### Key changes", KEY_CHANGES, report.key_changes_table(ours, wanted)]
        if ours.tells_tempo:
            parts += ["### Which multiple of the label the tempo is, per cent",
                      report.tempo_split_table(rows, wanted)]
            parts += ["### Tempo by source and style, accuracy 1 / accuracy 2 within 4 %, in per cent",
                      report.tempo_origin_table(rows, wanted)]
            parts += ["### How sure, and how often right", CALIBRATION,
                      report.calibration_table(ours, wanted)]
        parts += loudness_part(ours, wanted[::LOUDNESS_STEP], arguments.corpus)
        if ours.tells_beats:
            parts += ["### Which metre was found", report.meter_table(ours, wanted)]
        if others:
            parts += ["## Ours against each, track by track", PAIRED,
                      report.paired_table(ours, others, wanted)]
        if arguments.worst:
            for name, table in report.worst_tables(ours, wanted, arguments.worst):
                parts += [f"### Our worst: {name.lower()}", table]
        if ours.errors:
            parts += ["### Files without an answer (scored as wrong)"]
            parts += ["\n".join(f"- `{path}`: {code}: {message}"
                                for path, code, message in ours.errors)]
    return "\n\n".join(parts)


def loudness_part(ours, wanted, corpus):
    judged = scores.loudness_differences(ours, wanted, corpus)
    if judged is None:
        return ["### Loudness", "Not compared: libebur128 or ffmpeg is missing."]
    found, seconds = judged
    return ["### Loudness beside libebur128",
            f"Every {LOUDNESS_STEP}th track. The library took {seconds:.1f} s of CPU for them, with true peak, "
            "of samples already decoded.", report.loudness_table(found)]


def origin(ours, wanted, arguments):
    lines = [f"- Date: {datetime.now(timezone.utc):%Y-%m-%d}",
             f"- Machine: {processor()}, {os.cpu_count()} cores, {platform.system()} "
             f"{platform.machine()}",
             f"- Command: `{command(arguments)}`",
             f"- Tracks: {len(wanted)}" + (
                 f", of sources {', '.join(arguments.source)}" if arguments.source else "")]
    if ours:
        lines.append(f"- Ours: {ours.audio_seconds:.0f} s of audio in {ours.cpu_seconds:.1f} s of "
                     f"CPU, {len(ours.errors)} files without an answer")
    return ["\n".join(lines)]


def processor():
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or "unknown processor"


def command(arguments):
    """The command as given, with paths told from the repository where they lie inside it."""
    words = ["python3", "Evaluation/evaluate.py"]
    for word in sys.argv[1:]:
        path = Path(word)
        if path.is_absolute():
            inside = path.is_relative_to(REPOSITORY)
            word = str(path.relative_to(REPOSITORY)) if inside else path.name
        words.append(word)
    return shlex.join(words)


def check_rivals(corpus):
    """Every cell of the table in rivals/README.md, recomputed from the recorded answers."""
    wanted = tracks(corpus)
    published = {}
    for line in (corpus / "rivals" / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "peer":
            published[cells[0]] = [cell.replace("(", "").replace(")", "") for cell in cells[1:]]
    wrong = 0
    computed = {tool.name: report.rival_cells(tool, wanted) for tool in rivals(corpus, wanted)}
    for name in sorted(published.keys() | computed.keys()):
        theirs, ours = published.get(name), computed.get(name)
        if theirs != ours:
            wrong += 1
            print(f"{name}: published {theirs}, recomputed {ours}")
    cells = sum(len(row) for row in published.values())
    print(f"{len(published)} rivals, {cells} cells: {wrong} rows differ")
    return 1 if wrong or not published else 0


LOUDNESS_STEP = 5  # of the tracks, the library being slow

INTRODUCTION = """\
How often Assonance and existing tools find the labelled tempo and key of the same excerpts. The
tracks, how far to trust their labels and how to run this: `Evaluation/README.md`. This page is
written by the command below; do not edit it."""

LEGEND = """\
- **tempo**: accuracy 1 / accuracy 2 within 4 %, in brackets within 2 %, in per cent. Accuracy 2
  also accepts the double, half, triple and third. *octave open*: tracks whose label leaves the
  octave open (songs, and all tracker modules); they count for accuracy 2 alone, in no other column.
- **key**: MIREX' weighted score (exact 1, fifth above 0.5, relative 0.3, parallel 0.2), in brackets
  the same for tracks in major, in minor. Only a fifth above the label counts, as in `mir_eval` by
  default.
- **n**: the tracks behind a cell. A track without an answer counts as wrong. With 26 to 33 tracks,
  neighbours in the table are ties.
- **Ours was fitted on these tracks**, as far as the octave of the tempo, the key and, on the synthetic half, the
  place of beats and bars go. What it reaches held out, by artist, album or style and with a whole source left
  out, is in `docs/rhythm.md` and `docs/structure.md`: less.
- **× real time**: seconds of audio per CPU second. Ours includes starting the program, decoding Ogg
  Vorbis and everything else that `analyze` finds; the others' was recorded elsewhere, on WAV, for
  the one task they are listed with, without loading their models. It compares only roughly."""

DETAIL = """\
Intervals are 95 % percentile bootstraps (2,000 resamples), drawn over families (one artist or album
each) rather than tracks; synthetic pieces are drawn singly. Few families make a wide interval.
Beats (F within ±70 ms, CMLt, AMLt) are judged from 5 s on, as `mir_eval` trims them. *metre* is the
share of tracks with the right number of beats per bar. *sections*: F of the boundaries within 0.5 and 3 s,
and of the pairs of moments that carry one label, as `mir_eval.segment` has them."""

CALIBRATION = """\
Fifths of the answers by their confidence, each as mean confidence: per cent that are right (tempi within
4 %, octave included; keys exactly); *error* is the mean distance of the two (expected calibration error, in points)."""

KEY_CHANGES = """\
A change is found where ours changes to the same key within 5 s of it."""

PAIRED = """\
Tracks that only one of the two has right (tempo accuracy 1 within 4 %; exact key), all groups
together, and the exact two-sided p of McNemar's test, not corrected for the number of rows."""


if __name__ == "__main__":
    sys.exit(main())
