# The steps of .ci/run one by one; `just` is a convenience, the gate does not need it.

# All of it, as CI runs it
ci:
    .ci/run

# All tests
test:
    cargo test --workspace --locked

# Scores against ../shared, compared with tests/floors.toml
score:
    cargo build --locked
    python3 .ci/score

# Writes better scores into tests/floors.toml
score-raise:
    cargo build --locked
    python3 .ci/score --raise

# Writes the pages of docs/ that come from the code: the rules, the vocabulary's concepts
pages:
    YUSUAN_UPDATE=1 cargo test --locked --test pages

# Formatting
fmt:
    cargo fmt --all

# Lints, as strict as CI
lint:
    cargo clippy --workspace --all-targets --locked -- -D warnings

# Documentation, warnings are errors
doc:
    RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --locked

# Licences, bans, sources: by cargo-deny if it is there (`cargo install cargo-deny --locked`), else what of it needs no tool
deny:
    .ci/licences

# Security advisories (needs the network)
advisories:
    cargo deny check advisories

# Flips, cuts and splices the samples N times; reports crashes, hangs and memory over the limit
mutate n="10000":
    cargo run --locked --example mutate -- --rounds {{n}} samples

# The main job on the samples
samples:
    cargo run --release --locked -- ingest samples -o out

# Compares with pdftotext and mutool over a folder of PDFs
bench FOLDER="samples/pdf":
    cargo build --release --locked
    tools/bench.py {{FOLDER}}
    cargo bench --bench pdf
