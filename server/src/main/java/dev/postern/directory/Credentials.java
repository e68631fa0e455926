package dev.postern.directory;

import java.util.List;

/** The credentials of an application or service principal. */
public record Credentials(
        List<PasswordCredential> passwords, List<KeyCredential> keys, List<FederatedCredential> federated) {
    public static final Credentials NONE = new Credentials(List.of(), List.of(), List.of());

    public Credentials {
        passwords = List.copyOf(passwords);
        keys = List.copyOf(keys);
        federated = List.copyOf(federated);
    }

    public Credentials withPasswords(List<PasswordCredential> others) {
        return new Credentials(others, keys, federated);
    }

    public Credentials withKeys(List<KeyCredential> others) {
        return new Credentials(passwords, others, federated);
    }

    public Credentials withFederated(List<FederatedCredential> others) {
        return new Credentials(passwords, keys, others);
    }

    int size() {
        return passwords.size() + keys.size() + federated.size();
    }
}
