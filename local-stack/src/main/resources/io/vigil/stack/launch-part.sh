# shellcheck shell=bash
# Becomes a part's process: launch-part.sh PID_FILE COMMAND…
# The terminal's Ctrl-C goes to every process of the group. The parts ignore it, since they must be stopped in order.
trap "" INT HUP
pid_file=$1
shift
# Written before the part runs, so that no part exists that a later start would not find: see ProcessIdentity.
read -r boot </proc/sys/kernel/random/boot_id
read -r stat <"/proc/$$/stat"
read -r -a from_state <<<"${stat##*) }"
echo "$$ $boot ${from_state[19]}" >"$pid_file.new" && mv "$pid_file.new" "$pid_file" && exec "$@"
