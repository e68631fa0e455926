package dev.postern.delivery;

import dev.postern.directory.SendRight;

/**
 * Another recipient whose address is the author of a message. The gate has decided that the sending mailbox may use it.
 *
 * @param address the one of its addresses that the message names
 * @param primaryAddress where other hosts send reports to, if the message is sent as this recipient
 */
public record Represented(String address, String primaryAddress, String name, SendRight right) {}
