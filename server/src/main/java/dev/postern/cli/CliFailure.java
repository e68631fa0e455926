package dev.postern.cli;

/** Why a command came to nothing; the message is for the person who typed it. */
final class CliFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** The command was refused or failed. */
    static final int FAILED = 1;
    /** What was typed is not a command, as sysexits.h has it. */
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

    /** The exit status of the process. */
    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
