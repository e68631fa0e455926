package dev.postern.http.connection;

import dev.postern.http.framing.RequestFraming;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.SocketWriter;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.util.concurrent.ExecutorService;

/** The data of a connection for the HTTP parser. */
record WireContext(
        ConnectionSocket socket,
        DataReader dataReader,
        DataWriter dataWriter,
        ListenerContext listenerContext,
        Router router)
        implements ConnectionContext {
    static WireContext over(ConnectionSocket socket, ListenerContext listener, Router router) {
        String ownHost = "localhost:" + socket.localPeer().port();
        var messages = new RequestFraming(socket::received, socket::inRequest, ownHost, SocketWriter.create(socket));
        return new WireContext(socket, messages.reader(), messages.writer(), listener, router);
    }

    @Override
    public HelidonSocket serverSocket() {
        return socket;
    }

    @Override
    public ExecutorService executor() {
        return listenerContext.executor();
    }

    @Override
    public PeerInfo remotePeer() {
        return socket.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return socket.localPeer();
    }

    @Override
    public boolean isSecure() {
        return socket.isSecure();
    }

    @Override
    public String socketId() {
        return socket.socketId();
    }

    @Override
    public String childSocketId() {
        return socket.childSocketId();
    }
}
