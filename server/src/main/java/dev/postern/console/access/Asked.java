package dev.postern.console.access;

import dev.postern.console.page.FormFields;
import dev.postern.console.page.QueryText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The question whose answer a change is about, so that the page after the change leads back to it. Any of them may be empty.
 *
 * @param app by id or name
 * @param mailbox by address or id
 */
public record Asked(String app, String mailbox, String permission, String operation) {
    static final Asked NOTHING = new Asked("", "", "", "");

    private static final String PREFIX = "asked.";

    /** From the fields that {@link #fields} returned. */
    static Asked carried(FormFields fields) {
        return new Asked(
                fields.text(PREFIX + "app"),
                fields.text(PREFIX + "mailbox"),
                fields.text(PREFIX + "permission"),
                fields.text(PREFIX + "operation"));
    }

    /** From the query of the page that asks. */
    static Asked of(FormFields fields) {
        return new Asked(
                fields.text("app"), fields.text("mailbox"), fields.text("permission"), fields.text("operation"));
    }

    boolean isComplete() {
        return !app.isEmpty() && !mailbox.isEmpty() && permission.isEmpty() != operation.isEmpty();
    }

    /** The page with the reasons. */
    public String path() {
        return WhyPage.PATH + query();
    }

    String query() {
        return new QueryText()
                .with("app", app)
                .with("mailbox", mailbox)
                .with("permission", permission)
                .with("operation", operation)
                .toString();
    }

    /** Fields of a form that carry the question on. */
    Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        if (isComplete()) {
            fields.put(PREFIX + "app", app);
            fields.put(PREFIX + "mailbox", mailbox);
            fields.put(PREFIX + "permission", permission);
            fields.put(PREFIX + "operation", operation);
        }
        return fields;
    }

    QueryText onto(QueryText query) {
        fields().forEach(query::with);
        return query;
    }
}
