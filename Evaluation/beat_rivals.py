#!/usr/bin/env python3
"""Beats and bars beside other tools: what they answer, and a table.

    python3 Evaluation/beat_rivals.py record TOOL --into TOOL.jsonl     # goes on where it was stopped
    python3 Evaluation/beat_rivals.py judge *.jsonl --binary .build/release/assonance

TOOL is librosa, essentia_multifeature, essentia_degara, aubio (its program), mixxx_qm, sonara, madmom_downbeats,
madmom_beats or beatnet, as they come, their models with them. Excerpts whose tempo nothing tells are left out.
`judge` needs the standard library alone.

Synthetic pieces have exact beats. Real ones have none: there, madmom's stand in for them, on the excerpts
where its tempo is the labelled one or the one on which the other tools agree (4 %). That compares whoever is
judged with one good listener, not with the truth. Nothing is fitted on its answers to the corpus; on those to other
music our network is (`game_beats.py`).
"""
import argparse
import csv
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import time

import runner
from corpus import tracks
from metrics import beats as metric

HERE = pathlib.Path(__file__).resolve().parent
JUDGE, SECOND = "madmom_downbeats", "beatnet"
AGREED = 0.8  # F of beats and of downbeats of the two
CLOSE = 0.04  # relative, of two tempi that are one
FEWEST = 8  # beats of the stand-in's after the first five seconds


def librosa():
    import librosa as tool

    def answer(path):
        audio, rate = tool.load(path)
        return tool.beat.beat_track(y=audio, sr=rate, units="time")[1], None
    return answer


def essentia(method):
    import essentia
    import essentia.standard as tool
    essentia.log.infoActive = False

    def answer(path):
        audio = tool.MonoLoader(filename=path, sampleRate=44_100)()
        return tool.RhythmExtractor2013(method=method)(audio)[1], None
    return answer


def aubio():
    def answer(path):
        found = subprocess.run(["aubio", "beat", "-i", path], capture_output=True, text=True, check=True)
        return [float(line.split()[0]) for line in found.stdout.splitlines() if line.strip()], None
    return answer


def mixxx_qm():
    import mixxx_analyzer as tool
    return lambda path: (tool.analyze(path).beatgrid, None)


def sonara():
    import sonara as tool
    frame = 512 / 22_050  # seconds; it counts beats in frames
    return lambda path: ([n * frame for n in tool.analyze_file(path, mode="full")["beats"]], None)


def sound(path, wanted=44_100):
    """Mono at the rate that a network expects."""
    import soundfile
    import soxr
    from madmom.audio.signal import Signal
    audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return Signal(soxr.resample(audio.mean(axis=1), rate, wanted), sample_rate=wanted)


def beatnet():
    from beatnet import Network
    network = Network()

    def answer(path):
        found = network(sound(path, 22_050))
        return [t for t, _ in found], [t for t, place in found if place == 1]
    return answer


def madmom_downbeats():
    from madmom.features.downbeats import DBNDownBeatTrackingProcessor, RNNDownBeatProcessor
    network = RNNDownBeatProcessor()
    path_finder = DBNDownBeatTrackingProcessor(beats_per_bar=[3, 4], fps=100)

    def answer(path):
        found = path_finder(network(sound(path)))
        return [t for t, _ in found], [t for t, place in found if place == 1]
    return answer


def madmom_beats():
    from madmom.features.beats import DBNBeatTrackingProcessor, RNNBeatProcessor
    network, path_finder = RNNBeatProcessor(), DBNBeatTrackingProcessor(fps=100)
    return lambda path: (path_finder(network(sound(path))), None)


TOOLS = {"librosa": librosa, "essentia_multifeature": lambda: essentia("multifeature"),
         "essentia_degara": lambda: essentia("degara"), "aubio": aubio, "mixxx_qm": mixxx_qm,
         "sonara": sonara, "madmom_downbeats": madmom_downbeats, "madmom_beats": madmom_beats, "beatnet": beatnet}


def record(tool, corpus, wanted, file):
    """One JSON object an excerpt; CPU seconds with decoding, without the loading of models."""
    known = set(read_answers([file])[tool]) if file.exists() else set()
    wanted = [track for track in wanted if track.path not in known]
    answer = TOOLS[tool]()
    if wanted:
        answer(str(corpus / wanted[0].path))
    for track in wanted:
        before = cpu()
        beats, downbeats = answer(str(corpus / track.path))
        line = json.dumps({
            "path": track.path, "tool": tool, "beats": [round(float(t), 4) for t in beats],
            "downbeats": None if downbeats is None else [round(float(t), 4) for t in downbeats],
            "cpuSeconds": round(cpu() - before, 3)})
        with open(file, "a", encoding="utf-8") as output:
            output.write(line + "\n")


def cpu():
    """CPU seconds of this process and those it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def read_answers(paths):
    """{tool: {excerpt: row}}."""
    answers = {}
    for path in paths:
        for line in path.read_text().splitlines():
            row = json.loads(line)
            answers.setdefault(row["tool"], {})[row["path"]] = row
    return answers


def ours(binary, corpus, wanted):
    tool = runner.analyse(binary, corpus, wanted)
    return {path: {"beats": found.beats, "downbeats": found.downbeats,
                   "cpuSeconds": tool.cpu_seconds / len(wanted)}
            for path, found in tool.estimates.items()}


def offbeats(beats):
    return [(a + b) / 2 for a, b in zip(beats, beats[1:])]


def tempo(beats):
    intervals = [b - a for a, b in zip(beats, beats[1:])]
    return 60 / statistics.median(intervals) if intervals else None


def score(row, beats, downbeats):
    """The measures of one answer against reference beats; those of bars are None without bars."""
    found, truth = metric.trimmed(row["beats"]), metric.trimmed(beats)
    _, cmlt, _, amlt = metric.continuity(found, truth)
    measured = metric.f_measure(found, truth)
    between = metric.f_measure(found, metric.trimmed(offbeats(beats)))
    bars = row.get("downbeats")
    if bars is not None:
        bars = metric.f_measure(metric.trimmed(bars), metric.trimmed(downbeats))
    # Beside the beat: on the reference's level, and half a beat away from it.
    return {"F": measured, "CMLt": cmlt, "AMLt": amlt, "off the beat": float(between > max(0.5, measured)),
            "downbeat F": bars}


MEASURES = ("F", "CMLt", "AMLt", "off the beat", "downbeat F")


def table(answers, references):
    """Rows of Markdown: a tool's means over the reference's excerpts, in per cent."""
    print("| tool | " + " | ".join(MEASURES) + " | n | CPU s each |\n|" + "---|" * (len(MEASURES) + 3))
    for tool, rows in answers.items():
        common = [path for path in references if path in rows]
        if not common:
            continue
        scores = [score(rows[path], *references[path]) for path in common]
        cells = []
        for name in MEASURES:
            values = [s[name] for s in scores if s[name] is not None]
            cells.append(f"{100 * statistics.mean(values):.1f}" if values else "–")
        spent = statistics.mean(rows[path]["cpuSeconds"] for path in common)
        print(f"| {tool} | " + " | ".join(cells) + f" | {len(common)} | {spent:.2f} |")
    print()


def expected_tempi(corpus, wanted):
    """{excerpt: beats a minute} where a label or the agreement of six of nine tools tells."""
    with open(corpus / "consensus_tempo.csv", newline="", encoding="utf-8") as file:
        found = {row["path"]: float(row["tempo_bpm"]) for row in csv.DictReader(file)
                 if int(row["agree_of_9"]) >= 6}
    return found | {t.path: t.tempo for t in wanted if t.tempo and t.octave_known}


def judge(answers, corpus, wanted):
    print("Synthetic pieces, exact beats\n")
    table(answers, {t.path: ([time for time, _ in t.beats], [time for time, place in t.beats if place == 1])
                    for t in wanted if t.beats_file})
    expected = expected_tempi(corpus, wanted)
    for group in ("real", "chorales"):
        references = {}
        for track in wanted:
            heard = answers[JUDGE].get(track.path)
            if track.group != group or heard is None or track.path not in expected:
                continue
            bpm = tempo(heard["beats"])
            judged = len(metric.trimmed(heard["beats"])) >= FEWEST
            if judged and abs(bpm / expected[track.path] - 1) < CLOSE:
                references[track.path] = (heard["beats"], heard["downbeats"])
        print(f"{group}, against {JUDGE} where its tempo is the expected one\n")
        table(answers, references)
        second = answers.get(SECOND, {})
        agreed = {path: row for path, row in references.items()
                  if path in second and (found := score(second[path], *row))
                  and min(found["F"], found["downbeat F"]) > AGREED}
        if agreed:
            print(f"{group}, where {SECOND} hears the same beats and bars\n")
            table(answers, agreed)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=("record", "judge"))
    parser.add_argument("inputs", nargs="+", help="a tool's name; or what was recorded")
    parser.add_argument("--corpus", type=pathlib.Path,
                        default=os.environ.get("ASSONANCE_CORPUS", HERE.parent / "../shared/corpus"))
    parser.add_argument("--into", type=pathlib.Path, help="where to record")
    parser.add_argument("--binary", default=str(HERE.parent / ".build/release/assonance"))
    options = parser.parse_args()
    corpus = pathlib.Path(options.corpus)
    wanted = tracks(corpus)
    expected = expected_tempi(corpus, wanted)
    wanted = [t for t in wanted if t.path in expected]
    random.Random(1).shuffle(wanted)  # who stops half way has a fair sample
    if options.command == "record":
        if options.inputs[0] not in TOOLS:
            sys.exit(f"{options.inputs[0]} is none of {', '.join(TOOLS)}.")
        record(options.inputs[0], corpus, wanted, options.into)
    else:
        answers = read_answers(pathlib.Path(path) for path in options.inputs)
        judge({"assonance": ours(options.binary, corpus, wanted), **answers}, corpus, wanted)


if __name__ == "__main__":
    main()
