"""Runs `assonance analyze --json` over the corpus and measures the CPU seconds of its processes."""

import json
import os
import subprocess
import sys
import tempfile

from corpus import Estimate, Tool
from metrics import key

NAME = "assonance"


def analyse(binary, corpus, tracks, batch=40):
    """Every track through the binary, `batch` files per process. Nothing is cached."""
    tool = Tool(NAME)
    for start in range(0, len(tracks), batch):
        part = tracks[start:start + batch]
        run(binary, {str(corpus / track.path): track.path for track in part}, tool)
        if sys.stderr.isatty():
            print(f"\r{start + len(part)} of {len(tracks)} files", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return tool


def run(binary, paths, tool):
    """Analyses `paths`, {file: path in the corpus}, in one process and adds the answers to `tool`."""
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen([binary, "analyze", "--json", "--quiet", *paths], stdout=output)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        lines = output.read().decode("utf-8").splitlines()
    # 1 says that single files failed, which their lines tell; anything else is a broken run.
    if child.returncode not in (0, 1):
        sys.exit(f"{binary} ended with {child.returncode}; its batch began {next(iter(paths))}")
    tool.cpu_seconds += usage.ru_utime + usage.ru_stime
    unanswered = dict(paths)
    for line in lines:
        row = json.loads(line)
        path = unanswered.pop(row["path"], None)
        if path is None:
            sys.exit(f"{binary} answered for {row['path']!r}, which was not asked or asked once")
        if "error" in row:
            _fail(tool, path, row["error"]["code"], row["error"]["message"])
        else:
            tool.estimates[path] = _estimate(row)
            tool.audio_seconds += row["duration"]
    for path in unanswered.values():
        _fail(tool, path, "no_answer", "The program printed no line for this file.")


def _fail(tool, path, code, message):
    """A file without an answer is scored as wrong, never left out."""
    tool.errors.append((path, code, message))
    tool.estimates[path] = Estimate()


def _estimate(row):
    tempo, tonality, meter = (row.get(name) or {} for name in ("tempo", "key", "timeSignature"))
    named = None
    if tonality.get("tonic") and tonality.get("mode"):
        named = key.parse(f"{tonality['tonic']} {tonality['mode']}")
    return Estimate(
        bpm=tempo.get("bpm"), key=named, beats=row.get("beats") or [],
        downbeats=row.get("downbeats") or [], beats_per_bar=meter.get("beatsPerBar"),
        chords=_spans(row.get("chords")), sections=_spans(row.get("sections")),
        key_spans=_key_spans(row.get("keyChanges")),
        loudness=tuple((row.get("loudness") or {}).get(name)
                       for name in ("integrated", "range", "truePeak")),
        confidence=tempo.get("confidence"), key_confidence=tonality.get("confidence"))


def _key_spans(intervals):
    return [(i["start"], i["start"] + i["duration"], key.parse(f"{i['tonic']} {i['mode']}"))
            for i in intervals or []]


def _spans(intervals):
    return [(i["start"], i["start"] + i["duration"], i["label"]) for i in intervals or []]
