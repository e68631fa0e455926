package dev.postern.smtp.server;

import dev.postern.smtp.DeliveryNotice;

/**
 * The command RCPT.
 *
 * @param address as written, without source route
 */
public record RecipientCommand(String address, DeliveryNotice notice) {}
