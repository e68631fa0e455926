package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd receives, on a real socket. */
@Timeout(30)
@EnabledOnOs(OS.LINUX)
class ServiceManagerTest {
    @TempDir
    Path folder;

    /** A Unix datagram socket that receives, as that of systemd. */
    private static final class Receiver implements AutoCloseable {
        private final MethodHandle recv = function(
                "recv",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT));
        private final MethodHandle close =
                function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        private final int file;

        Receiver(String address) throws Throwable {
            MethodHandle socket = function(
                    "socket",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            MethodHandle bind = function(
                    "bind",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            file = (int) socket.invokeExact(1, 2, 0);
            assertTrue(file >= 0);
            try (Arena arena = Arena.ofConfined()) {
                byte[] path = address.getBytes(StandardCharsets.UTF_8);
                path[0] = path[0] == '@' ? 0 : path[0];
                MemorySegment at = arena.allocate(110, 2);
                at.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
                MemorySegment.copy(path, 0, at, ValueLayout.JAVA_BYTE, 2, path.length);
                assertEquals(0, (int) bind.invokeExact(file, at, 2 + path.length));
            }
        }

        @SuppressWarnings("restricted")
        private static MethodHandle function(String name, FunctionDescriptor type) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
        }

        /** Waits for a datagram. */
        String next() throws Throwable {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment buffer = arena.allocate(4096);
                long length = (long) recv.invokeExact(file, buffer, buffer.byteSize(), 0);
                assertTrue(length >= 0);
                return new String(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
            }
        }

        @Override
        public void close() {
            try {
                int _ = (int) close.invokeExact(file);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theServiceManagerLearnsThatTheServerIsReadyAndThatItStops(boolean isAbstract) throws Throwable {
        String address = isAbstract
                ? "@postern-" + UUID.randomUUID()
                : folder.resolve("notify").toString();
        try (Receiver systemd = new Receiver(address)) {
            ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", address));
            manager.ready("Postern is ready at\nhttp://localhost:1");
            assertEquals("READY=1\nSTATUS=Postern is ready at http://localhost:1", systemd.next());
            manager.stopping();
            assertEquals("STOPPING=1\nSTATUS=Postern stops", systemd.next());
        }
    }

    @Test
    void theWatchdogHearsOfTheServerUntilItStops() throws Throwable {
        String address = folder.resolve("notify").toString();
        try (Receiver systemd = new Receiver(address)) {
            String pid = Long.toString(ProcessHandle.current().pid());
            ServiceManager manager =
                    ServiceManager.of(Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "20000", "WATCHDOG_PID", pid));
            manager.ready("ready");
            assertTrue(systemd.next().startsWith("READY=1"));
            assertEquals("WATCHDOG=1", systemd.next());
            assertEquals("WATCHDOG=1", systemd.next());
            manager.stopping();
            String next = systemd.next();
            while (next.equals("WATCHDOG=1")) {
                next = systemd.next();
            }
            assertTrue(next.startsWith("STOPPING=1"), next);
        }
    }

    @Test
    void theWatchdogOfAnotherProcessIsIgnored() throws Throwable {
        String address = folder.resolve("notify").toString();
        try (Receiver systemd = new Receiver(address)) {
            ServiceManager manager =
                    ServiceManager.of(Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "1000", "WATCHDOG_PID", "1"));
            manager.ready("ready");
            assertTrue(systemd.next().startsWith("READY=1"));
            manager.stopping();
            assertTrue(systemd.next().startsWith("STOPPING=1"));
        }
    }

    @Test
    void withoutASocketNothingHappens() {
        for (var environment : java.util.List.of(
                Map.<String, String>of(),
                Map.of("NOTIFY_SOCKET", ""),
                Map.of("NOTIFY_SOCKET", "relative"),
                Map.of("NOTIFY_SOCKET", folder.resolve("missing").toString()),
                Map.of("NOTIFY_SOCKET", "/" + "x".repeat(200)))) {
            ServiceManager manager = ServiceManager.of(environment);
            manager.ready("ready");
            manager.stopping();
        }
    }
}
