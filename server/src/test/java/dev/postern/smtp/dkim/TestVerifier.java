package dev.postern.smtp.dkim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Verifies signatures with both types of keys; relaxed/relaxed only. Shorter and slower than what signs, and with none of its code. */
final class TestVerifier {
    private TestVerifier() {}

    /** Returns the number of signatures that are valid. */
    static int valid(String message, Map<String, String> records) throws GeneralSecurityException {
        String text = new String(message.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        List<String> fields = Arrays.asList(text.substring(0, end).split("\r\n(?![ \t])"));
        String body = text.substring(end + 4)
                .replaceAll("[ \t]+\r\n", "\r\n")
                .replaceAll("[ \t]+", " ")
                .replaceAll("(\r\n)+$", "\r\n");
        int valid = 0;
        for (String field : fields) {
            if (field.toLowerCase(Locale.ROOT).startsWith("dkim-signature:")) {
                valid += isValid(field, fields, body.equals("\r\n") ? "" : body, records) ? 1 : 0;
            }
        }
        return valid;
    }

    private static boolean isValid(String signature, List<String> fields, String body, Map<String, String> records)
            throws GeneralSecurityException {
        Map<String, String> tags = tags(signature.substring(signature.indexOf(':') + 1));
        var hash = MessageDigest.getInstance("SHA-256");
        byte[] bodyHash = hash.digest(body.getBytes(StandardCharsets.ISO_8859_1));
        if (!Arrays.equals(bodyHash, Base64.getDecoder().decode(tags.get("bh")))) {
            return false;
        }
        var left = new ArrayList<>(fields);
        var signed = new StringBuilder();
        for (String name :
                Objects.requireNonNull(tags.get("h")).toLowerCase(Locale.ROOT).split(":")) {
            for (int i = left.size() - 1; i >= 0; i--) {
                if (left.get(i).toLowerCase(Locale.ROOT).matches("(?s)" + name + "[ \t]*:.*")) {
                    signed.append(relaxed(left.remove(i))).append("\r\n");
                    break;
                }
            }
        }
        signed.append(relaxed(signature.replaceFirst("(?s)([;\\s]b=)[^;]*", "$1")));
        byte[] bytes = signed.toString().getBytes(StandardCharsets.ISO_8859_1);
        boolean rsa = "rsa-sha256".equals(tags.get("a"));
        Signature verifying = Signature.getInstance(rsa ? "SHA256withRSA" : "Ed25519");
        verifying.initVerify(key(Objects.requireNonNull(records.get(tags.get("s") + "._domainkey." + tags.get("d")))));
        verifying.update(rsa ? bytes : hash.digest(bytes));
        return verifying.verify(Base64.getDecoder().decode(tags.get("b")));
    }

    private static PublicKey key(String record) throws GeneralSecurityException {
        Map<String, String> tags = tags(record);
        byte[] key = Base64.getDecoder().decode(tags.get("p"));
        if ("rsa".equals(tags.get("k"))) {
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key));
        }
        byte[] encoded = HexFormat.of()
                .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(key));
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static Map<String, String> tags(String list) {
        var tags = new HashMap<String, String>();
        for (String tag : list.replaceAll("\\s+", "").split(";")) {
            String[] parts = tag.split("=", 2);
            tags.put(parts[0], parts[1]);
        }
        return tags;
    }

    private static String relaxed(String field) {
        String[] parts = field.replaceAll("\r\n", "").replaceAll("[ \t]+", " ").split(":", 2);
        return parts[0].stripTrailing().toLowerCase(Locale.ROOT) + ":" + parts[1].replaceAll("^ | $", "");
    }
}
