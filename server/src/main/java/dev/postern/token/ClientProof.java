package dev.postern.token;

/** How a client proved itself; tokens say it as {@code appidacr}. */
public enum ClientProof {
    SECRET("1"),
    CERTIFICATE("2"),
    FEDERATED("2"),
    /** A managed identity: the platform keeps a certificate for it. */
    MANAGED_IDENTITY("2");

    private final String claim;

    ClientProof(String claim) {
        this.claim = claim;
    }

    String claim() {
        return claim;
    }
}
