# Every target says in one line what it does: make help.
# What needs thought is in scripts/; plain `trunk serve` and `cargo test` work without any of it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

run := scripts/with-tools
setup := scripts/setup.sh
cargo := $(run) cargo
wasm := --target wasm32-unknown-unknown
server := --manifest-path examples/server/Cargo.toml

.PHONY: help setup serve build size test test-domain test-native test-web test-e2e test-faults test-engines test-trunk verify soak stage package accept-pictures test-loader hosts test-hosts server test-server conformance load lint pictures bench bench-report clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '%s\n' '' \
	  'Settings (environment):' \
	  '  WRAPUP_TOOLCHAIN=debian  Debian'\''s Rust compiler and tools from source, also where rustup would answer' \
	  '  WRAPUP_TOOLS=DIRECTORY   where tools are kept; default ~/.cache/interaction-wrap-up/tools' \
	  '  options=…                for one part of the bench (make bench-size, -start, -tick, -time, -memory, -input)' \
	  '  CHROMIUM, CHROMEDRIVER   a browser and driver of your own for the tests' \
	  '  FIREFOX, GECKODRIVER, WEBKITDRIVER   the same for the tests of other engines'

setup: ## Bring everything that is missing: compiler, libraries, tools, browser
	@$(setup)

serve: ## Set up, then serve the preview on http://127.0.0.1:8080
	@$(setup) toolchain crates wasm-bindgen trunk
	@$(run) trunk serve

build: ## Set up, then put the release build of the preview into dist/
	@$(setup) toolchain crates node wasm-bindgen trunk
	@$(run) trunk build --release --locked

size: build ## Bytes of the preview and of the widget alone, raw and brotli-11, beside the budget
	@$(run) node scripts/size.mjs --widget dist

test: ## Set up, then run every test, with the minutes by area
	@scripts/test

verify: export GALLERY = full
verify: test hosts test-engines ## Everything in full: every test, every host, every engine

test-domain: ## The rules alone, without Leptos, and 10,000 runs of the simulation (SIM_SEEDS=)
	@$(cargo) test --locked --no-default-features

test-native: ## What is tested without a browser, beside the rules alone
	@$(cargo) test --locked --all-features --lib --bins --test layering --test view_conventions --test documents \
	  --test domain_record --test domain_presence --test domain_properties --test domain_transfer
	@$(cargo) test --locked --all-features --doc

test-web: ## Tests of units that need a browser (tests/web_*.rs, in headless Chromium)
	@$(setup) toolchain crates node browser wasm-bindgen
	@# The runner would prefer Firefox wherever its driver is named.
	@$(run) env -u GECKODRIVER cargo test --locked $(wasm) --test 'web_*'

stage: ## Build the preview into target/stage/ without Trunk, for the browser tests
	@$(setup) toolchain crates node wasm-bindgen
	@$(run) node scripts/stage.mjs

gallery: stage ## Serve every component in every state, in each theme and language
	@$(run) node scripts/serve.mjs target/stage gallery.html

test-e2e: stage ## The preview in Chromium, from end to end
	@$(setup) browser
	@$(run) playwright test --config tests/e2e

accept-pictures: stage ## Take the pictures of the gallery anew; look at them before you commit them
	@$(setup) browser
	@$(run) playwright test --config tests/e2e pictures --update-snapshots changed

test-faults: stage ## Delivery to a service, through every fault, in Chromium; SEED=7 for one schedule
	@$(setup) browser
	@$(run) playwright test --config tests/faults $(if $(SEED),seeds)

test-loader: ## The element's class by itself, over a module that only remembers, in Chromium
	@$(setup) node browser
	@$(run) playwright test --config tests/loader

package: ## Build the npm package into dist/npm, pack it, and have package tools look at it
	@$(setup) toolchain crates node wasm-bindgen
	@$(run) node scripts/npm/package.mjs
	@$(run) node scripts/npm/verify.mjs

hosts: package ## Build every page of examples/hosts from the packed tarball, and test them in Chromium
	@$(setup) browser
	@$(run) node scripts/npm/hosts.mjs
	@$(run) playwright test --config tests/hosts

test-hosts: ## The same with the plain page and React only, and a package built quickly
	@$(setup) toolchain crates node wasm-bindgen browser
	@$(run) node scripts/npm/package.mjs --dev
	@$(run) node scripts/npm/verify.mjs
	@$(run) node scripts/npm/hosts.mjs plain react
	@HOSTS='plain react' $(run) playwright test --config tests/hosts

server: ## Set up, then serve a page with the widget over the reference server, on http://127.0.0.1:8787
	@$(setup) toolchain crates node wasm-bindgen server
	@$(run) node scripts/npm/package.mjs --dev
	@mkdir -p target/server
	@DATABASE_URL=$${DATABASE_URL:-sqlite:target/server/wrap-up.db} WRAPUP_SITE=dist/npm \
	  $(cargo) run --locked $(server) -- --demo

test-server: ## The reference server over SQLite, PostgreSQL where it is found, and under the widget in Chromium
	@$(setup) toolchain crates node wasm-bindgen browser server schemathesis
	@$(cargo) test --locked $(server)
	@$(run) node tests/server/schemathesis.mjs
	@$(run) node scripts/npm/package.mjs --dev
	@$(run) playwright test --config tests/server

# Not an address that happens to be in the environment.
url := $(if $(findstring command,$(origin URL)),$(URL))

conformance: ## What a place that keeps wrap-ups has to do, at each; at your own: make conformance URL=https://… TOKEN=…
	@$(setup) toolchain crates node wasm-bindgen browser $(if $(url),,server)
	@$(if $(url),,$(cargo) build --locked $(server))
	@$(run) node tests/conformance/stage.mjs
	@CONFORMANCE_URL='$(url)' $(run) playwright test --config tests/conformance $(options)

load: ## The reference server under load, then killed meanwhile: make load LOAD_AGENTS=50 LOAD_SECONDS=20 LOAD_KILLS=4
	@$(setup) toolchain node server
	@LOAD_AGENTS=$(LOAD_AGENTS) LOAD_SECONDS=$(LOAD_SECONDS) LOAD_KILLS=$(LOAD_KILLS) \
	  $(cargo) test --release --locked $(server) --test server load -- --ignored --nocapture --test-threads 1

test-engines: stage ## Delivery and the element in Firefox ESR and WebKitGTK, and what every engine can do
	@$(setup) browser engines geckodriver
	@$(run) node scripts/npm/package.mjs --dev
	@$(run) node scripts/npm/hosts.mjs plain
	@$(run) playwright test --config tests/engines

soak: ## Random schedules of faults: make soak SIM=1000000 BROWSER=1000
	@scripts/soak "$(SIM)" "$(BROWSER)"

test-trunk: build ## What Trunk builds starts in Chromium, and is no larger than its ceiling
	@$(setup) browser
	@$(run) node scripts/size.mjs dist
	@WRAPUP_SITE=dist $(run) playwright test --config tests/e2e smoke

lint: ## Formatting, clippy without warnings (native and wasm), documentation, types
	@$(setup) toolchain crates node server
	$(cargo) fmt --check
	$(cargo) fmt --check $(server)
	$(cargo) clippy --locked --all-targets --all-features -- -D warnings
	$(cargo) clippy --locked --all-targets --no-default-features -- -D warnings
	$(cargo) clippy --locked $(wasm) --all-features --lib --bins --example adapters --test 'web_*' -- -D warnings
	$(cargo) clippy --locked --all-targets $(server) -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(cargo) doc --locked --no-deps --all-features
	$(run) tsc --project tests/e2e
	$(run) tsc --project tests/faults
	$(run) tsc --project tests/engines
	$(run) tsc --project tests/loader
	$(run) tsc --project tests/hosts
	$(run) tsc --project tests/server
	$(run) tsc --project tests/conformance
	$(run) tsc --project tests/types
	$(run) node scripts/npm/check.mjs

bench: ## Measure everything beside the peers, 15 minutes; fails where a bar that was met is not
	@$(setup) toolchain crates node wasm-bindgen browser
	@$(run) node scripts/npm/package.mjs
	@$(run) node benches/all.mjs

# One part: bench-size, bench-start, bench-tick, bench-time, bench-memory, bench-input.
bench-%:
	@[[ -e benches/$*.mjs ]] || { echo 'error: there is no part of the bench called "$*"' >&2; exit 2; }
	@$(setup) toolchain crates node wasm-bindgen browser
	@$(run) node scripts/npm/package.mjs
	@$(run) node benches/$*.mjs $(options)

bench-report: ## Write what was measured last into docs/performance.md
	@$(run) node benches/document.mjs

pictures: stage ## Take the README's pictures into docs/img/
	@$(setup) browser
	@$(run) node scripts/pictures.mjs

clean: ## Remove what was built here; the shared tools stay
	@$(cargo) clean
	@rm -rf dist target node_modules test-results .env.toolchain
