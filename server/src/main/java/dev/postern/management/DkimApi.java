package dev.postern.management;

import dev.postern.gate.DirectoryOpening;
import dev.postern.gate.DirectoryReader;
import dev.postern.gate.DirectoryWriter;
import dev.postern.gate.Gate;
import dev.postern.http.BodyTooLarge;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.relay.DkimKeys;
import dev.postern.relay.DkimRecord;
import dev.postern.smtp.DomainNames;
import dev.postern.smtp.dkim.DkimAlgorithm;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys that sign outgoing mail: {@code POST /postern/dkim} with {@code {"domain":"...","selector":"...","type":"rsa"}} creates one and returns its DNS
 * record, {@code GET /postern/dkim} lists those of the caller's tenant, {@code DELETE /postern/dkim/{domain}/{selector}} deletes one.
 */
public final class DkimApi {
    private static final int MAX_BODY_BYTES = 4 * 1024;

    private final ManagementGate gate;
    private final DkimKeys keys;

    public DkimApi(Gate gate, DkimKeys keys) {
        this.gate = new ManagementGate(gate);
        this.keys = keys;
    }

    /** Adds the routes. */
    public void addTo(RouteAdder routes) {
        gate.add(routes, "POST", "/postern/dkim", DirectoryOpening.DIRECTORY_WRITE, this::create);
        gate.add(routes, "GET", "/postern/dkim", DirectoryOpening.DIRECTORY_READ, this::list);
        gate.add(routes, "DELETE", "/postern/dkim/{domain}/{selector}", DirectoryOpening.DIRECTORY_WRITE, this::delete);
    }

    private Response create(DirectoryWriter directory, Request request) {
        JsonNode body = body(request);
        String domain = domain(text(body, "domain", ""));
        String selector = text(body, "selector", "").toLowerCase(Locale.ROOT);
        DkimAlgorithm algorithm = DkimAlgorithm.of(text(body, "type", DkimAlgorithm.RSA.label()))
                .orElseThrow(() -> invalid("The type must be 'rsa' or 'ed25519'."));
        if (!directory.snapshot().isAccepted(domain)) {
            throw invalid("'" + domain + "' is not an accepted domain of the tenant.");
        }
        DkimKeys.Created created = keys.create(directory.snapshot().tenant().id(), domain, selector, algorithm);
        DkimRecord record = created.record();
        if (record == null) {
            throw refused(Objects.requireNonNull(created.refusal()), domain, selector);
        }
        directory.qualify(record.name());
        return ManagementGate.json(201, json(record));
    }

    private static ManagementFailure refused(DkimKeys.Refusal refusal, String domain, String selector) {
        return switch (refusal) {
            case BAD_SELECTOR ->
                invalid("A selector has labels of 1 to 63 letters, digits and hyphens, with periods between them.");
            case EXISTS ->
                new ManagementFailure(
                        409, "Conflict", "There is a key '" + selector + "' of '" + domain + "' already.");
            case TOO_MANY ->
                new ManagementFailure(403, "QuotaExceeded", "The domain '" + domain + "' has too many keys.");
        };
    }

    private Response list(DirectoryReader directory, Request request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var values = body.putArray("value");
        keys.list(directory.snapshot().tenant().id()).stream()
                .map(DkimApi::json)
                .forEach(values::add);
        return ManagementGate.json(200, body);
    }

    private Response delete(DirectoryWriter directory, Request request) {
        String domain = domain(request.segments().get(2));
        String selector = request.segments().get(3).toLowerCase(Locale.ROOT);
        if (!keys.delete(directory.snapshot().tenant().id(), domain, selector)) {
            throw new ManagementFailure(
                    404, "ResourceNotFound", "There is no key '" + selector + "' of '" + domain + "'.");
        }
        return Response.empty(204);
    }

    private static ObjectNode json(DkimRecord record) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", record.name())
                .put("type", "TXT")
                .put("value", record.value())
                .put("domain", record.domain())
                .put("selector", record.selector())
                .put("keyType", record.type())
                .put("created", record.created().toString());
    }

    private static String domain(String written) {
        return DomainNames.ascii(written).orElseThrow(() -> invalid("'" + written + "' is not a domain."));
    }

    private static JsonNode body(Request request) {
        try {
            byte[] content = request.body(MAX_BODY_BYTES);
            Json.reserve(content, request.memory());
            return JsonMapper.shared().readTree(content);
        } catch (JacksonException | MalformedJson e) {
            throw invalid("The body is not valid JSON.");
        } catch (BodyTooLarge e) {
            throw invalid("The body is larger than " + e.limit() + " bytes.");
        }
    }

    private static String text(JsonNode body, String member, String otherwise) {
        JsonNode value = body.path(member);
        if (value.isMissingNode() && !otherwise.isEmpty()) {
            return otherwise;
        }
        if (!value.isString()) {
            throw invalid("The body must be {\"domain\":\"...\",\"selector\":\"...\",\"type\":\"rsa\"}.");
        }
        return value.stringValue();
    }

    private static ManagementFailure invalid(String message) {
        return new ManagementFailure(400, "InvalidRequestContent", message);
    }
}
