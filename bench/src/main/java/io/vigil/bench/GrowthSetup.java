package io.vigil.bench;

import java.util.Collections;
import java.util.List;

/**
 * What is measured.
 *
 * @param only the parts, of {@link #PARTITIONS}, {@link #DEVICES} and {@link #TABLE}; all if there are none
 * @param records of each measured part of the classifier's input
 * @param warmUp records before them in the same topic, at least
 * @param partitions of each topic, each number in turn
 * @param threads of the classifier, each number in turn
 * @param devices whose state the classifier keeps, each number in turn
 * @param items of a table, each number in turn
 * @param visits of devices whose history is paged through and timed
 * @param runs of each
 */
record GrowthSetup(
        List<String> only,
        int records,
        int warmUp,
        List<Integer> partitions,
        List<Integer> threads,
        List<Integer> devices,
        List<Integer> items,
        int visits,
        int runs) {

    static final String PARTITIONS = "partitions";
    static final String DEVICES = "devices";
    static final String TABLE = "table";

    /** Of every device, where a table has that many. */
    private static final int ITEMS_OF_DEVICE = 1_000;

    /** Ids have six digits. */
    private static final int MOST_DEVICES = 1_000_000;

    /** A device reports once a minute from the beginning of 2024, and none may report from the future. */
    private static final int MOST_RECORDS_OF_DEVICE = 500_000;

    GrowthSetup {
        List<String> parts = List.of(PARTITIONS, DEVICES, TABLE);
        only = only.isEmpty() ? parts : List.copyOf(only);
        if (!parts.containsAll(only)) {
            throw new IllegalArgumentException("--only is " + only + ", must be of " + parts);
        }
        RunOptions.requireAtLeast(1, "--records", records);
        RunOptions.requireAtLeast(0, "--warm-up", warmUp);
        partitions = numbers("--partitions", partitions);
        threads = numbers("--threads", threads);
        devices = numbers("--devices", devices);
        items = numbers("--items", items);
        RunOptions.requireAtLeast(1, "--visits", visits);
        RunOptions.requireAtLeast(1, "--runs", runs);
        int most = Collections.max(devices);
        if (most > MOST_DEVICES) {
            throw new IllegalArgumentException("--devices is " + most + ", must be " + MOST_DEVICES + " or less");
        }
        long input = (long) records + Math.max(warmUp, most);
        if (input > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "--records and --warm-up are " + input + " together, must be less than 2^31");
        }
        RunOptions.requireAtLeast((int) (input / MOST_RECORDS_OF_DEVICE) + 1, "--devices", Collections.min(devices));
    }

    private static List<Integer> numbers(String option, List<Integer> given) {
        given.forEach(number -> RunOptions.requireAtLeast(1, option, number));
        return given.stream().distinct().sorted().toList();
    }

    boolean includes(String part) {
        return only.contains(part);
    }

    /** The same for all numbers of devices: a longer one would leave the compiler with less to do. */
    int warmUpOfDevices() {
        return Math.max(warmUp, Collections.max(devices));
    }

    static int itemsOfDevice(int items) {
        return Math.min(items, ITEMS_OF_DEVICE);
    }

    static String name(int partitions, int threads) {
        return partitions + (partitions == 1 ? " partition, " : " partitions, ") + threadsName(threads);
    }

    static String threadsName(int threads) {
        return threads + (threads == 1 ? " thread" : " threads");
    }

    static String devicesName(int devices) {
        return devices + (devices == 1 ? " device" : " devices");
    }
}
