package dev.postern.token;

import dev.postern.directory.ServicePrincipal;

/** A client that has authenticated. */
public record AuthenticatedClient(ServicePrincipal principal, ClientProof proof) {}
