package dev.postern.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;

/** Processor time of other processes, user and system, in seconds, as the kernel counts it. */
final class ProcessorTime {
    /** What the kernel counts processor time in. */
    private static final double TICKS_PER_SECOND = 100;

    private ProcessorTime() {}

    /** Of all threads of a process since its start. */
    static double of(long pid) {
        return read(pid, fields -> ticks(fields, 11, 12));
    }

    /** Of a process, its children, and those of its children that have ended. */
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
