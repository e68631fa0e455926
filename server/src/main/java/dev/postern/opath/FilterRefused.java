package dev.postern.opath;

/** A filter that is not understood; the message says where and why. */
public final class FilterRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FilterRefused(String message) {
        super(message);
    }
}
