package dev.postern.graph.content;

import dev.postern.graph.GraphRequest;
import dev.postern.graph.Preferences;
import dev.postern.mailbox.Body;
import java.util.Optional;

/**
 * The form in which a caller wants to see bodies.
 *
 * @param type null to leave each as it is stored
 * @param unsafe whether HTML is shown unchanged, including scripts
 * @param pages converts one form to the other
 */
public record BodyView(Optional<Body.Type> type, boolean unsafe, Pages pages) {
    private static final String CONTENT_TYPE = "outlook.body-content-type";
    private static final String UNSAFE = "outlook.allow-unsafe-html";

    public static BodyView of(GraphRequest request) {
        Preferences preferences = request.preferences();
        Optional<Body.Type> type = preferences
                .value(CONTENT_TYPE)
                .flatMap(text -> text.equalsIgnoreCase("text")
                        ? Optional.of(Body.Type.TEXT)
                        : text.equalsIgnoreCase("html") ? Optional.of(Body.Type.HTML) : Optional.empty());
        type.ifPresent(t -> preferences.applied(CONTENT_TYPE + "=\"" + (t == Body.Type.TEXT ? "text" : "html") + "\""));
        boolean unsafe = preferences
                .value(UNSAFE)
                .filter(value -> !value.equalsIgnoreCase("false"))
                .isPresent();
        if (unsafe) {
            preferences.applied(UNSAFE);
        }
        return new BodyView(type, unsafe, new Pages(request.compute()));
    }

    public Body show(Body body) {
        if (body.type() == Body.Type.HTML) {
            return type.filter(Body.Type.TEXT::equals).isPresent()
                    ? new Body(Body.Type.TEXT, pages.text(body.content()))
                    : unsafe ? body : new Body(Body.Type.HTML, Html.page(pages.clean(body.content())));
        }
        return type.filter(Body.Type.HTML::equals).isPresent()
                ? new Body(Body.Type.HTML, Html.page(Html.ofText(body.content())))
                : body;
    }

    /** The unique part of a body: everything before the quote. */
    public Body showNew(Body body) {
        return show(
                body.type() == Body.Type.TEXT
                        ? new Body(Body.Type.TEXT, Quotes.withoutQuote(body.content()))
                        : new Body(Body.Type.HTML, pages.withoutQuote(body.content())));
    }
}
