#!/usr/bin/env python3
"""How fast the neighbour index answers, beside hnswlib, faiss and Voyager, in one run.

    assonance analyze --embedding --json MUSIC > embeddings.jsonl
    swift build -c release --product neighbour-speed
    pip install hnswlib==0.8.0 faiss-cpu voyager
    python3 Evaluation/neighbour_speed.py embeddings.jsonl --count 100000 --rivals hnswlib faiss voyager

The vectors are drawn around the corpus' own: weighted means of four neighbouring tracks with noise of 0.85
of each number's deviation, each family brought to its length. With as many of them as the corpus has
tracks, the median distances to the first, tenth and fortieth neighbour are the corpus' own within 2 %
(`--check` prints both). Queries are drawn the same way. Every library runs on one thread, one query a call,
with 16 links and a width of 200 at building; seconds are of the processor.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import fit_space

REPOSITORY = Path(__file__).resolve().parent.parent
NOISE = 0.85
QUERIES = 2000
CHUNK = 50_000
WIDTHS = (40, 60, 80, 100, 140, 200, 300)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("embeddings", type=Path)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rivals", nargs="*", default=[], choices=["hnswlib", "faiss", "voyager"])
    parser.add_argument("--binary", default=str(REPOSITORY / ".build/release/neighbour-speed"))
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    with open(arguments.embeddings, encoding="utf-8") as file:
        rows = [row["embedding"] for row in map(json.loads, file) if row.get("embedding")]
    corpus = np.array(rows, dtype=np.float32)
    if arguments.check:
        print("corpus", medians(corpus))
        print("drawn ", medians(drawn(corpus, len(corpus), np.random.default_rng(1))))
        return 0
    random = np.random.default_rng(7)
    vectors = drawn(corpus, arguments.count, random)
    queries = drawn(corpus, QUERIES, random)
    truth = exact(vectors, queries)
    print("| index | sight or ef | recall at 10 | ms of CPU | queries a CPU second |")
    print("|---|---|---|---|---|")
    ours(arguments.binary, vectors, queries, truth)
    for name in arguments.rivals:
        rival(name, vectors, queries, truth)
    return 0


def drawn(corpus, count, random):
    squares = ((corpus[:, None] - corpus[None])**2).sum(-1)
    near = np.argsort(squares, axis=1)[:, :21]
    found = np.empty((count, corpus.shape[1]), np.float32)
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        middle = random.integers(0, len(corpus), size)
        weights = random.dirichlet(np.ones(4), size).astype(np.float32)
        points = sum(weights[:, k:k + 1] * corpus[near[middle, random.integers(0, 21, size)]]
                     for k in range(4))
        points /= np.sqrt(np.linalg.norm(weights, axis=1, keepdims=True))
        noise = random.standard_normal((size, corpus.shape[1]), dtype=np.float32)
        found[start:start + size] = unit(points + NOISE * corpus.std(0) * noise)
    return found


def unit(vectors):
    """Each family brought to the length that it has in every vector."""
    ends = np.cumsum([0, *(kept for kept, _, _ in fit_space.FAMILIES.values())])
    weights = [weight for _, weight, _ in fit_space.FAMILIES.values()]
    for start, end, weight in zip(ends, ends[1:], weights):
        part = vectors[:, start:end]
        part *= np.sqrt(weight) / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-9)
    return vectors


def medians(vectors):
    squares = ((vectors[:, None] - vectors[None])**2).sum(-1)
    np.fill_diagonal(squares, np.inf)
    ordered = np.sqrt(np.sort(squares, axis=1))
    return [round(float(np.median(ordered[:, k])), 3) for k in (0, 9, 39)]


def exact(vectors, queries):
    found = []
    for query in queries:
        squares = ((vectors - query)**2).sum(1)
        near = np.argpartition(squares, 10)[:10]
        found.append(near[np.argsort(squares[near])])
    return np.array(found)


def recall(found, truth):
    return np.mean([len(set(a) & set(b)) / len(b) for a, b in zip(found, truth)])


def row(name, width, share, seconds):
    print(f"| {name} | {width} | {share:.4f} | {1000 * seconds:.3f} | {1 / seconds:.0f} |", flush=True)


def ours(binary, vectors, queries, truth):
    with tempfile.TemporaryDirectory() as folder:
        paths = [f"{folder}/{name}" for name in ("vectors", "queries", "index")]
        vectors.tofile(paths[0])
        queries.tofile(paths[1])
        lines = subprocess.run([binary, *paths, *map(str, WIDTHS)], check=True,
                               capture_output=True, text=True).stdout
    for line in map(json.loads, lines.splitlines()):
        if "found" not in line:
            print(f"| {json.dumps(line)} | | | | |")
            continue
        count = line["queries"]
        known = truth[:count]
        if line["what"].startswith("filter"):
            rows = np.arange(0, len(vectors), int(line["what"].split()[1]))
            known = rows[exact(vectors[rows], queries[:100])]
        row("Assonance", line["what"], recall(line["found"], known), line["cpu"] / count)


def rival(name, vectors, queries, truth):
    start = time.process_time()
    if name == "hnswlib":
        import hnswlib

        index = hnswlib.Index("l2", vectors.shape[1])
        index.init_index(len(vectors), M=16, ef_construction=200)
        index.add_items(vectors, num_threads=1)
        index.set_num_threads(1)
        answer = lambda query: index.knn_query(query, k=10, num_threads=1)[0][0]
        widen = index.set_ef
    elif name == "faiss":
        import faiss

        faiss.omp_set_num_threads(1)
        index = faiss.IndexHNSWFlat(vectors.shape[1], 16)
        index.hnsw.efConstruction = 200
        index.add(vectors)
        answer = lambda query: index.search(query[None], 10)[1][0]
        widen = lambda width: setattr(index.hnsw, "efSearch", width)
    else:
        import voyager

        index = voyager.Index(voyager.Space.Euclidean, vectors.shape[1], M=16, ef_construction=200)
        index.add_items(vectors, num_threads=1)
        widths = {}
        answer = lambda query: index.query(query, k=10, query_ef=widths["now"])[0]
        widen = lambda width: widths.update(now=width)
    print(f"| {name} | build | | {1000 * (time.process_time() - start):.0f} | |", flush=True)
    for width in WIDTHS:
        widen(width)
        start = time.process_time()
        found = [answer(query) for query in queries]
        seconds = (time.process_time() - start) / len(queries)
        row(name, f"ef {width}", recall(found, truth), seconds)


if __name__ == "__main__":
    sys.exit(main())
