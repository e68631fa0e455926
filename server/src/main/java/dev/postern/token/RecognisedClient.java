package dev.postern.token;

import dev.postern.directory.ServicePrincipal;

/** A client that has proved itself. */
public record RecognisedClient(ServicePrincipal principal, ClientProof proof) {}
