package dev.postern.cli;

/** A command failed. The message is for the user. */
final class CliFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** The exit status of a command that was refused or failed. */
    static final int FAILED = 1;
    /** The exit status for invalid usage, EX_USAGE of sysexits.h. */
    static final int USAGE = 64;

    private final int status;

    private CliFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    static CliFailure failed(String message) {
        return new CliFailure(FAILED, message);
    }

    static CliFailure usage(String message) {
        return new CliFailure(USAGE, message);
    }

    /** Returns the exit status of the process. */
    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
