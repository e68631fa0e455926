package dev.postern.smtp.server;

import java.net.InetAddress;

/**
 * The other end of a connection.
 *
 * @param address of the client; with PROXY protocol as the proxy said it
 * @param hello the name that it gave in EHLO, HELO or LHLO
 * @param protocol for the trace header: {@code SMTP}, {@code ESMTP}, {@code ESMTPS}, {@code LMTP}, {@code UTF8SMTP} ... (RFC 3848, RFC 6531)
 * @param lmtp whether each recipient has a reply of its own
 */
public record Peer(InetAddress address, String hello, String protocol, boolean lmtp) {}
