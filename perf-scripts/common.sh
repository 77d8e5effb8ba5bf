# What the scripts of this folder share. They source it; it does nothing by itself.
# shellcheck shell=bash

script=perf-scripts/$(basename "$0")
# Paths of the user are relative to where they stand, so scripts do not change the folder.
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# What a workload is, for the help of scripts that take one.
workload_help='workload: what is run
  PATHS...          the tool `measure` analyses these files and folders (default: docs/examples)
  --stage STAGE     parse, facts or all: what it does for each file (default: all)
  --passes N        how often it does that
  -- COMMAND...     run this command instead

environment:
  CARGO_TARGET_DIR  where cargo builds (cargo'"'"'s own variable)
  PERF_PROFILE      the profile of Cargo.toml that is built (default: bench)'

fail() {
    echo "$script: $*" >&2
    exit 1
}

# need COMMAND HINT: fails with the hint if a command is missing.
need() {
    command -v "$1" >/dev/null || fail "$1 is not installed: $2"
}

need_perf() {
    need perf "on Debian apt-get install linux-perf, on Ubuntu linux-tools-generic"
}

need_valgrind() {
    need valgrind "on Debian and Ubuntu apt-get install valgrind"
}

# Installs inferno's commands if they are missing; with `cargo` that is a minute.
need_inferno() {
    export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
    command -v inferno-flamegraph >/dev/null && return
    echo "$script: installing inferno" >&2
    env -u CARGO_TARGET_DIR cargo install --locked --quiet inferno ||
        fail "inferno cannot be installed; try cargo install --locked inferno"
}

# The event to sample: cycles, or the clock where there are no hardware counters (virtual machines).
perf_event() {
    if perf stat -x, -e cycles true 2>&1 | grep -q '^[0-9]'; then
        echo cycles
    else
        echo cpu-clock
    fi
}

# target_directory: where cargo builds.
target_directory() {
    cargo metadata --no-deps --format-version 1 --manifest-path "$repository/Cargo.toml" |
        sed 's/.*"target_directory":"\([^"]*\)".*/\1/'
}

# Sets `packages` to what says where cargo finds a binary or benchmark. As long as all packages are
# named, dependencies have the features that they have in tests, and are there after the tests.
select_package() {
    packages=(--package "$1")
    [ "${PERF_PROFILE-}" != dev ] || packages=(--workspace)
}

# build PROFILE PACKAGE BINARY: builds a binary and sets `built` to its path. PERF_PROFILE stands in for
# the profile.
build() {
    local profile=${PERF_PROFILE:-$1} folder
    select_package "$2"
    cargo build --quiet --profile "$profile" --manifest-path "$repository/Cargo.toml" \
        "${packages[@]}" --bin "$3"
    case "$profile" in
        dev | test) folder=debug ;;
        bench) folder=release ;;
        *) folder=$profile ;;
    esac
    built=$(target_directory)/$folder/$3
}

# read_workload PASSES ARGUMENTS...: sets the array `workload` to a command line, and builds what it
# runs. PASSES is the default for --passes. Options of the script itself have been taken out before.
read_workload() {
    local stage=all passes=$1
    shift
    local paths=()
    while (($# > 0)); do
        case "$1" in
            --stage) stage=${2:?} && shift ;;
            --passes) passes=${2:?} && shift ;;
            --)
                shift
                (($# > 0)) || fail "there is no command after --"
                workload=("$@")
                return
                ;;
            -*) fail "unknown option '$1'; see --help" ;;
            *) paths+=("$1") ;;
        esac
        shift
    done
    ((${#paths[@]} > 0)) || paths=("$repository/docs/examples")
    # Benchmarks' profile: optimised like a release, with the names of functions.
    build bench rholang-benches measure
    workload=("$built" --stage "$stage" --passes "$passes" "${paths[@]}")
}

# take_output DEFAULT ARGUMENTS...: sets `output` from --output FILE, and `rest` to the others.
take_output() {
    output=$1
    shift
    rest=()
    if [[ "${1-}" == --output ]]; then
        output=${2:?--output needs a file}
        shift 2
    fi
    rest=("$@")
}

is_help() {
    [[ "${1-}" == -h || "${1-}" == --help ]]
}
