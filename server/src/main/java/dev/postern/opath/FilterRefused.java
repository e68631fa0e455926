package dev.postern.opath;

/** An invalid filter. The message contains the position and the reason. */
public final class FilterRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FilterRefused(String message) {
        super(message);
    }
}
