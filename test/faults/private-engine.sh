#!/bin/bash
# A dockerd that may be killed: in process, network and mount namespaces of its own, so that neither it nor anything
# that it starts is left when this script ends, and that no other engine notices. Run by private-engine.ts:
#
#   unshare --pid --fork --kill-child --mount --net private-engine.sh FOLDER CGROUP
#
# Reads one word a line: start, kill, forget. Answers each with a line once it is done. Ends with its input.
set -u
home=$1
cgroup=$2

mount --make-rprivate /
mount -t proc proc /proc
# A fresh sysfs shows this network namespace; the control groups are the machine's.
mkdir -p "$home/cgroup" "$home/data" "$home/exec" "$home/run"
mount --rbind /sys/fs/cgroup "$home/cgroup"
mount -t sysfs sysfs /sys
mount --rbind "$home/cgroup" /sys/fs/cgroup
# Whatever the machine's engine has there is not to be seen, its containerd least of all.
mount -t tmpfs tmpfs /run

dockerd=
start() {
  : >"$home/dockerd.log"
  rm -f "$home/run/docker.pid" "$home/run/docker.sock"
  dockerd --host "unix://$home/run/docker.sock" --pidfile "$home/run/docker.pid" --data-root "$home/data" \
    --exec-root "$home/exec" --storage-driver vfs --cgroup-parent "$cgroup" --log-level warn \
    </dev/null >>"$home/dockerd.log" 2>&1 &
  dockerd=$!
}
end() {
  kill "-$1" "$dockerd" 2>/dev/null
  wait "$dockerd" 2>/dev/null
  # Its containerd ends with it, a moment later; a dockerd that finds it dying takes it for a living one and hangs.
  local containerd
  containerd=$(cat "$home/exec/containerd/containerd.pid" 2>/dev/null) || return 0
  kill -KILL "$containerd" 2>/dev/null
  while kill -0 "$containerd" 2>/dev/null; do sleep 0.02; done
  rm -f "$home/exec/containerd/containerd.pid"
}

while read -r word; do
  case $word in
    start) start ;;
    kill) end KILL ;;
    forget)
      end KILL
      rm -f "$home/data/network/files/local-kv.db"
      ;;
  esac
  echo "$word"
done
# The end of this process ends all others in its namespace, at once.
