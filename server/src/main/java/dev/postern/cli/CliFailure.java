package dev.postern.cli;

/** A command failed. The message is for the user. */
final class CliFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** The exit status of a command that was refused or failed. */
    static final int FAILED = 1;
    /** The exit status if the named mailbox does not exist. */
    static final int UNKNOWN = 2;
    /** The exit status for invalid usage, EX_USAGE of sysexits.h. */
    static final int USAGE = 64;

    private final int status;

    private final boolean withoutServer;

    private CliFailure(int status, String message, boolean withoutServer) {
        super(message);
        this.status = status;
        this.withoutServer = withoutServer;
    }

    static CliFailure failed(String message) {
        return new CliFailure(FAILED, message, false);
    }

    /** The named mailbox does not exist. */
    static CliFailure unknown(String message) {
        return new CliFailure(UNKNOWN, message, false);
    }

    /** There is no running server. */
    static CliFailure withoutServer(String message) {
        return new CliFailure(FAILED, message, true);
    }

    static CliFailure usage(String message) {
        return new CliFailure(USAGE, message, false);
    }

    /** The same failure with a further sentence. */
    CliFailure and(String sentence) {
        return new CliFailure(status, text() + " " + sentence, withoutServer);
    }

    /** Returns the exit status of the process. */
    int status() {
        return status;
    }

    boolean isWithoutServer() {
        return withoutServer;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
