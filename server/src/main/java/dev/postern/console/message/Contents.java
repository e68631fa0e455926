package dev.postern.console.message;

import dev.postern.console.call.EdgeRefusal;
import dev.postern.http.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Reads the contents that edges answer. */
final class Contents {
    private Contents() {}

    /** The beginning of a content. */
    static byte[] start(Response response, int max) {
        try (InputStream content = stream(response)) {
            return content.readNBytes(max);
        } catch (IOException e) {
            throw new EdgeRefusal(500, "InternalServerError", "The content could not be read.");
        }
    }

    private static InputStream stream(Response response) {
        return switch (response.body()) {
            case Response.Empty _ -> InputStream.nullInputStream();
            case Response.Bytes(String _, byte[] content) -> new ByteArrayInputStream(content);
            case Response.Stream(String _, InputStream content, long _) -> content;
        };
    }

    /** The same content as a file with another type. Browsers save it and never show it. */
    static Response download(Response response, String type, String name) {
        Response.Body body = switch (response.body()) {
            case Response.Empty _ -> new Response.Bytes(type, new byte[0]);
            case Response.Bytes(String _, byte[] content) -> new Response.Bytes(type, content);
            case Response.Stream(String _, InputStream content, long length) ->
                new Response.Stream(type, content, length);
        };
        return new Response(200, Map.of(), body)
                .with("Content-Disposition", SafeFileName.disposition(name))
                .with("Content-Security-Policy", "default-src 'none'; sandbox")
                .with("X-Content-Type-Options", "nosniff");
    }
}
