#!/usr/bin/env python3
"""Makes the seed corpus, fuzz/corpus/TARGET/, from the samples and from fuzz/seeds/."""
import pathlib, re, shutil, zlib

root = pathlib.Path(__file__).resolve().parent
corpus, samples = root / "corpus", root.parent / "samples"


def put(target, name, data):
    folder = corpus / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def streams(pdf):
    """What the streams of a PDF inflate to."""
    for found in re.finditer(rb"stream\r?\n", pdf):
        try:
            yield zlib.decompressobj().decompress(pdf[found.end():], 1 << 20)
        except zlib.error:
            pass


for path in sorted(samples.glob("pdf/*.pdf")):
    pdf = path.read_bytes()
    put("reader", path.name, pdf)
    for number, data in enumerate(streams(pdf)):
        name = f"{path.stem}-{number}"
        if b"begincmap" in data:
            put("cmap", name, data[:20_000])
        elif data[:4] in (b"\0\1\0\0", b"OTTO", b"true"):
            put("font", name, data[:60_000])
        elif b" Tf" in data:
            put("content", name, data[:20_000])
for path in sorted(samples.glob("text/*.txt")):
    text = path.read_text()
    put("interchange", path.name, text.encode())
    parts = [part for part in text.split("\n\n") if part.strip()]
    for number, part in enumerate(parts[:200]):
        name, data = f"{path.stem}-{number}", part.encode()
        for target in ("figures", "sentence", "structure"):
            put(target, name, data[:4_000])
for folder in sorted(root.glob("seeds/*")):
    for path in sorted(folder.iterdir()):
        shutil.copy(path, corpus / folder.name / path.name)
