#!/bin/sh
':' //; f=$0; while [ -L "$f" ]; do l=$(readlink "$f"); case $l in /*) f=$l;; *) f=${f%/*}/$l;; esac; done; exec node -- "$f" "$@"
