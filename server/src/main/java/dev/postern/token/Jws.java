package dev.postern.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A signed token in compact form. Parsing is strict: non-canonical encodings, duplicate claims and critical
 * extensions are refused, so that one token has one text and one meaning.
 */
record Jws(ObjectNode header, Claims claims, byte[] signed, byte[] signature) {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The text is not a signed token. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    /** Parses without checking the signature. */
    static Jws parse(String text, int maxLength) throws Unreadable {
        if (text.length() > maxLength) {
            throw new Unreadable("longer than " + maxLength + " characters");
        }
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first <= 0 || second < 0 || text.indexOf('.', second + 1) >= 0) {
            throw new Unreadable("not three parts");
        }
        ObjectNode header = object(decode(text.substring(0, first)));
        if (header.has("crit")) {
            throw new Unreadable("critical extensions are not known");
        }
        return new Jws(
                header,
                new Claims(object(decode(text.substring(first + 1, second)))),
                text.substring(0, second).getBytes(StandardCharsets.US_ASCII),
                decode(text.substring(second + 1)));
    }

    /** Signs with RS256. */
    static String sign(ObjectNode header, ObjectNode claims, PrivateKey key) {
        String content = encode(STRICT.writeValueAsBytes(header)) + "." + encode(STRICT.writeValueAsBytes(claims));
        try {
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(key);
            signer.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + encode(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The signing key does not sign", e);
        }
    }

    static ObjectNode newObject() {
        return STRICT.createObjectNode();
    }

    /** Parses a JSON object without duplicate names. */
    static ObjectNode object(byte[] json) throws Unreadable {
        try {
            if (STRICT.readTree(json) instanceof ObjectNode object) {
                return object;
            }
            throw new Unreadable("not a JSON object");
        } catch (JacksonException e) {
            // The parser's message quotes the token, so it is not passed on.
            throw new Unreadable("not JSON");
        }
    }

    /** Returns a text from the header, or null. */
    @Nullable
    String headerText(String name) {
        JsonNode value = header.get(name);
        return value != null && value.isString() ? value.asString() : null;
    }

    /** Returns the algorithm from the header; empty if missing. */
    String algorithm() {
        String algorithm = headerText("alg");
        return algorithm == null ? "" : algorithm;
    }

    /** Returns whether the signature was made with this key and the header's algorithm. Only RS256 and PS256 are accepted. */
    boolean isSignedBy(PublicKey key) {
        try {
            Signature verifier = switch (algorithm()) {
                case "RS256" -> Signature.getInstance("SHA256withRSA");
                case "PS256" -> pss();
                default -> null;
            };
            if (verifier == null) {
                return false;
            }
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (InvalidKeyException | SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA is not available", e);
        }
    }

    private static Signature pss() throws GeneralSecurityException {
        try {
            Signature verifier = Signature.getInstance("RSASSA-PSS");
            verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            return verifier;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("RSASSA-PSS is not available", e);
        }
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Decodes canonical base64url: the JDK's decoder also accepts padding and unused bits that are not zero. */
    private static byte[] decode(String text) throws Unreadable {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (encode(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new Unreadable("not base64url");
        }
        throw new Unreadable("not canonical base64url");
    }

    @Override
    public String toString() {
        return "Jws[hidden]";
    }
}
