package dev.postern.login;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parameters as {@code multipart/form-data} (RFC 7578), which some HTTP clients send when they are given a form. The same parameters as in
 * the other encoding are read, no files.
 */
final class MultipartForm {
    private static final String LINE = "\r\n";
    private static final int LONGEST_HEADERS = 1024;
    /** The characters and the length that RFC 2046 allows. */
    private static final Pattern BOUNDARY = Pattern.compile(
            ";\\s*boundary=(?:\"([0-9A-Za-z'()+_,./:=? -]{1,70})\"|([0-9A-Za-z'+_.-]{1,70}))\\s*(?:;|$)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DISPOSITION =
            Pattern.compile("(?:^|\r\n)content-disposition:[ \t]*form-data([^\r\n]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME =
            Pattern.compile(";[ \t]*name=(?:\"([^\"]*)\"|([^\";\\s]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE = Pattern.compile(";[ \t]*filename\\*?=", Pattern.CASE_INSENSITIVE);

    private MultipartForm() {}

    /** @param text one character for each byte of the body */
    static Form parse(String text, String contentType) {
        String delimiter = "--" + boundary(contentType);
        var values = new LinkedHashMap<String, String>();
        int at = text.startsWith(delimiter) ? 0 : found(text, LINE + delimiter, 0) + LINE.length();
        while (!text.startsWith("--", at + delimiter.length())) {
            int headers = found(text, LINE, at + delimiter.length()) + LINE.length();
            int content = found(text, LINE + LINE, headers) + LINE.length() + LINE.length();
            int end = found(text, LINE + delimiter, content);
            Form.add(values, name(text.substring(headers, content)), utf8(text.substring(content, end)));
            at = end + LINE.length();
        }
        return new Form(values);
    }

    private static String boundary(String contentType) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw Form.bad("The Content-Type has no boundary.");
        }
        return boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    }

    private static String name(String headers) {
        if (headers.length() > LONGEST_HEADERS) {
            throw Form.bad("The headers of a part are too long.");
        }
        Matcher disposition = DISPOSITION.matcher(headers);
        if (!disposition.find()) {
            throw Form.bad("A part has no header 'Content-Disposition: form-data'.");
        }
        String parameters = disposition.group(1);
        Matcher name = NAME.matcher(parameters);
        if (!name.find() || FILE.matcher(parameters).find()) {
            throw Form.bad("A part is a file or has no name.");
        }
        return utf8(name.group(1) == null ? name.group(2) : name.group(1));
    }

    private static int found(String text, String what, int from) {
        int at = text.indexOf(what, from);
        if (at < 0) {
            throw Form.bad("The parts of the body are not complete.");
        }
        return at;
    }

    private static String utf8(String bytes) {
        return Form.utf8(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
