"""What others find in the same clips: fpcalc with AcoustID's rule, and a landmark rival (recordings.py grid --finders).

A rival is given the files of the library once; then it says of each clip the name of the file it is from, or None.
"""
import functools
import json
import subprocess

import numpy


def words(path):
    """Seconds and the whole fingerprint, as fpcalc gives them."""
    return _words(path, path.stat().st_mtime_ns)


@functools.lru_cache(1024)
def _words(path, _):
    out = subprocess.run(["fpcalc", "-raw", "-json", "-length", "0", path], capture_output=True, text=True).stdout
    try:
        found = json.loads(out)
    except ValueError:
        return 0.0, numpy.zeros(0, numpy.uint32)
    return found["duration"], numpy.array(found["fingerprint"], dtype=numpy.uint32)


class AcoustID:
    """AcoustID's rule: of the fingerprints whose files last as long within 7 s, the one with the best score above 0.3.

    The score is that of pg_acoustid's acoustid_compare2 with an offset of at most 80 words, as acoustid-server asks for
    it (const.py: TRACK_GROUP_MERGE_THRESHOLD, TRACK_MAX_OFFSET, and 7 s): the offset at which the last places of most
    14-bit prefixes meet; the share of the shorter that lies over the other there, times 1 − 2 · the share of bits that
    differ; less where few prefixes are different ones. Which fingerprints are compared is decided by an index of exact
    words before that; here all are, in its favour.

    `anywhere` leaves out both limits, of durations and of offsets.
    """
    LEAST, SECONDS, OFFSET = 0.3, 7, 80
    PREFIXES = 1 << 14

    def __init__(self, files, anywhere=False):
        self.anywhere = anywhere
        self.known = {path.stem: words(path) for path in files}
        self.places = {name: self._places(print_) for name, (_, print_) in self.known.items()}

    @classmethod
    def _places(cls, print_):
        """The last place of each prefix; 0 where it has none, as there."""
        places = numpy.zeros(cls.PREFIXES, numpy.int64)
        places[print_ >> 18] = numpy.arange(len(print_))
        return places

    def score(self, query, query_places, name):
        _, mine = query
        theirs, places = self.known[name][1], self.places[name]
        both = (query_places > 0) & (places > 0)
        offsets = (query_places - places)[both]
        if not self.anywhere:
            offsets = offsets[numpy.abs(offsets) <= self.OFFSET]
        if not len(offsets):
            return 0.0
        counts = numpy.bincount(offsets + len(theirs))
        offset, top = int(counts.argmax()) - len(theirs), int(counts.max())
        least = min(len(mine), len(theirs)) & ~1
        a, b = mine[max(0, offset):], theirs[max(0, -offset):]
        size = min(len(a), len(b)) & ~1
        if not size or not least:
            return 0.0
        different = len(numpy.unique(a >> 18)), len(numpy.unique(b >> 18))
        if top < 0.02 * max(different):
            return 0.0
        errors = numpy.unpackbits((a[:size] ^ b[:size]).view(numpy.uint8)).mean()
        score = size / least * max(0.0, 1 - 2 * errors)
        diversity = min(1.0, (different[0] + 10) / len(a) + 0.5, (different[1] + 10) / len(b) + 0.5)
        return score ** (8 - 7 * diversity)

    def find(self, clips):
        return [(self.best(clip), None) for clip in clips]

    def best(self, path):
        query = words(path)
        places = self._places(query[1])
        best = (self.LEAST, None)
        for name, (duration, _) in self.known.items():
            if self.anywhere or abs(duration - query[0]) <= self.SECONDS:
                best = max(best, (self.score(query, places, name), name), key=lambda pair: pair[0])
        return best[1]


class Audfprint:
    """audfprint2 (Ellis' landmarks) with the settings its program has by default: 20 landmarks a second, three
    followers, 4 shifts of the clip, 5 pairs at one offset within 2 frames."""

    def __init__(self, files):
        from audfprint2 import cli
        from audfprint2.core import hash_table

        def analyser(is_match):
            return cli.setup_analyzer(20.0, is_match, 5, 3, 30.0, 0, 11025, False, None)

        self.table = hash_table.HashTable(hashbits=20, depth=100, maxtime=16384)
        self.table.params["samplerate"] = 11025
        stored = analyser(False)
        for path in files:
            stored.ingest(self.table, str(path))
        self.names = {str(path): path.stem for path in files}
        self.analyser = analyser(True)
        self.matcher = cli.setup_matcher(2, 100, 5, 1, False, False, 0.05, False, False, False)

    def find(self, clips):
        return [(self.best(clip), None) for clip in clips]

    def best(self, path):
        try:
            found, _, _ = self.matcher.match_file(self.analyser, self.table, str(path))
        except (ValueError, IndexError):
            # A clip without a landmark.
            return None
        return self.names[self.table.names[int(found[0][0])]] if len(found) else None


RIVALS = {
    "AcoustID": lambda files: AcoustID(files),
    "AcoustID anywhere": lambda files: AcoustID(files, anywhere=True),
    "audfprint2": lambda files: Audfprint(files),
}
