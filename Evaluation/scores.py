"""Scores of one tool on the tracks: every table cell is one of these, with the tracks behind it.

A score is a list of (track, value in 0…1). A track that a tool was given and left without an answer
counts as wrong; a track it never saw is left out, so n can differ between tools.
"""

from metrics import beats, chords, key, key_changes, loudness, sections, statistics, tempo


def tempo_scores(tool, tracks, group, metric, tolerance):
    """Accuracy 1 or 2 on the tracks whose label is sure of the octave."""
    if not tool.tells_tempo:
        return []
    return [
        (track, metric(tool.estimates[track.path].bpm, track.tempo, tolerance))
        for track in _labelled(tool, tracks, group, "tempo") if track.octave_known]


def open_octave_scores(tool, tracks, group, tolerance):
    """Accuracy 2 on the tracks whose label leaves the octave open."""
    if not tool.tells_tempo:
        return []
    return [
        (track, tempo.accuracy2(tool.estimates[track.path].bpm, track.tempo, tolerance))
        for track in _labelled(tool, tracks, group, "tempo") if not track.octave_known]


def key_scores(tool, tracks, group, mode=None, weights=key.WEIGHTS):
    """MIREX' weighted key score, of all tracks or of those in one mode."""
    if not tool.tells_key:
        return []
    return [
        (track, key.weighted_score(tool.estimates[track.path].key, track.key, weights))
        for track in _labelled(tool, tracks, group, "key") if mode in (None, track.key[1])]


def beat_scores(tool, tracks, group, start=beats.SETTLING):
    """Per track: F, CMLt, AMLt of the beats, F of the downbeats, whether the metre is right."""
    found = []
    for track in _labelled(tool, tracks, group, "beats_file"):
        estimate = tool.estimates[track.path]
        reference = beats.trimmed([time for time, _ in track.beats], start)
        bars = beats.trimmed([time for time, position in track.beats if position == 1], start)
        ours = beats.trimmed(estimate.beats, start)
        _, cmlt, _, amlt = beats.continuity(ours, reference)
        found.append((track, {
            "beat F": beats.f_measure(ours, reference),
            "CMLt": cmlt,
            "AMLt": amlt,
            "downbeat F": beats.f_measure(beats.trimmed(estimate.downbeats, start), bars),
            "metre": float(estimate.beats_per_bar == track.beats_per_bar),
        }))
    return found


def meter_pairs(tool, tracks, group):
    """[(annotated beats per bar, found)]."""
    return [(track.beats_per_bar, tool.estimates[track.path].beats_per_bar)
            for track in _labelled(tool, tracks, group, "beats_file")]


def confident_answers(tool, tracks, group):
    """[(confidence, right within 4 %)] of the tempi that were given with a confidence."""
    return [
        (tool.estimates[track.path].confidence, right)
        for track, right in tempo_scores(tool, tracks, group, tempo.accuracy1, 0.04)
        if tool.estimates[track.path].confidence is not None]


def confident_keys(tool, tracks, group):
    """[(confidence, exactly right)] of the keys that were given with a confidence."""
    return [
        (tool.estimates[track.path].key_confidence, float(score == 1))
        for track, score in key_scores(tool, tracks, group)
        if tool.estimates[track.path].key_confidence is not None]


def key_change_scores(tool, tracks, group):
    """Per track: share of the time in the right key; and (found, answered, annotated) changes."""
    found = []
    for track in _labelled(tool, tracks, group, "key_spans"):
        ours = tool.estimates[track.path].key_spans
        right, judged = key_changes.overlap(ours, track.key_spans)
        found.append((track, right / judged, key_changes.matched(ours, track.key_spans)))
    return found


def loudness_differences(tool, tracks, corpus):
    """{figure: [(track, how far ours is from libebur128's)]}, and the library's CPU seconds; or None."""
    found, seconds = {"integrated": [], "range": [], "true peak": []}, 0.0
    for track in tracks:
        theirs = loudness.judge(str(corpus / track.path))
        if theirs is None:
            return None
        seconds += theirs.cpu_seconds
        values = (theirs.integrated, theirs.range, theirs.true_peak)
        ours = tool.estimates[track.path].loudness or (None, None, None)
        for name, mine, other in zip(found, ours, values):
            if mine is not None and other is not None:
                found[name].append((track, abs(mine - other)))
    return found, seconds


def section_scores(tool, tracks, group):
    """Per track: F of the boundaries within each window, F of the labels."""
    return [
        (track, sections.score(tool.estimates[track.path].sections, track.sections))
        for track in _labelled(tool, tracks, group, "sections")]


def chord_scores(tool, tracks, group, reading):
    """Share of the time with a known chord at which ours is right."""
    found = []
    for track in _labelled(tool, tracks, group, "chords"):
        right, judged = chords.overlap(tool.estimates[track.path].chords, track.chords, reading)
        if judged:
            found.append((track, right / judged))
    return found


def percent(scores):
    """The mean in per cent, unrounded; None without tracks."""
    # Multiplied before the division: 69 of 120 is then exactly 57.5.
    return 100 * sum(value for _, value in scores) / len(scores) if scores else None


def percent_interval(scores):
    """Its 95 % bootstrap interval over families, in per cent; None with fewer than two."""
    ends = statistics.interval([v for _, v in scores], [track.family for track, _ in scores])
    return None if ends is None else tuple(100 * end for end in ends)


def _labelled(tool, tracks, group, label):
    return [
        track for track in tracks
        if track.group == group and getattr(track, label) is not None
        and track.path in tool.estimates]
