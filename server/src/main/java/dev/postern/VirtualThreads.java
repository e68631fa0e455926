package dev.postern;

import java.util.Map;

/**
 * Configures the scheduler of virtual threads. It is read when the first one is created, so it is set before anything else, however the
 * server is started. Options from the command line are kept.
 */
final class VirtualThreads {
    /** More carriers than processors, so that the operating system shares the processors between long computations. */
    private static final int CARRIERS_FOR_EACH_PROCESSOR = 2;

    private VirtualThreads() {}

    static void prepare() {
        int processors = Runtime.getRuntime().availableProcessors();
        Map.of(
                        "jdk.virtualThreadScheduler.parallelism",
                        Integer.toString(processors * CARRIERS_FOR_EACH_PROCESSOR),
                        // Threads that wait for I/O are woken by a platform thread. As a virtual thread it would
                        // have to wait in the queue behind busy ones.
                        "jdk.pollerMode",
                        "1")
                .forEach((name, value) -> {
                    if (System.getProperty(name) == null) {
                        System.setProperty(name, value);
                    }
                });
    }
}
