package dev.postern.smtp.client;

import org.jspecify.annotations.Nullable;

/**
 * How the hosts of domains are found and reached.
 *
 * @param port 25, except in tests
 * @param trust for domains with a policy
 * @param policies null if MTA-STS is not used
 */
public record DirectOptions(
        Dns dns,
        int port,
        AddressFilter filter,
        ClientTls trust,
        @Nullable StsPolicies policies) {}
