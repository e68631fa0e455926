package dev.postern.mailbox.rule;

/** A text of a message in which rules search. */
enum RulePlace {
    SUBJECT,
    BODY,
    /** The address of the author. */
    SENDER,
    /** The addresses in To and Cc. */
    RECIPIENTS,
    /** The header lines. */
    HEADERS
}
