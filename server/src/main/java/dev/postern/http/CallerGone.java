package dev.postern.http;

/** The connection ended in the middle of a body: nobody is there to be answered, and nothing went wrong here. Handlers let it pass. */
public final class CallerGone extends RuntimeException {
    private static final long serialVersionUID = 1;

    CallerGone(Throwable cause) {
        super("The caller went away while sending", cause);
    }
}
