package dev.postern.login;

import dev.postern.http.BodyTooLarge;
import dev.postern.http.Request;
import dev.postern.query.Folding;
import dev.postern.token.LoginError;
import dev.postern.token.LoginFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a form or a query. Duplicates are refused, because two parsers could each use another
 * value. Empty parameters count as missing.
 */
record Form(Map<String, String> values) {
    private static final String URL_ENCODED = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data";
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int MAX_QUERY_LENGTH = 16 * 1024;
    private static final int MAX_PARAMETERS = 100;

    Form {
        values = Map.copyOf(values);
    }

    /** Reads the body, in either encoding of forms. */
    static Form ofBody(Request request) {
        String type = request.header("Content-Type").orElse("");
        int semicolon = type.indexOf(';');
        String bare = Folding.lower(semicolon < 0 ? type : type.substring(0, semicolon))
                .strip();
        return switch (bare) {
            case URL_ENCODED -> parse(text(request));
            case MULTIPART -> MultipartForm.parse(text(request), type);
            default -> throw new LoginFailure(LoginError.NOT_A_FORM, shortened(bare));
        };
    }

    /** One character for each byte. */
    private static String text(Request request) {
        try {
            return new String(request.body(MAX_BODY_BYTES), StandardCharsets.ISO_8859_1);
        } catch (BodyTooLarge e) {
            throw new LoginFailure(LoginError.REQUEST_TOO_LARGE, MAX_BODY_BYTES);
        }
    }

    /** Reads the query. Case does not matter in the names of its parameters; here they are in lower case. */
    static Form ofQuery(Request request) {
        String query = request.rawQuery();
        if (query.length() > MAX_QUERY_LENGTH) {
            throw bad("The query is too long.");
        }
        var values = new LinkedHashMap<String, String>();
        parse(query).values().forEach((name, value) -> add(values, Folding.lower(name), value));
        return new Form(values);
    }

    static Form parse(String text) {
        var values = new LinkedHashMap<String, String>();
        for (String pair : text.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            add(values, name, value);
        }
        return new Form(values);
    }

    static void add(Map<String, String> values, String name, String value) {
        if (values.putIfAbsent(name, value) != null) {
            throw bad("The parameter '" + shortened(name) + "' is given twice.");
        }
        if (values.size() > MAX_PARAMETERS) {
            throw bad("There are more than " + MAX_PARAMETERS + " parameters.");
        }
    }

    /** Returns a value, or null if it is missing or empty. */
    @Nullable
    String get(String name) {
        String value = values.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Returns a required value. */
    String required(String name) {
        String value = get(name);
        if (value == null) {
            throw new LoginFailure(LoginError.MISSING_PARAMETER, name);
        }
        return value;
    }

    /** Decodes form encoding. The text has one character per received byte. */
    static String decode(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '+' -> bytes.write(' ');
                case '%' -> {
                    boolean whole = i + 2 < text.length();
                    int high = whole ? digit(text.charAt(i + 1)) : -1;
                    int low = whole ? digit(text.charAt(i + 2)) : -1;
                    if (high < 0 || low < 0) {
                        throw bad("A percent sign is not followed by an encoded byte.");
                    }
                    bytes.write(high * 16 + low);
                    i += 2;
                }
                default -> bytes.write(c);
            }
        }
        return utf8(bytes.toByteArray());
    }

    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("A parameter is not UTF-8.");
        }
    }

    /** The value of a hexadecimal digit in ASCII, or -1. */
    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    static LoginFailure bad(String why) {
        return new LoginFailure(LoginError.BAD_REQUEST, why);
    }

    static String shortened(String name) {
        return name.length() > 64 ? name.substring(0, 64) : name;
    }

    @Override
    public String toString() {
        return "Form" + values.keySet();
    }
}
