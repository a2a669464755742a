#!/bin/sh
# The gantry command: hands its arguments to Node untouched. Without the "--", Node 20 would take --env-file
# and other options of ours for its own.
self=$0
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=${self%/*}/$target ;;
  esac
done
# As which of its names it was called: docker runs its plugins through links.
export GANTRY_CALLED_AS="$0"
exec node -- "${self%/*}/loader.cjs" "$@"
