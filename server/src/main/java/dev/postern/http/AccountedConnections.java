package dev.postern.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/** Connections whose unparsed bytes are taken from the memory budget, see {@link Unparsed}. */
record AccountedConnections(ServerConnectionSelector http, MemoryBudget memory) implements ServerConnectionSelector {
    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        MemoryBudget.Lease lease = memory.lease();
        DataReader counted = new Unparsed(context.dataReader(), lease).reader();
        return new Connection(http.connection(new Context(context, counted)), lease);
    }

    /** Releases the memory when the connection ends for any reason. */
    private record Connection(ServerConnection http, MemoryBudget.Lease lease)
            implements ServerConnection, InterruptableTask<Object> {
        @Override
        public void handle(Limit limit) throws InterruptedException {
            try (lease) {
                http.handle(limit);
            }
        }

        @Override
        public Duration idleTime() {
            return http.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            http.close(interrupt);
        }

        @Override
        public boolean canInterrupt() {
            return http instanceof InterruptableTask<?> task && task.canInterrupt();
        }
    }

    private record Context(ConnectionContext outer, DataReader dataReader) implements ConnectionContext {
        @Override
        public ListenerContext listenerContext() {
            return outer.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return outer.executor();
        }

        @Override
        public DataWriter dataWriter() {
            return outer.dataWriter();
        }

        @Override
        public Router router() {
            return outer.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return outer.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return outer.serverSocket();
        }

        @Override
        public PeerInfo remotePeer() {
            return outer.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return outer.localPeer();
        }

        @Override
        public boolean isSecure() {
            return outer.isSecure();
        }

        @Override
        public String socketId() {
            return outer.socketId();
        }

        @Override
        public String childSocketId() {
            return outer.childSocketId();
        }
    }
}
