package dev.postern.console.page;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.session.ConsoleSession;
import dev.postern.http.Request;
import dev.postern.http.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One request of a person who is signed in. Belongs to that request.
 *
 * @param fields of the form of a POST, of the query otherwise
 * @param calls the only way to data
 */
public record Visit(
        Request request,
        ConsoleSession session,
        FormFields fields,
        EdgeCalls calls,
        Templates templates,
        String tenant,
        Instant now) {
    Visit with(FormFields other) {
        return new Visit(request, session, other, calls, templates, tenant, now);
    }

    /** The decoded segment of the path at an index; {@code /console/x} has the segments {@code console} and {@code x}. */
    public String segment(int index) {
        List<String> segments = request.segments();
        return index < segments.size() ? segments.get(index) : "";
    }

    /**
     * Renders a page.
     *
     * @param section the path of the entry of the navigation to which it belongs
     * @param template its file below {@code src/main/jte}
     * @param model its parameter {@code model}
     */
    public Response page(String title, String section, String template, Object model) {
        return page(200, title, section, template, model);
    }

    /** As {@link #page(String, String, String, Object)}, with another status. */
    public Response page(int status, String title, String section, String template, Object model) {
        Frame frame = new Frame(
                title,
                section,
                tenant,
                session,
                templates.assets(),
                request.requestId().toString());
        var parameters = new HashMap<String, Object>();
        parameters.put("frame", frame);
        parameters.put("model", model);
        return PageHeaders.on(
                Response.text(status, "text/html; charset=utf-8", templates.render(template, Map.copyOf(parameters))));
    }

    /** The page after a change: what was done, what to know about it, and the command that does the same. */
    public Response done(Done done) {
        return page(done.title(), done.section(), "done.jte", done);
    }

    /** The page for a path that leads to nothing. */
    public Response notFound() {
        return refused(404, "Not found", "NotFound", "The console has no page at this address.");
    }

    /** A page that says why something is not shown or not done, with a way back. */
    Response refused(int status, String title, String code, String text) {
        return page(
                status,
                title,
                WayBack.section(request).path(),
                "refused.jte",
                new Refused(status, code, text, request.requestId().toString(), WayBack.of(request)));
    }

    /** Sends the browser to another page of the console. */
    public static Response redirect(String path) {
        return PageHeaders.on(Response.empty(303).with("Location", path));
    }
}
