package dev.postern.workflow.call;

import dev.postern.outbound.ClientCertificate;
import dev.postern.workflow.expression.JsonValues;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The assertion by which an application proves that it has the key of its certificate (RFC 7523). */
final class AssertionOfClient {
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private AssertionOfClient() {}

    static String sign(ClientCertificate certificate, String clientId, String audience, Instant now) {
        PrivateKey key = certificate.key();
        if (!key.getAlgorithm().equals("RSA")) {
            throw CallReader.invalid("authentication", "the key of the certificate must be an RSA key");
        }
        try {
            byte[] thumbprint = MessageDigest.getInstance("SHA-1")
                    .digest(certificate.certificate().getEncoded());
            ObjectNode header = JsonValues.object();
            header.put("alg", "RS256").put("typ", "JWT").put("x5t", BASE64.encodeToString(thumbprint));
            ObjectNode claims = JsonValues.object();
            claims.put("aud", audience).put("iss", clientId).put("sub", clientId);
            claims.put("jti", UUID.randomUUID().toString());
            claims.put("nbf", now.getEpochSecond()).put("exp", now.plus(LIFE).getEpochSecond());
            String signed = part(header) + "." + part(claims);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw CallReader.invalid("authentication", "the key of the certificate cannot sign");
        }
    }

    private static String part(ObjectNode json) {
        return BASE64.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
