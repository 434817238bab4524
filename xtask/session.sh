#!/usr/bin/env bash
# A private session for one command: its own home, session bus, unlocked keychain and, with --screen, its own screen.
# Nothing of the person who runs the tests is read or changed, and nothing is left running.
# usage: session.sh [--screen] COMMAND [ARGUMENT...]
set -euo pipefail

screen=no
if [ "${1-}" = --screen ]; then screen=yes; shift; fi
[ $# -gt 0 ] || { echo "usage: session.sh [--screen] COMMAND [ARGUMENT...]" >&2; exit 2; }

private=$(mktemp -d)
trap 'rm -rf "$private"' EXIT

# Cargo and its toolchains stay where they are; only the command's own files move.
export CARGO_HOME=${CARGO_HOME:-$HOME/.cargo} RUSTUP_HOME=${RUSTUP_HOME:-$HOME/.rustup}
export HOME=$private/home
export XDG_RUNTIME_DIR=$private/run XDG_DATA_HOME=$HOME/.local/share XDG_STATE_HOME=$HOME/.local/state
export XDG_CONFIG_HOME=$HOME/.config XDG_CACHE_HOME=$HOME/.cache
unset DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL SSH_AUTH_SOCK WAYLAND_DISPLAY
mkdir -p "$XDG_DATA_HOME/keyrings" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME"
mkdir -m 700 "$XDG_RUNTIME_DIR"
export HANDRAIL_TEST_KEYRING=1

on_screen=()
if [ "$screen" = yes ]; then
  on_screen=(xvfb-run --auto-servernum --server-args "-screen 0 1440x900x24 -nolisten tcp")
else
  unset DISPLAY
fi

# An empty password leaves the keychain locked; this one protects nothing but test data.
"${on_screen[@]}" dbus-run-session -- bash -c '
  eval "$(printf test-password | gnome-keyring-daemon --unlock --components=secrets 2>/dev/null)"
  export GNOME_KEYRING_CONTROL
  "$@"
' session "$@"
