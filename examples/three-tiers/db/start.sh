#!/bin/sh
# Makes the database where the volume is new, and serves it. A crash in between leaves nothing half made: the cluster is made beside
# its place, and moved there when it is whole.
set -eu
data=/var/lib/postgresql/data
if [ ! -s "$data/PG_VERSION" ]; then
  new=$data/new
  rm -rf "$new"
  initdb -D "$new" -U app --pwfile="$DB_PASSWORD_FILE" --auth=scram-sha-256 --locale=C.UTF-8 >/dev/null
  echo 'host all all all scram-sha-256' >>"$new/pg_hba.conf"
  echo 'CREATE DATABASE app' | postgres --single -D "$new" postgres >/dev/null
  # The version's file last: it says that all of it is there.
  find "$new" -mindepth 1 -maxdepth 1 ! -name PG_VERSION -exec mv {} "$data/" \;
  mv "$new/PG_VERSION" "$data/"
  rmdir "$new"
fi
exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories=/tmp
