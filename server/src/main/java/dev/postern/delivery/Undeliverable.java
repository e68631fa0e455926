package dev.postern.delivery;

/** The reason why a recipient was not reached, with the text and status code that Exchange reports. */
enum Undeliverable {
    NOT_FOUND(
            "5.1.10",
            "550 5.1.10 Recipient not found",
            "The address was not found. Check it and send the message again."),
    MAILBOX_FULL(
            "5.2.2",
            "554 5.2.2 mailbox full; the mailbox has exceeded its maximum size",
            "The recipient's mailbox is full and can't accept messages now. Try to send the message again later, or"
                    + " contact the recipient directly.");

    private final String status;
    private final String diagnostic;
    private final String advice;

    Undeliverable(String status, String diagnostic, String advice) {
        this.status = status;
        this.diagnostic = diagnostic;
        this.advice = advice;
    }

    /** The enhanced status code of RFC 3463. */
    String status() {
        return status;
    }

    String diagnostic() {
        return diagnostic;
    }

    /** The text for the sender. */
    String advice() {
        return advice;
    }
}
