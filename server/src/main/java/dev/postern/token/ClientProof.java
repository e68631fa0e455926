package dev.postern.token;

/** How a client authenticated; the claim {@code appidacr} of tokens. */
public enum ClientProof {
    SECRET("1"),
    CERTIFICATE("2"),
    FEDERATED("2"),
    /** A managed identity: in Azure the platform has a certificate for it. */
    MANAGED_IDENTITY("2");

    private final String claim;

    ClientProof(String claim) {
        this.claim = claim;
    }

    String claim() {
        return claim;
    }
}
