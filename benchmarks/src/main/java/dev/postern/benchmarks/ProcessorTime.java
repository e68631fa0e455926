package dev.postern.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;

/** Processor time of other processes, user and system, in seconds, from the kernel's counters. */
final class ProcessorTime {
    /** The unit of the kernel's counters. */
    private static final double TICKS_PER_SECOND = 100;

    private ProcessorTime() {}

    /** Processor time of all threads of a process since its start. */
    static double of(long pid) {
        return read(pid, fields -> ticks(fields, 11, 12));
    }

    /** Processor time of a process, its children, and their terminated children. */
    static double ofFamily(ProcessHandle process) {
        return read(process.pid(), fields -> ticks(fields, 11, 12, 13, 14))
                + process.children().mapToDouble(child -> of(child.pid())).sum();
    }

    private static double read(long pid, ToDoubleFunction<String[]> reader) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return reader.applyAsDouble(
                    stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double ticks(String[] fields, int... places) {
        long sum = 0;
        for (int place : places) {
            sum += Long.parseLong(fields[place]);
        }
        return sum / TICKS_PER_SECOND;
    }
}
