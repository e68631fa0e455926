package dev.postern.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.postern.directory.KeyCredential;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Consumer;

/** A key and certificate of an external party. It signs with another library than the server's. */
public final class Signer {
    private final SigningKey key;

    public Signer() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        this.key = KeyMaker.make(1, now, now, new SecureRandom());
    }

    public X509Certificate certificate() {
        return key.certificate();
    }

    public java.security.PrivateKey privateKey() {
        return key.privateKey();
    }

    public KeyCredential credential(Instant start, Instant end) {
        try {
            return new KeyCredential(
                    UUID.randomUUID(), null, start, end, key.certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Certificate and key in the file format that client libraries read. */
    public String pem() {
        try {
            return block("PRIVATE KEY", key.privateKey().getEncoded())
                    + block("CERTIFICATE", key.certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String block(String type, byte[] content) {
        var encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + type + "-----\n" + encoder.encodeToString(content) + "\n-----END " + type + "-----\n";
    }

    public String sha1() {
        return StoredKeys.thumbprint("SHA-1", key.certificate());
    }

    public String sha256() {
        return StoredKeys.thumbprint("SHA-256", key.certificate());
    }

    public String sign(JWTClaimsSet claims, JWSAlgorithm algorithm, Consumer<JWSHeader.Builder> header) {
        try {
            var builder = new JWSHeader.Builder(algorithm);
            header.accept(builder);
            SignedJWT jwt = new SignedJWT(builder.build(), claims);
            jwt.sign(new RSASSASigner(key.privateKey()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client assertion as client libraries create it. */
    public String assertion(JWTClaimsSet claims) {
        return sign(claims, JWSAlgorithm.RS256, header -> header.x509CertSHA256Thumbprint(new Base64URL(sha256())));
    }

    /** A client assertion with times that can be of any type; the builder of the library would convert them. */
    public String assertionAsIs(JWTClaimsSet claims) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .x509CertSHA256Thumbprint(new Base64URL(sha256()))
                    .build();
            var object = new JWSObject(header, new Payload(claims.toPayload().toString()));
            object.sign(new RSASSASigner(key.privateKey()));
            return object.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate as DER. */
    public byte[] encoded() {
        try {
            return key.certificate().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token of an issuer that has only this key. */
    public String issued(JWTClaimsSet claims) {
        return sign(claims, JWSAlgorithm.RS256, header -> header.keyID("outside"));
    }

    /** The issuer's JWKS document. */
    public String keyDocument() {
        var published = new PublishedKey("outside", key.certificate());
        return "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"other\"},{\"kty\":\"RSA\",\"kid\":\"outside\",\"n\":\""
                + published.modulus() + "\",\"e\":\"" + published.exponent() + "\"}]}";
    }

    RSAPublicKey publicKey() {
        return (RSAPublicKey) key.certificate().getPublicKey();
    }
}
