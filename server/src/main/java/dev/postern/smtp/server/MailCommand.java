package dev.postern.smtp.server;

import org.jspecify.annotations.Nullable;

/**
 * The command MAIL.
 *
 * @param sender the address of the sender, as written; empty for the null sender
 * @param size as announced, in bytes; 0 if it was not
 * @param utf8 whether SMTPUTF8 was given
 * @param envelopeId of the peer's delivery status reports (ENVID), decoded; null if none was given
 * @param headersOnly whether a report is to have only the headers of the message (RET=HDRS)
 */
public record MailCommand(
        String sender, long size, boolean utf8, @Nullable String envelopeId, boolean headersOnly) {}
