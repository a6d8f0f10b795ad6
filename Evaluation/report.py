"""The tables as Markdown, which is also what the terminal shows."""

from collections import Counter

import scores
from corpus import GROUPS
from metrics import chords, key, key_changes, statistics, tempo

WIDE, NARROW = 0.04, 0.02  # tolerance of tempo accuracy, relative to the annotation
SECTION_FIGURES = ("boundary F 0.5 s", "boundary F 3 s", "labels F")


def main_table(tools, tracks):
    """One row a tool: speed, tempo and key in every group."""
    groups = [group for group in GROUPS if any(track.group == group for track in tracks)]
    rows = [[tool.name, _number(tool.speed), *_tempo_cells(tool, tracks, groups),
             *_key_cells(tool, tracks, groups)] for tool in tools]
    head = ["tool", "× real time"]
    head += [f"tempo: {group}" for group in groups]
    head += [f"tempo: {group}, octave open" for group in groups]
    head += [f"key: {group}" for group in groups]
    # A group without a label of that kind has no column.
    kept = [i for i in range(len(head)) if i < 2 or any(row[i] != "–" for row in rows)]
    return _table([head[i] for i in kept], [[row[i] for i in kept] for row in rows])


def _tempo_cells(tool, tracks, groups):
    cells = []
    for group in groups:
        wide, narrow = (
            [scores.tempo_scores(tool, tracks, group, metric, tolerance)
             for metric in (tempo.accuracy1, tempo.accuracy2)]
            for tolerance in (WIDE, NARROW))
        cells.append(_cell(len(wide[0]), *map(scores.percent, wide + narrow),
                           shape="{}/{} ({}/{})"))
    for group in groups:
        found = [scores.open_octave_scores(tool, tracks, group, tolerance)
                 for tolerance in (WIDE, NARROW)]
        cells.append(_cell(len(found[0]), *map(scores.percent, found), shape="–/{} (–/{})"))
    return cells


def _key_cells(tool, tracks, groups):
    cells = []
    for group in groups:
        found = [scores.key_scores(tool, tracks, group, mode) for mode in (None, "major", "minor")]
        cells.append(_cell(len(found[0]), *map(scores.percent, found), shape="{} ({}, {})"))
    return cells


def rival_cells(tool, tracks):
    """The cells of the table in rivals/README.md, in its form."""
    cells = [_number(tool.speed)]
    for group in GROUPS:
        pair = [scores.tempo_scores(tool, tracks, group, metric, WIDE)
                for metric in (tempo.accuracy1, tempo.accuracy2)]
        cells.append(_cell(len(pair[0]), *map(scores.percent, pair), shape="{}/{}"))
    for group in GROUPS:
        found = scores.key_scores(tool, tracks, group)
        cells.append(_cell(len(found), scores.percent(found), shape="{}"))
    return cells


def intervals_table(tool, tracks):
    """Our scores with their 95 % intervals."""
    rows = []
    for group in GROUPS:
        named = {
            f"tempo Acc1, {100 * WIDE:.0f} %": scores.tempo_scores(
                tool, tracks, group, tempo.accuracy1, WIDE),
            f"tempo Acc2, {100 * WIDE:.0f} %": scores.tempo_scores(
                tool, tracks, group, tempo.accuracy2, WIDE),
            "key, weighted": scores.key_scores(tool, tracks, group),
            "key, fifth below counts too": scores.key_scores(
                tool, tracks, group, weights=key.BOTH_FIFTHS),
        }
        if tool.tells_chords:
            for reading in chords.READINGS:
                named[f"chords, {reading}"] = scores.chord_scores(tool, tracks, group, reading)
        divided = scores.section_scores(tool, tracks, group)
        for name in SECTION_FIGURES:
            named[f"sections, {name}"] = [(track, found[name]) for track, found in divided]
        if tool.tells_beats:
            judged = scores.beat_scores(tool, tracks, group)
            for name in ("beat F", "CMLt", "AMLt", "downbeat F", "metre"):
                named[name] = [(track, found[name]) for track, found in judged]
            for name, found in _from_the_start(tool, tracks, group):
                named[f"{name}, first 5 s too"] = found
        for name, found in named.items():
            if found:
                ends = scores.percent_interval(found)
                rows.append([group, name, f"{scores.percent(found):.1f}",
                             "–" if ends is None else f"{ends[0]:.0f}–{ends[1]:.0f}",
                             str(len(found)), str(len({track.family for track, _ in found}))])
    return _table(["group", "measure", "score", "95 % interval", "n", "of families"], rows)


def _from_the_start(tool, tracks, group):
    judged = scores.beat_scores(tool, tracks, group, start=0.0)
    return [(name, [(track, found[name]) for track, found in judged])
            for name in ("beat F", "CMLt", "AMLt")]


def key_split_table(tool, tracks):
    """How our key answers lie to the annotation, in per cent, by group and mode."""
    rows = []
    for group in GROUPS:
        for mode in ("major", "minor"):
            labelled = [track for track, _ in scores.key_scores(tool, tracks, group, mode)]
            if labelled:
                counts = Counter(key.relation(tool.estimates[track.path].key, track.key)
                                 for track in labelled)
                rows.append([group, mode, *(_share(counts[name], len(labelled))
                                            for name in key.RELATIONS), str(len(labelled))])
    return _table(["group", "mode", *key.RELATIONS, "n"], rows)


def key_changes_table(tool, tracks):
    """The key of the moment, in pieces that change theirs and in the others."""
    rows = []
    for group in GROUPS:
        every = scores.key_change_scores(tool, tracks, group)
        for name, changing in (("change their key", True), ("stay", False)):
            part = [row for row in every if (len(row[0].key_spans) > 1) == changing]
            if not part:
                continue
            home = [overlap_with(track.key_spans, tool.estimates[track.path].key)
                    for track, _, _ in part]
            found, answered, wanted = (sum(row[2][i] for row in part) for i in range(3))
            rows.append([group, name, f"{100 * sum(row[1] for row in part) / len(part):.1f}",
                         f"{100 * sum(home) / len(home):.1f}", f"{found} of {wanted}",
                         str(answered - found), str(len(part))])
    head = ["group", "pieces that", "time in the right key, per cent", "with the main key throughout",
            "changes found", "changes too many", "n"]
    return _table(head, rows)


def overlap_with(spans, named):
    """The share of the annotated time that `named` alone has right."""
    right, judged = key_changes.overlap([(0.0, spans[-1][1], named)], spans)
    return right / judged


def loudness_table(found):
    """How far our loudness, printed with two decimals, is from libebur128's."""
    rows = []
    for name, unit in (("integrated", "LU"), ("range", "LU"), ("true peak", "dB")):
        values = sorted(found[name], key=lambda pair: pair[1])
        if not values:
            continue
        mean = sum(value for _, value in values) / len(values)
        rows.append([f"{name}, {unit}", f"{mean:.3f}", f"{values[-1][1]:.3f}", values[-1][0].path,
                     str(len(values))])
    return _table(["figure", "mean difference", "largest", "of", "n"], rows)


def tempo_split_table(tools, tracks):
    """Which multiple of the annotation each tool's tempo is, in per cent, group by group."""
    names = [name for name, _ in tempo.RELATIONS] + ["other", "none"]
    rows = []
    for group in GROUPS:
        judged = [track for track in tracks
                  if track.group == group and track.tempo and track.octave_known]
        for tool in tools:
            answers = [(tool.estimates[track.path].bpm, track.tempo) for track in judged
                       if tool.tells_tempo and track.path in tool.estimates]
            if answers:
                counts = Counter(tempo.relation(found, told, WIDE) for found, told in answers)
                rows.append([group, tool.name, *(_share(counts[name], len(answers)) for name in names),
                             str(len(answers))])
    return _table(["group", "tool", *names, "n"], rows)


def tempo_origin_table(tools, tracks):
    """Tempo accuracy 1 and 2 of each tool, by source of the real music and style of the synthetic."""
    tools = [tool for tool in tools if tool.tells_tempo]
    judged = [track for track in tracks if track.tempo and track.octave_known]
    rows = []
    for group in GROUPS:
        for origin in sorted({track.style or track.source for track in judged if track.group == group}):
            part = [track for track in judged
                    if track.group == group and (track.style or track.source) == origin]
            rows.append([group, origin, str(len(part)),
                         *(_origin_cell(tool, part, group) for tool in tools)])
    return _table(["group", "source or style", "n", *(tool.name for tool in tools)], rows)


def _origin_cell(tool, tracks, group):
    pair = [scores.tempo_scores(tool, tracks, group, metric, WIDE)
            for metric in (tempo.accuracy1, tempo.accuracy2)]
    return "{:.0f}/{:.0f}".format(*map(scores.percent, pair)) if pair[0] else "–"


def meter_table(tool, tracks):
    """Which metre was found for each annotated one, and the balanced accuracy."""
    rows = []
    for group in GROUPS:
        pairs = scores.meter_pairs(tool, tracks, group)
        for label in sorted({label for label, _ in pairs}):
            found = Counter(answer for annotated, answer in pairs if annotated == label)
            rows.append([group, str(label),
                         ", ".join(f"{answer or 'none'} × {count}"
                                   for answer, count in found.most_common()),
                         _share(found[label], sum(found.values()))])
        if pairs:
            rows.append([group, "each the same", "–", f"{100 * statistics.balanced(pairs):.0f}"])
    return _table(["group", "annotated", "found", "right, per cent"], rows)


def calibration_table(tool, tracks):
    """How often tempi and keys of a confidence are right, by fifths of the answers."""
    rows = []
    kinds = [("tempo", scores.confident_answers), ("key", scores.confident_keys)]
    for kind, group in ((kind, group) for kind in kinds for group in GROUPS):
        answers = kind[1](tool, tracks, group)
        if len(answers) >= 5:
            error, bins = statistics.calibration(answers)
            rows.append([kind[0], group, *(f"{said:.2f}: {100 * right:.0f}" for said, right, _ in bins),
                         f"{100 * error:.1f}", str(len(answers))])
    return _table(["of", "group", "least sure", "", "", "", "surest", "error", "n"], rows)


def paired_table(tool, others, tracks):
    """Ours against each other tool on the same tracks: who alone is right, and McNemar's p."""
    kinds = {
        "tempo Acc1": lambda row: [
            score for group in GROUPS
            for score in scores.tempo_scores(row, tracks, group, tempo.accuracy1, WIDE)],
        "key exact": lambda row: [
            (track, float(value == 1.0)) for group in GROUPS
            for track, value in scores.key_scores(row, tracks, group)],
    }
    rows = []
    for name, measure in kinds.items():
        ours = {track.path: value for track, value in measure(tool)}
        for other in others:
            theirs = {t.path: v for t, v in measure(other) if t.path in ours}
            if theirs:
                better, worse, p = statistics.mcnemar([ours[path] for path in theirs],
                                                      list(theirs.values()))
                rows.append([name, other.name, str(better), str(worse),
                             "< 0.001" if p < 0.001 else f"{p:.3f}", str(len(theirs))])
    return _table(["measure", "tool", "only ours right", "only theirs right", "p", "n"], rows)


def worst_tables(tool, tracks, count):
    """Our worst tracks, by tempo, by key and by beats."""
    tempi = [[track.path, f"{track.tempo:g}", _bpm(tool.estimates[track.path].bpm),
              tempo.relation(tool.estimates[track.path].bpm, track.tempo, WIDE)]
             for group in GROUPS for track, value in sorted(
                 scores.tempo_scores(tool, tracks, group, tempo.accuracy2, WIDE)
                 + scores.open_octave_scores(tool, tracks, group, WIDE), key=lambda s: s[1])
             if not tempo.close(tool.estimates[track.path].bpm, track.tempo, WIDE)
             and (track.octave_known or not value)]
    tempi.sort(key=lambda row: row[3] not in ("other", "none"))
    keys = [[track.path, _key(track.key), _key(tool.estimates[track.path].key),
             key.relation(tool.estimates[track.path].key, track.key)]
            for group in GROUPS for track, value in sorted(
                scores.key_scores(tool, tracks, group), key=lambda s: s[1]) if value < 1]
    keys.sort(key=lambda row: key.WEIGHTS.get(row[3], 0.0))
    parts = [
        ("Tempo", _table(["track", "labelled", "found", "relation"], tempi[:count])),
        ("Key", _table(["track", "labelled", "found", "relation"], keys[:count])),
    ]
    if tool.tells_beats:
        judged = sorted((found["beat F"], track.path, found["AMLt"]) for group in GROUPS
                        for track, found in scores.beat_scores(tool, tracks, group))
        parts.append(("Beats", _table(
            ["track", "beat F", "AMLt"],
            [[path, f"{100 * f:.0f}", f"{100 * amlt:.0f}"] for f, path, amlt in judged[:count]])))
    return parts


def _cell(n, *values, shape):
    if not n:
        return "–"
    return shape.format(*map(_number, values)) + f" n={n}"


def _number(value):
    return "–" if value is None else f"{value:.0f}"


def _share(count, n):
    return f"{100 * count / n:.0f}" if count else "·"


def _bpm(value):
    return "–" if value is None else f"{value:.1f}"


def _key(value):
    names = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
    return "–" if value is None else f"{names[value[0]]} {value[1]}"


def _table(head, rows):
    """A Markdown table whose columns line up in a terminal too."""
    lines = [head, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    text = [" | ".join(cell.ljust(width) for cell, width in zip(line, widths)) for line in lines]
    rule = " | ".join("-" * width for width in widths)
    return "\n".join(f"| {line} |" for line in [text[0], rule, *text[1:]])
