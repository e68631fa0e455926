package dev.postern.graph.subscription;

import dev.postern.http.Json;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Encrypts the item of a notification as Graph does: a new AES key for each, which only the subscriber can unwrap. */
final class EncryptedContent {
    private static final int KEY_BYTES = 32;
    private static final int IV_BYTES = 16;
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);

    private final SecureRandom random;

    EncryptedContent(SecureRandom random) {
        this.random = random;
    }

    ObjectNode of(ObjectNode item, EncryptionCertificate certificate, @Nullable String certificateId) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
            aes.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new IvParameterSpec(Arrays.copyOf(key, IV_BYTES)));
            byte[] data = aes.doFinal(Json.write(item));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(Cipher.ENCRYPT_MODE, certificate.key(), OAEP);
            Base64.Encoder base64 = Base64.getEncoder();
            return Json.object()
                    .put("data", base64.encodeToString(data))
                    .put("dataSignature", base64.encodeToString(mac.doFinal(data)))
                    .put("dataKey", base64.encodeToString(rsa.doFinal(key)))
                    .put("encryptionCertificateId", certificateId)
                    .put("encryptionCertificateThumbprint", certificate.thumbprint());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The algorithms are part of every Java", e);
        }
    }
}
