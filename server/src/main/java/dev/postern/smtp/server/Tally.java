package dev.postern.smtp.server;

/** What a session has done since its last accepted message, up to the limits. */
final class Tally {
    private final MailLimits.Tolerance tolerance;
    private int errors;
    private int refusedRecipients;
    private int idleCommands;

    Tally(MailLimits.Tolerance tolerance) {
        this.tolerance = tolerance;
    }

    void error() throws SessionEnd {
        require(++errors <= tolerance.errors());
    }

    void refusedRecipient() throws SessionEnd {
        require(++refusedRecipients <= tolerance.refusedRecipients());
    }

    void idleCommand() throws SessionEnd {
        require(++idleCommands <= tolerance.idleCommands());
    }

    void accepted() {
        errors = 0;
        refusedRecipients = 0;
        idleCommands = 0;
    }

    private static void require(boolean tolerated) throws SessionEnd {
        if (!tolerated) {
            throw new SessionEnd(Replies.TOO_MANY_ERRORS, Refusal.TOLERANCE);
        }
    }
}
