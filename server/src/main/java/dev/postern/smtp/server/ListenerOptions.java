package dev.postern.smtp.server;

import java.net.InetSocketAddress;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What one listener offers.
 *
 * @param at where it listens; port 0 takes a free one
 * @param hostname the name that the greeting has
 * @param tls the context for STARTTLS; null if that is not offered
 * @param proxyProtocol whether each connection must begin with a header of the PROXY protocol, version 1 or 2
 */
public record ListenerOptions(
        InetSocketAddress at,
        Protocol protocol,
        String hostname,
        @Nullable Supplier<SSLContext> tls,
        boolean proxyProtocol,
        MailLimits limits) {}
