package dev.postern.workflow.api;

import dev.postern.workflow.engine.WorkflowRow;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what an address permits with the keys of its workflow, so that the address alone is enough to use it. */
final class Signatures {
    static final String VERSION = "1.0";

    private Signatures() {}

    /** @param expires seconds since 1970, or empty when it never does */
    static String sign(byte[] key, String permitted, String expires) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String text = VERSION + "\n" + permitted + "\n" + expires;
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a query carries a good signature of one of the workflow's keys for exactly this. */
    static boolean verify(WorkflowRow.Keys keys, String permitted, Query query, Instant now) {
        String expires = query.get("se").orElse("");
        boolean same = query.get("sp").orElse("").equals(permitted)
                && query.get("sv").orElse("").equals(VERSION)
                && (expires.isEmpty() || isLater(expires, now));
        String given = query.get("sig").orElse("");
        boolean primary = equal(given, sign(keys.primary(), permitted, expires));
        boolean secondary = equal(given, sign(keys.secondary(), permitted, expires));
        return same && (primary || secondary);
    }

    private static boolean isLater(String seconds, Instant now) {
        return seconds.matches("[0-9]{1,12}") && Long.parseLong(seconds) > now.getEpochSecond();
    }

    private static boolean equal(String left, String right) {
        return MessageDigest.isEqual(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
