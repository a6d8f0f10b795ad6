#!/usr/bin/env python3
"""What other tools answer for the descriptors, one JSON object a file and tool.

    python3 Evaluation/descriptor_rivals.py sonara FILE… > sonara.jsonl
    python3 Evaluation/descriptor_rivals.py vibenet FILE… > vibenet.jsonl
    python3 Evaluation/descriptor_rivals.py essentia FILE… > essentia.jsonl        # danceability, dynamic complexity
    python3 Evaluation/descriptor_rivals.py essentia-full FILE… > full.jsonl       # its whole extractor, for a ridge

sonara 0.3.6, vibenet 0.1.0 and essentia 2.1b6 as they come, their models with them. Seconds are CPU seconds of the
process, loading of models left out, decoding included.
"""
import json
import sys
import time


def sonara(files):
    import sonara as tool
    tool.analyze_file(files[0], mode="playlist")
    for path in files:
        start = time.process_time()
        found = tool.analyze_file(path, mode="playlist", features=None)
        yield path, {k: v for k, v in found.items() if isinstance(v, (int, float))}, time.process_time() - start


def vibenet(files):
    from vibenet import load_model
    model = load_model()
    for path in files:
        start = time.process_time()
        yield path, model.predict(path)[0].to_dict(), time.process_time() - start


def essentia(files):
    import essentia.standard as es
    for path in files:
        start = time.process_time()
        audio = es.MonoLoader(filename=path)()
        values = {"danceability": float(es.Danceability()(audio)[0]),
                  "dynamicComplexity": float(es.DynamicComplexity()(audio)[0])}
        yield path, values, time.process_time() - start


def essentia_full(files):
    import essentia
    import essentia.standard as es
    import numpy as np
    essentia.log.infoActive = False
    extractor = es.MusicExtractor(lowlevelStats=["mean", "stdev"], rhythmStats=["mean", "stdev"],
                                  tonalStats=["mean", "stdev"])
    for path in files:
        start = time.process_time()
        found, _ = extractor(path)
        values = {}
        for name in found.descriptorNames():
            if name.startswith("metadata") or name.endswith("beats_position"):
                continue
            x = found[name]
            if isinstance(x, (int, float)):
                values[name] = float(x)
            elif isinstance(x, np.ndarray) and x.ndim == 1 and x.size <= 40:
                values |= {f"{name}.{i}": float(v) for i, v in enumerate(x)}
        yield path, values, time.process_time() - start


def main():
    tool, files = sys.argv[1], sys.argv[2:]
    runs = {"sonara": sonara, "vibenet": vibenet, "essentia": essentia, "essentia-full": essentia_full}
    for path, values, seconds in runs[tool](files):
        print(json.dumps({"path": path, "tool": tool, "values": values, "cpuSeconds": round(seconds, 3)}), flush=True)


if __name__ == "__main__":
    main()
