package dev.postern.graph.directory;

import dev.postern.directory.Credentials;
import dev.postern.directory.FederatedCredential;
import dev.postern.directory.KeyCredential;
import dev.postern.directory.PasswordCredential;
import dev.postern.http.Json;
import dev.postern.query.Moments;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Credentials as Graph shows them: names and validity, never the secret or key. */
final class CredentialDocuments {
    private final boolean withKeys;

    CredentialDocuments(boolean withKeys) {
        this.withKeys = withKeys;
    }

    void add(ObjectNode out, Credentials credentials) {
        ArrayNode keys = out.putArray("keyCredentials");
        credentials.keys().forEach(key -> keys.add(key(key)));
        ArrayNode passwords = out.putArray("passwordCredentials");
        credentials.passwords().forEach(password -> passwords.add(password(password, null)));
    }

    /**
     * @param secret the secret itself, only in the response that creates it
     */
    static ObjectNode password(PasswordCredential password, @Nullable String secret) {
        ObjectNode out = Json.object();
        out.putNull("customKeyIdentifier");
        out.put("displayName", password.displayName());
        out.put("endDateTime", Moments.format(password.end()));
        out.put("hint", password.hint());
        out.put("keyId", password.keyId().toString());
        out.put("secretText", secret);
        return out.put("startDateTime", Moments.format(password.start()));
    }

    private ObjectNode key(KeyCredential key) {
        ObjectNode out = Json.object();
        out.put("customKeyIdentifier", thumbprint(key.certificate()));
        out.put("displayName", key.displayName());
        out.put("endDateTime", Moments.format(key.end()));
        out.put("key", withKeys ? Base64.getEncoder().encodeToString(key.certificate()) : null);
        out.put("keyId", key.keyId().toString());
        out.put("startDateTime", Moments.format(key.start()));
        out.put("type", "AsymmetricX509Cert");
        return out.put("usage", "Verify");
    }

    static ObjectNode federated(FederatedCredential credential) {
        ObjectNode out = Json.object().put("id", credential.id().toString());
        out.put("name", credential.name());
        out.put("issuer", credential.issuer());
        out.put("subject", credential.subject());
        out.put("description", credential.description());
        out.set("audiences", Documents.texts(credential.audiences()));
        return out;
    }

    /** SHA-1, the usual identifier of certificates; no security depends on it. */
    private static String thumbprint(byte[] certificate) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(certificate));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is not available", e);
        }
    }
}
