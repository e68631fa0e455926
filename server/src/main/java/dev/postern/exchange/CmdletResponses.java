package dev.postern.exchange;

import dev.postern.http.MemorySpent;
import dev.postern.http.Request;
import dev.postern.http.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The responses of {@code InvokeCommand}. */
final class CmdletResponses {
    private static final String JSON =
            "application/json;odata.metadata=minimal;odata.streaming=true;" + "IEEE754Compatible=false;charset=utf-8";
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;

    private CmdletResponses() {}

    static Response success(Request request, CmdletQuery query, Cmdlets.Output output) {
        CmdletPage page = CmdletPage.of(output.rows(), query.pageSize(), query.continuation());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String api = request.base() + "/"
                + String.join(
                        "/",
                        request.segments().subList(0, 3).stream()
                                .map(CmdletResponses::encode)
                                .toList());
        body.put("@odata.context", api + "/$metadata#Collection(Exchange.GenericHashTable)");
        warnings(body, output.warnings());
        var value = body.putArray("value");
        page.rows()
                .forEach(row -> value.add(query.selection().apply(row.content().get())));
        String next = page.next();
        if (next != null) {
            String select = query.select();
            body.put(
                    "@odata.nextLink",
                    api + "/InvokeCommand?" + (select == null ? "" : "$select=" + encode(select) + "&") + "$skiptoken="
                            + next);
        }
        return json(OK, body);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void warnings(ObjectNode body, List<String> warnings) {
        body.put("adminapi.warnings@odata.type", "#Collection(String)");
        var array = body.putArray("@adminapi.warnings");
        warnings.forEach(array::add);
    }

    /** Clients look for the text in different properties of the response, so all of them contain it. */
    static Response failure(CmdletFailure failure, List<String> warnings) {
        return switch (failure) {
            case CmdletFailure.Failed failed
            when failed.status() == UNAVAILABLE -> failed(failed, warnings).with("Retry-After", "5");
            case CmdletFailure.Failed failed -> failed(failed, warnings);
            case CmdletFailure.NotRun refused ->
                json(
                        BAD_REQUEST,
                        error(
                                "BadRequest",
                                "Invalid Operation",
                                refused.detailed() ? "|" + refused.type() + "|" + refused.text() : "",
                                refused.type(),
                                refused.text(),
                                warnings));
        };
    }

    private static Response failed(CmdletFailure.Failed failed, List<String> warnings) {
        return json(
                failed.status(),
                error(
                        failed.status() == 404
                                ? "NotFound"
                                : failed.status() == UNAVAILABLE ? "ServiceUnavailable" : "BadRequest",
                        "Error executing cmdlet",
                        failed.detail(),
                        "Microsoft.Exchange.Management.PSDirectInvoke.DirectInvokeCmdletExecutionException",
                        failed.detail(),
                        warnings));
    }

    private static ObjectNode error(
            String code, String message, String detail, String innerType, String innerText, List<String> warnings) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error");
        error.put("code", code).put("message", message);
        if (!detail.isEmpty()) {
            error.putArray("details")
                    .addObject()
                    .put("code", "Client")
                    .put("target", "")
                    .put("message", detail);
        }
        ObjectNode inner = error.putObject("innererror");
        inner.put("message", message)
                .put("type", "Microsoft.Exchange.Admin.OData.Core.ODataServiceException")
                .put("stacktrace", "");
        inner.putObject("internalexception")
                .put("message", innerText)
                .put("type", innerType)
                .put("stacktrace", "");
        warnings(error, warnings);
        return body;
    }

    /** A refusal by the gate. Exchange sends no readable body for it, so the reason is also in a header, as there. */
    static Response refused(int status, String code, String text) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", code).put("message", text);
        return json(status, body)
                .with("x-ms-diagnostics", "2000010;reason=\"" + text + "\";error_category=\"" + code + "\"");
    }

    static Response memoryExhausted(MemorySpent cause) {
        return json(
                        503,
                        error(
                                "ServiceUnavailable",
                                "Error executing cmdlet",
                                "",
                                "Microsoft.Exchange.Data.Directory.ServerSideBusyException",
                                String.valueOf(cause.getMessage()),
                                List.of()))
                .with("Retry-After", MemorySpent.RETRY_AFTER_SECONDS);
    }

    private static Response json(int status, ObjectNode body) {
        return Response.of(status, JSON, MAPPER.writeValueAsBytes(body)).with("OData-Version", "4.0");
    }
}
