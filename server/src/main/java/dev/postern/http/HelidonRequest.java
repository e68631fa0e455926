package dev.postern.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A {@link Request} that wraps a request of Helidon. */
final class HelidonRequest implements Request {
    private static final int MAX_CLIENT_ID_LENGTH = 128;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final ServerRequest wire;
    private final URI base;
    private final int ceiling;
    private final MemoryBudget.Lease memory;
    private final UUID requestId = UUID.randomUUID();
    private final String clientRequestId;
    private final Map<String, String> notes = new LinkedHashMap<>();
    private List<String> segments = List.of();
    private @Nullable BodyStream body;
    private boolean tooLarge;

    HelidonRequest(ServerRequest wire, URI base, int ceiling, MemoryBudget.Lease memory) {
        this.wire = wire;
        this.base = base;
        this.ceiling = ceiling;
        this.memory = memory;
        this.clientRequestId =
                header("client-request-id").filter(HelidonRequest::isUsable).orElseGet(requestId::toString);
    }

    /** Decodes the path and rejects what the parser accepts. Not in the constructor, so that a refusal already has a request id. */
    void decode() {
        for (Header header : wire.headers()) {
            if (header.headerName().lowerCase().isEmpty()) {
                throw new BadRequest("A header has no name.");
            }
        }
        segments = Segments.of(rawPath());
        String query = rawQuery();
        for (int i = 0; i < query.length(); i++) {
            if (query.charAt(i) <= ' ' || query.charAt(i) >= 0x7f) {
                throw new BadRequest("The query contains a character that must be percent-encoded.");
            }
        }
    }

    private static boolean isUsable(String id) {
        return !id.isEmpty()
                && id.length() <= MAX_CLIENT_ID_LENGTH
                && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    @Override
    public String method() {
        String method = wire.prologue().method().text();
        return method.equals("HEAD") ? "GET" : method;
    }

    @Override
    public String rawPath() {
        return wire.prologue().uriPath().rawPath();
    }

    @Override
    public List<String> segments() {
        return segments;
    }

    @Override
    public String rawQuery() {
        return wire.prologue().query().rawValue();
    }

    @Override
    public Optional<String> header(String name) {
        return wire.headers().first(HeaderNames.create(name));
    }

    @Override
    public List<String> headers(String name) {
        return wire.headers().all(HeaderNames.create(name), List::of);
    }

    @Override
    public URI base() {
        return base;
    }

    @Override
    public String peer() {
        return wire.remotePeer().host();
    }

    @Override
    public UUID requestId() {
        return requestId;
    }

    @Override
    public String clientRequestId() {
        return clientRequestId;
    }

    @Override
    public byte[] body(int limit) {
        if (declaredLength() > limit) {
            tooLarge = true;
            throw new BodyTooLarge(limit);
        }
        try {
            return BodyReader.read(stream(), limit, memory);
        } catch (BodyTooLarge | MemorySpent e) {
            tooLarge = true;
            throw e;
        } catch (IOException e) {
            throw new BadRequest("The body is malformed.");
        }
    }

    @Override
    public InputStream bodyStream() {
        return new StreamedBody(stream(), memory);
    }

    BodyStream stream() {
        if (body == null) {
            body = new BodyStream(
                    wire.content().hasEntity() ? wire.content().inputStream() : InputStream.nullInputStream(), ceiling);
        }
        return body;
    }

    @Override
    public MemoryBudget.Lease memory() {
        return memory;
    }

    /** The template of the matched route. Logs use it because a path may contain secrets. */
    String route() {
        return notes.getOrDefault(ROUTE, "unmatched");
    }

    /** The method for logs and metrics, because clients can send any method. */
    String knownMethod() {
        String method = wire.prologue().method().text();
        return METHODS.contains(method) ? method : "other";
    }

    @Override
    public void note(String name, String value) {
        notes.put(name, value);
    }

    Map<String, String> notes() {
        return notes;
    }

    @Override
    public boolean isHead() {
        return wire.prologue().method().text().equals("HEAD");
    }

    /** Whether the body was too large or malformed, so that the next request on the connection cannot be found. */
    boolean bodyAborted() {
        return tooLarge || (body != null && body.broken());
    }

    boolean hasUnreadBody() {
        return wire.content().hasEntity() && (body == null || !body.ended());
    }

    /** Whether the client waits for {@code 100 Continue} before it sends the body, and none was sent. */
    boolean awaitsContinue() {
        return body == null
                && header("Expect").filter("100-continue"::equalsIgnoreCase).isPresent();
    }

    boolean wantsClose() {
        return header("Connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    /** The Content-Length, or -1 for a chunked body. */
    long declaredLength() {
        return wire.headers().contentLength().orElse(-1);
    }
}
