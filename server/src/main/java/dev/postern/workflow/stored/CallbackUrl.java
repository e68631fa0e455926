package dev.postern.workflow.stored;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The form of signed URLs that start runs. */
public final class CallbackUrl {
    public static final String VERSION = "1.0";
    public static final String API_VERSION = "2016-10-01";

    private CallbackUrl() {}

    /** The permission to start runs of a trigger. */
    public static String permission(String trigger) {
        return "/triggers/" + trigger + "/run";
    }

    /**
     * Returns what is signed.
     *
     * @param expires seconds since 1970, or empty if it never expires
     */
    public static String text(String permitted, String expires) {
        return VERSION + "\n" + permitted + "\n" + expires;
    }

    public static String query(String permitted, String expires, String signature) {
        return "api-version=" + API_VERSION + (expires.isEmpty() ? "" : "&se=" + expires) + "&sp=" + encode(permitted)
                + "&sv=" + VERSION + "&sig=" + signature;
    }

    /** Returns the URL of a trigger, which does not expire. */
    public static String of(URI base, WorkflowRow row, String trigger, CallbackKeys keys) {
        String permitted = permission(trigger);
        byte[] signature = keys.signer(row, CallbackKeys.Slot.PRIMARY).sign(text(permitted, ""));
        return base + "/workflows/" + row.key().id().toString().replace("-", "") + "/triggers/" + encode(trigger)
                + "/paths/invoke?"
                + query(permitted, "", Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
