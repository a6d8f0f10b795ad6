"""The descriptors' models as the program has them: inputs, z-scores, weighted sum, table of quantiles.

`fit_descriptors.py` fits and writes them; `docs/descriptors.md` says what they mean. Needs numpy.
"""
import json
import math
import re

import numpy as np

# Temperley, Music and Probability, 2007, ch. 6, tonic first: KeyProfile.temperley.
MAJOR = np.array([.748, .060, .488, .082, .670, .460, .096, .715, .104, .366, .057, .400])
MINOR = np.array([.712, .084, .474, .618, .049, .460, .105, .747, .404, .067, .133, .330])
TEMPI = 30 * 2 ** (np.arange(192) / 48)

# Each input with the sign it must have, or with its weight where nothing is fitted.
MODELS = {
    "energy": {"fullness": 1, "highShare": 1, "partialWobble": 1, "pace": 1, "onsetStrength": 1, "bassShare": 1},
    "danceability": {"spectralMotion": 1, "harmonicChange": -1, "bandAlternation": 1, "pace": 1, "onsetStrength": 1,
                     "beatSteadiness": 1, "bassShare": 1, "fullness": -1, "lowPulse": 1},
    "valence": {"majorness": 1, "keyClarity": 1, "bandPulse": 1, "bassShare": -1},
    "acousticness": {"spectralMotion": -1, "bassShare": -1, "highShare": -1, "pace": -1, "onsetStrength": -1,
                     "keyClarity": 1, "partialWobble": -1, "beatSteadiness": -1},
    "instrumentalness": {"voicePresence": -.6, "voiceMean": -.4},
    # Of five divisions between the last three; .7, -.15, -.1, .05 moves by more than 0.05 under two semitones twice as often
    # (19 % of tracks for 11), halves agree at 0.57 for 0.66, and a voice singing alone is taken for half spoken twice as often.
    "speechiness": {"speechMean": .75, "bandPulse": -.05, "keyClarity": -.15, "partialWobble": .05},
    "liveness": {"crowdPresence": .5, "crowdMean": .4, "floorNoise": .1},
}
# Beta marginals after those of the public dumps of Spotify's values (algorithms §5.3).
TARGETS = {"energy": (2.6, 1.7), "danceability": (5.0, 3.6), "valence": (1.6, 1.7), "acousticness": (.35, .75),
           "instrumentalness": (.15, .65), "speechiness": (.7, 6), "liveness": (1.6, 6)}
LOG_ODDS = {"voicePresence", "voiceMean", "speechMean", "crowdPresence", "crowdMean"}
CLIP = 3.0  # robust standard deviations
# The reference's quantiles at the knots between the ends; finer where the public marginals have their tails.
QUANTILES = np.array([.01, .02, .04, .07, .12, .2, .3, .4, .5, .6, .7, .8, .88, .93, .96, .98, .99])
# What a catalogue holds that the corpus does not: shares of examples with recorded people in the reference, and where their
# values belong by the public definitions. (Made voices are surer: calibrated by them, no recorded speech passed 0.66.)
ADDED = {"speechiness": [(("rap", "over"), .04, (.34, .66)), (("speech",), .03, (.67, .97))],
         "liveness": [(("under",), .04, (.45, .8)), (("all",), .03, (.8, .97))]}
# The share of tracks in which nobody sings, so that with the errors of both kinds as many lie above one half as of
# Beta(.15, .65), 17 %: of instrumental tracks 88 %, of sung ones 6 %, artists held out.
MUTE = .13


def correlation(a, b):
    a, b = a - a.mean(), b - b.mean()
    norm = math.sqrt((a @ a) * (b @ b))
    return float(a @ b / norm) if norm > 0 else 0.0


def soft_maximum(values):
    """ln Σ e^(5x) / 5: the best fit, and how many others are nearly as good."""
    return math.log(sum(math.exp(5 * v) for v in values)) / 5


def inputs(row):
    """The inputs of all models, as Sources/Analysis/Descriptors computes them."""
    f = row["features"]
    tempogram = np.array(f["tempogram"])
    sums = tempogram.sum(1)
    sharpness = [math.log(max(1, len(TEMPI) / s)) if s > 0 else 0.0 for s in sums]
    chroma = np.array(f["chromaMean"])
    major = soft_maximum([correlation(np.roll(MAJOR, k), chroma) for k in range(12)])
    minor = soft_maximum([correlation(np.roll(MINOR, k), chroma) for k in range(12)])
    return {
        "onsetStrength": f["flux"],
        "spectralMotion": math.sqrt(sum(x * x for x in f["timbreChange"][1:13])),
        "fullness": f["timbreMean"][0],
        "pace": float((tempogram[-1] * np.log2(TEMPI)).sum() / sums[-1]) if sums[-1] > 0 else math.log2(60),
        "beatSteadiness": (row.get("tempo") or {}).get("stability") or 0.0,
        "lowPulse": sharpness[0],
        "bandPulse": sum(sharpness) / len(sharpness),
        "bassShare": math.log(max(1e-4, f["spectralShape"][3])),
        "highShare": f["spectralShape"][2],
        "bandAlternation": math.sqrt(max(0, f["timbreCovariance"][49])),  # coefficient 2 with itself
        "harmonicChange": f["harmonicChange"],
        "majorness": major - minor,
        "keyClarity": soft_maximum([major, minor]),
    } | voice_inputs(f.get("voices"))


def voice_inputs(v):
    if not v:
        return {}
    t = v["texture"]
    return {k: v[k] for k in ("voicePresence", "voiceMean", "speechMean", "crowdPresence", "crowdMean")} | {
        "dynamics": t["dynamics"], "trebleShare": t["treble"], "bottomShare": t["bottom"],
        "partialWobble": t["wobble"], "floorNoise": t["floorFlatness"]}


def ranks(x):
    x = np.asarray(x)
    order = np.argsort(x, kind="stable")
    result = np.empty(len(x))
    result[order] = np.arange(len(x))
    for value in np.unique(x):
        result[x == value] = result[x == value].mean()
    return result


def spearman(a, b):
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def normal_scores(y):
    """Ranks turned into a normal variable: ratings are used by rank only."""
    u = (ranks(y) + .5) / len(y)
    grid = np.linspace(-4, 4, 4001)
    cdf = np.array([.5 * (1 + math.erf(x / math.sqrt(2))) for x in grid])
    return np.interp(u, cdf, grid)


def beta_quantile(u, a, b):
    """Quantiles of Beta(a, b); each half is integrated over x^a, so that the ends may be poles."""
    def half(a, b):
        s = np.linspace(0, .5 ** a, 20_001)
        x = s ** (1 / a)
        smooth = (1 - x) ** (b - 1) / a
        return x, np.concatenate([[0], np.cumsum((smooth[1:] + smooth[:-1]) / 2 * np.diff(s))])

    (low, below), (high, above) = half(a, b), half(b, a)
    cdf = np.concatenate([below, (below[-1] + above[-1] - above[::-1])[1:]])
    return np.interp(u, cdf / cdf[-1], np.concatenate([low, (1 - high[::-1])[1:]]))


def weighted_quantile(values, weights, u):
    order = np.argsort(values, kind="stable")
    values, weights = np.asarray(values)[order], np.asarray(weights)[order]
    middle = (np.cumsum(weights) - weights / 2) / weights.sum()
    keep = weights > 0
    return np.interp(u, middle[keep], values[keep])


def auc(a, b):
    return float(np.mean([(x > y) + .5 * (x == y) for x in a for y in b]))


def sung(label):
    """Whether somebody sings on a track: True, False, or None where nobody can tell."""
    return STATED.get(label["path"])


STATED = {}


class Track:
    def __init__(self, row, label):
        self.row, self.label, self.inputs = row, label, inputs(row)
        self.own = self.inputs
        # Scores from models that were fitted without the track's artist, by descriptor.
        self.held = {}


def name_of(path):
    path = re.sub(r"\.f32$", "", path).replace("__", "/")
    return "/".join(path.split("/")[-2:])


def load(path):
    with open(path) as lines:
        for line in lines:
            row = json.loads(line)
            if row.get("features"):
                yield row


class Model:
    def __init__(self, name, reference):
        self.name = name
        self.names = list(MODELS[name])
        self.signs = np.array([math.copysign(1, MODELS[name][k]) for k in self.names])
        raw = self.raw(reference)
        self.center = np.median(raw, 0)
        self.scale = 1.4826 * np.median(np.abs(raw - self.center), 0)
        # Log odds are sure at ±6 whatever the reference holds: they keep their own scale.
        self.scale[[k in LOG_ODDS for k in self.names]] = 3
        self.weights = np.array([abs(MODELS[name][k]) for k in self.names])

    def raw(self, tracks):
        return np.array([[t.inputs[k] for k in self.names] for t in tracks])

    def terms(self, tracks):
        z = (self.raw(tracks) - self.center) / self.scale
        return np.clip(z, -CLIP, CLIP) * self.signs

    def score(self, tracks):
        return self.terms(tracks) @ self.weights

    def calibrate(self, reference, made=()):
        scores, weights = self.score(reference), np.ones(len(reference))
        goal = beta_quantile(np.linspace(0, 1, 4001), *TARGETS[self.name])
        goals = [(goal, 1.0)]
        if self.name == "instrumentalness":
            sings = np.array([sung(t.label) for t in reference], object)
            for side, share in ((True, 1 - MUTE), (False, MUTE)):
                weights[sings == side] = share / np.sum(sings == side)
            weights[sings == None] = 0  # noqa: E711
        for kinds, share, (low, high) in ADDED.get(self.name, []):
            chosen = [t for t in made if t.label["recorded"] and (t.label["kind"] in kinds or t.label["voice"] in kinds)]
            if not chosen:
                continue
            weights = np.r_[weights / weights.sum() * (1 - share), np.full(len(chosen), share / len(chosen))]
            scores = np.r_[scores, self.score(chosen)]
            goals = [(g, w * (1 - share)) for g, w in goals] + [(np.linspace(low, high, 4001), share)]
        if len(goals) > 1:  # Music by itself stays below what the additions are there for.
            goals[0] = (np.minimum(goals[0][0], goals[1][0][0]), goals[0][1])
        inner = weighted_quantile(scores, weights, QUANTILES)
        span = inner[-1] - inner[0]
        # Beyond the reference the curve runs out over half of its width.
        self.knots = np.concatenate([[inner[0] - span / 2], inner, [inner[-1] + span / 2]])
        values = weighted_quantile(np.concatenate([g for g, _ in goals]),
                                   np.concatenate([np.full(len(g), w / len(g)) for g, w in goals]), QUANTILES)
        self.values = np.concatenate([[0], values, [1]])
        for k in range(1, len(self.knots)):  # Strictly rising, where the reference repeats itself.
            self.knots[k] = max(self.knots[k], self.knots[k - 1] + 1e-4)
            self.values[k] = max(self.values[k], self.values[k - 1] + 1e-5)
        self.values[-1] = 1

    def value(self, tracks):
        return np.interp(self.score(tracks), self.knots, self.values)
