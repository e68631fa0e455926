package dev.postern.workflow.api;

import dev.postern.workflow.stored.CallbackKeys;
import dev.postern.workflow.stored.CallbackUrl;
import dev.postern.workflow.stored.WorkflowRow;
import java.time.Instant;
import java.util.Base64;

/** Signs the permission of a URL with the keys of its workflow, so that the URL authorizes its use. */
record Signatures(CallbackKeys keys) {
    static final String VERSION = CallbackUrl.VERSION;

    /** @param expires seconds since 1970, or empty if it never expires */
    static String sign(CallbackKeys.Signer signer, String permitted, String expires) {
        return text(signer.sign(text(permitted, expires)));
    }

    static String text(byte[] signature) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    /** Returns whether a query contains a valid signature of one of the workflow's keys for exactly this permission. */
    boolean verify(WorkflowRow row, String permitted, ApiQuery query, Instant now) {
        String expires = query.get("se").orElse("");
        boolean same = query.get("sp").orElse("").equals(permitted)
                && query.get("sv").orElse("").equals(VERSION)
                && (expires.isEmpty() || isLater(expires, now));
        byte[] given;
        try {
            given = Base64.getUrlDecoder().decode(query.get("sig").orElse(""));
        } catch (IllegalArgumentException e) {
            return false;
        }
        return same && keys.verify(row, text(permitted, expires), given);
    }

    static String text(String permitted, String expires) {
        return CallbackUrl.text(permitted, expires);
    }

    private static boolean isLater(String seconds, Instant now) {
        return seconds.matches("[0-9]{1,12}") && Long.parseLong(seconds) > now.getEpochSecond();
    }
}
