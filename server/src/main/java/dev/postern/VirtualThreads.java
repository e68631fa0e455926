package dev.postern;

import java.util.Map;

/**
 * How the machine runs virtual threads. Read when the first of them is made, so it is set before anything else, however the
 * server is started. What was given on the command line stands.
 */
final class VirtualThreads {
    /** More carriers than processors, so that the system shares these between work that does not pause. */
    private static final int CARRIERS_FOR_EACH_PROCESSOR = 2;

    private VirtualThreads() {}

    static void prepare() {
        int processors = Runtime.getRuntime().availableProcessors();
        Map.of(
                        "jdk.virtualThreadScheduler.parallelism",
                        Integer.toString(processors * CARRIERS_FOR_EACH_PROCESSOR),
                        // Who waits for data is woken by a thread of the system: as a virtual thread it would stand in
                        // the
                        // queue behind those that are busy.
                        "jdk.pollerMode",
                        "1")
                .forEach((name, value) -> {
                    if (System.getProperty(name) == null) {
                        System.setProperty(name, value);
                    }
                });
    }
}
