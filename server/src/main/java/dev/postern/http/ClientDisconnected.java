package dev.postern.http;

/** The connection ended in the middle of a body: nobody is there to be answered, and nothing went wrong here. Handlers let it pass. */
public final class ClientDisconnected extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClientDisconnected(Throwable cause) {
        super("The caller went away while sending", cause);
    }
}
