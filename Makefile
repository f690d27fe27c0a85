# The ways in. Each is a script in scripts/, readable on its own; docs in README.md.

.PHONY: run test verify check bench format requirements

run:            ## the only set-up command: install, migrate, load the demo, serve
	@scripts/run

test:           ## every check, and the tests on PostgreSQL and SQLite
	@scripts/test

verify:         ## the same with full counts; up to an hour
	@SENREGISTER_FULL=1 scripts/test

check:          ## formatting, lint, types, import order, migrations
	@scripts/check

bench:          ## benchmarks; writes benchmarks/results.json
	@scripts/bench

format:         ## put code and templates in order
	@scripts/format

requirements:   ## compile requirements*.in, keeping the pins that still fit
	@scripts/requirements
