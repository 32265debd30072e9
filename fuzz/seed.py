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


def pages(pdf):
    """Each page of a PDF as a PDF of its own, without font programs: whole samples are too large for a fuzzer to get
    anywhere with them. Cross-references are left to the repair; what is in object streams is left out."""
    objects = {int(found[1]): found[2] for found in re.finditer(rb"(?s)\b(\d+) 0 obj\b(.*?)endobj", pdf)}
    objects = {number: re.sub(rb"/FontFile\d? \d+ 0 R", b"", data) for number, data in objects.items()}
    for number, page in objects.items():
        if not re.search(rb"/Type\s*/Page\b(?!s)", page.split(b"stream")[0]):
            continue
        page = re.sub(rb"/Parent\s+\d+ 0 R", b"/Parent 900001 0 R", page)
        needed, left = {number: page}, [page]
        while left:
            for found in re.finditer(rb"\b(\d+) 0 R", left.pop().split(b"stream")[0]):
                other = int(found[1])
                if other in objects and other not in needed:
                    needed[other] = objects[other]
                    left.append(objects[other])
        body = b"".join(b"%d 0 obj%sendobj\n" % item for item in sorted(needed.items()))
        yield (
            b"%PDF-1.7\n" + body + b"900000 0 obj<</Type/Catalog/Pages 900001 0 R>>endobj\n"
            b"900001 0 obj<</Type/Pages/Count 1/Kids[" + b"%d 0 R" % number + b"]>>endobj\n"
            b"trailer<</Size 900002/Root 900000 0 R>>\n"
        )


for path in sorted(samples.glob("pdf/*.pdf")):
    pdf = path.read_bytes()
    for number, page in enumerate(pages(pdf)):
        if len(page) < 24_000:
            put("reader", f"{path.stem}-page-{number}", page)
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
