# Each target does all the set-up it needs. ARGS is handed on: make run ARGS="--port 8600", make test ARGS="-k signing".
.PHONY: run test lock
ARGS ?=

run:
	@exec sh scripts/python.sh scripts/bootstrap.py run $(ARGS)

test:
	@exec sh scripts/python.sh scripts/bootstrap.py test $(ARGS)

lock:
	@exec bash scripts/lock.sh $(ARGS)
