package dev.postern.workflow.service;

import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.Repetition;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.stored.CallbackKeys;
import dev.postern.workflow.stored.CallbackUrl;
import dev.postern.workflow.stored.WorkflowRow;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The signed URL at which a service calls back for a webhook action. */
public final class ActionCallback {
    /** The name of an action outside loops in the URL. */
    private static final String OUTSIDE = "none";

    private ActionCallback() {}

    public static String permission(String run, String action, String repetition) {
        return "/runs/" + run + "/actions/" + action + "/repetitions/" + repetition + "/callback";
    }

    public static String url(URI base, WorkflowRow row, RunKey run, ActionKey action, CallbackKeys keys) {
        String repetition = action.repetition().isEmpty() ? OUTSIDE : action.repetition();
        String permitted = permission(run.name(), action.name(), repetition);
        byte[] signature = keys.signer(row, CallbackKeys.Slot.PRIMARY).sign(CallbackUrl.text(permitted, ""));
        return base + "/workflows/" + row.key().id().toString().replace("-", "") + "/runs/" + run.name() + "/actions/"
                + URLEncoder.encode(action.name(), StandardCharsets.UTF_8).replace("+", "%20") + "/callbacks/"
                + repetition
                + "?"
                + CallbackUrl.query(
                        permitted, "", Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    /** Returns the action that a URL means. */
    public static ActionKey key(String action, String repetition) {
        return new ActionKey(action, repetition.equals(OUTSIDE) ? Repetition.NONE : repetition);
    }
}
