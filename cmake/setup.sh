# What ./demo and ./check share: packages from Debian 12, and building. Sourced, not run.

BUILD_PACKAGES="ca-certificates g++ cmake ninja-build pkg-config libssl-dev libsodium-dev libfmt-dev \
nlohmann-json3-dev libarchive-dev libsqlite3-dev libboost-program-options-dev \
libldns-dev libcurl4-openssl-dev libcpp-httplib-dev libpcre2-dev"
TEST_PACKAGES="libgtest-dev libbenchmark-dev clang-19 clang-format-19 libclang-rt-19-dev lld-19 git nsd \
python3 python3-jsonschema sqlite3 libxml2-utils cmark-gfm python3-dkim libmail-dkim-perl libopendkim-dev \
openssl libfaketime"
# What charts and browser tests need beside that. Nothing fails without them.
CHART_PACKAGES="nodejs npm"
BROWSER_PACKAGES="chromium"

say() { printf '\n== %s\n' "$*"; }

# Installs the packages that are not there yet; quick when nothing is missing.
install_packages() {
  missing=""
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q '^install ok installed' || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  say "install:$missing"
  as_root=""
  if [ "$(id -u)" != 0 ]; then
    as_root="sudo"
    command -v sudo > /dev/null || { say "please install as root:$missing"; exit 3; }
  fi
  export DEBIAN_FRONTEND=noninteractive
  $as_root apt-get update -qq
  $as_root apt-get install -y -qq --no-install-recommends $missing > /dev/null
}

# try_packages COMMAND PACKAGES...: installs them unless COMMAND is there; goes on without, and says so.
try_packages() {
  wanted=$1
  shift
  command -v "$wanted" > /dev/null && return 0
  ( install_packages "$@" ) || say "note: $wanted could not be installed; what needs it is left out"
}

# build_preset PRESET [cmake --build options]: quiet unless it fails.
build_preset() {
  preset=$1
  shift
  say "build ($preset)"
  launcher=""
  if command -v ccache > /dev/null; then launcher="-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"; fi
  mkdir -p build
  log=build/$preset.log
  if ! { cmake --preset "$preset" $launcher && cmake --build --preset "$preset" "$@"; } > "$log" 2>&1; then
    tail -n 60 "$log"
    say "the build failed; the whole log is $log"
    exit 5
  fi
  tail -n 1 "$log"
  trouble=$(cat "build/$preset/results/charts/made/trouble.txt" 2> /dev/null || true)
  case $preset in release | dev) [ -z "$trouble" ] || echo "note: reports will have no charts: $trouble" ;; esac
}
