package dev.postern;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * Sends datagrams to a Unix socket of Linux. The JDK has only stream sockets of this kind, so this calls the C library (decision 64). An address
 * that begins with {@code @} is in the abstract namespace.
 */
final class UnixDatagram {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    /** The size of a path in {@code sockaddr_un}. */
    private static final int MAX_PATH = 108;

    private static final MemoryLayout ERRNO = Linker.Option.captureStateLayout();
    private static final VarHandle ERROR = ERRNO.varHandle(PathElement.groupElement("errno"));

    private final String address;
    private final MethodHandle socket;
    private final MethodHandle sendto;
    private final MethodHandle close;

    /** @throws IOException if the address is too long or not an absolute or abstract one */
    UnixDatagram(String address) throws IOException {
        int length = address.getBytes(StandardCharsets.UTF_8).length;
        if (!(address.startsWith("/") || address.startsWith("@")) || length < 2 || length >= MAX_PATH) {
            throw new IOException("'" + address + "' is not the address of a Unix socket");
        }
        this.address = address;
        this.socket = function(
                "socket",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        this.sendto = function(
                "sendto",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT));
        this.close = function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    @SuppressWarnings("restricted") // it calls the C library
    private static MethodHandle function(String name, FunctionDescriptor type) throws IOException {
        Linker linker = Linker.nativeLinker();
        MemorySegment address = linker.defaultLookup()
                .find(name)
                .orElseThrow(() -> new IOException("The C library has no function " + name));
        return linker.downcallHandle(address, type, Linker.Option.captureCallState("errno"));
    }

    /** Sends one datagram. */
    void send(String text) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(ERRNO);
            int file = (int) socket.invokeExact(state, (int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            require(file, "socket", state);
            try {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                MemorySegment content = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
                byte[] path = address.getBytes(StandardCharsets.UTF_8);
                if (path[0] == '@') {
                    path[0] = 0;
                }
                MemorySegment to = arena.allocate(Short.BYTES + MAX_PATH, Short.BYTES);
                to.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
                MemorySegment.copy(path, 0, to, ValueLayout.JAVA_BYTE, Short.BYTES, path.length);
                long sent = (long) sendto.invokeExact(
                        state, file, content, (long) bytes.length, MSG_NOSIGNAL, to, Short.BYTES + path.length);
                require(sent, "sendto", state);
            } finally {
                int _ = (int) close.invokeExact(state, file);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }

    private void require(long result, String call, MemorySegment state) throws IOException {
        if (result < 0) {
            throw new IOException(call + " failed for " + address + " with error " + (int) ERROR.get(state, 0L));
        }
    }
}
