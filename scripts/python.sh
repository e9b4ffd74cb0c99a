#!/bin/sh
# Run a script with the first Python on the path that is new enough (PYTHON names another one).
for candidate in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$candidate" "$@"
    fi
done
echo "Doctor Publisher needs Python 3.11 or newer; none was found on the path. Name one with PYTHON=/path/to/python3." >&2
exit 2
