#!/usr/bin/env bash
# Resolve pyproject.toml for every platform and write the hashed locks. No registry address and no path may get in.
set -euo pipefail
cd "$(dirname "$0")/.."

uv=$(command -v uv || echo .venv/bin/uv)
common=(--quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
        --no-emit-index-url --no-emit-find-links --emit-build-options --no-config)

# `--upgrade` is handed on by the caller; without it what is locked stays where the requirements allow it.
"$uv" pip compile "${common[@]}" "$@" --group build -o requirements.lock pyproject.toml
"$uv" pip compile "${common[@]}" "$@" --group dev -c requirements.lock -o requirements-dev.lock pyproject.toml
"$uv" pip compile "${common[@]}" "$@" --group training -c requirements.lock -o requirements-training.lock pyproject.toml
echo 'uv==0.13.9' | "$uv" pip compile "${common[@]}" "$@" -o requirements-bootstrap.lock -

if grep -nE '://|^-|(^|[ @])(file:|/)' requirements.lock requirements-dev.lock requirements-training.lock requirements-bootstrap.lock; then
    echo "A lock names an address, an option or a path (above); nothing of that kind belongs there." >&2
    exit 1
fi
