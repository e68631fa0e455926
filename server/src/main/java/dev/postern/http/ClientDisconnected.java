package dev.postern.http;

/** The client disconnected while it sent the body. It is no error of the server and there is no response. Handlers must not catch it. */
public final class ClientDisconnected extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClientDisconnected(Throwable cause) {
        super("The client disconnected while sending", cause);
    }
}
