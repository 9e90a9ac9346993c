#!/usr/bin/env bash
# Runs a main class of this distribution: kafka-run-class.sh MAIN_CLASS [ARGUMENT…]
#
# Environment, by Kafka's own names:
#   JAVA_HOME                    which Java; otherwise the one on the PATH
#   KAFKA_HEAP_OPTS              heap, default -Xmx256M (the server scripts set more)
#   KAFKA_JVM_PERFORMANCE_OPTS   collector and the like
#   KAFKA_LOG4J_OPTS             default: config/tools-log4j2.yaml beside this folder
#   KAFKA_JMX_OPTS, KAFKA_OPTS   further JVM options (an agent, a truststore, …)
#   LOG_DIR                      passed on as kafka.logs.dir, default logs/ beside this folder
#   CLASSPATH                    put behind the distribution's own jars
set -euo pipefail

if [ $# -eq 0 ]; then
  echo "usage: ${0##*/} MAIN_CLASS [ARGUMENT…]" >&2
  exit 2
fi

base=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
if ! command -v "$java" >/dev/null; then
  echo "${0##*/}: no Java at '$java': install a JDK 17 or newer, or set JAVA_HOME" >&2
  exit 1
fi

log4j=${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile=$base/config/tools-log4j2.yaml}
# shellcheck disable=SC2086 # the option variables hold several words each
exec "$java" ${KAFKA_HEAP_OPTS:--Xmx256M} ${KAFKA_JVM_PERFORMANCE_OPTS:-} \
  "-Dkafka.logs.dir=${LOG_DIR:-$base/logs}" $log4j ${KAFKA_JMX_OPTS:-} ${KAFKA_OPTS:-} \
  -cp "$base/libs/*${CLASSPATH:+:$CLASSPATH}" "$@"
