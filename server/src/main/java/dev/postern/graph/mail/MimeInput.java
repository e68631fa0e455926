package dev.postern.graph.mail;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import java.util.Base64;

/** A message as MIME in a request: base64 in {@code text/plain}, line breaks allowed. */
final class MimeInput {
    private MimeInput() {}

    static MessageInput read(GraphRequest request) {
        byte[] mime = bytes(request.http().body(GraphRequest.LARGEST_BODY));
        throw GraphFailure.notImplemented("MIME content of " + mime.length + " bytes");
    }

    static byte[] bytes(byte[] body) {
        byte[] base64 = new byte[body.length];
        int length = 0;
        for (byte b : body) {
            if (b != '\r' && b != '\n' && b != ' ' && b != '\t') {
                base64[length++] = b;
            }
        }
        try {
            byte[] mime = Base64.getDecoder().decode(java.util.Arrays.copyOf(base64, length));
            if (mime.length > 0) {
                return mime;
            }
        } catch (IllegalArgumentException _) {
            // answered below
        }
        throw new GraphFailure(400, "ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.");
    }
}
