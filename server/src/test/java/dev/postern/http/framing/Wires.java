package dev.postern.http.framing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What clients send, with what the server must make of it. */
public final class Wires {
    private static final String HOST = "Host: a\r\n";
    private static final String CHUNKED = "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: b\r\n\r\n";
    private static final String NEXT_SEEN = "GET /next b []";

    private Wires() {}

    /**
     * The bytes of a connection.
     *
     * @param requests the requests it contains
     * @param refused  whether the server refuses what follows them
     */
    public record Wire(String text, List<String> requests, boolean refused) {
        @Override
        public String toString() {
            String shown = text.length() > 200 ? text.substring(0, 200) + "..." : text;
            return shown.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
        }
    }

    /** The requests that are served, each followed by another on the same connection where that is possible. */
    public static Stream<Wire> served() {
        var wires = new ArrayList<Wire>();
        kept(wires, "GET /a HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a a []");
        kept(wires, "\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a a []");
        kept(wires, "GET /a HTTP/1.1\r\nhOST:\ta \t\r\nX:\r\n\r\n", "GET /a a []");
        kept(wires, "GET /a?x=1 HTTP/1.1\r\nHost: a\r\nConnection: Keep-Alive, X\r\n\r\n", "GET /a?x=1 a []");
        kept(wires, "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 005\r\n\r\nhello", "POST /p a [hello]");
        kept(wires, "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n", "POST /p a []");
        kept(
                wires,
                "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTE: trailers\r\n\r\nhello",
                "POST /p a [hello]");
        last(wires, "GET /a HTTP/1.1\r\nHost: a\r\nConnection: x, CLOSE\r\n\r\n", "GET /a a [] close");
        last(
                wires,
                "GET /a HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n",
                "GET /a a [] close");
        kept(wires, "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS / a []");

        last(wires, "GET /healthz HTTP/1.0\r\n\r\n", "GET /healthz own [] close");
        last(wires, "GET /a HTTP/1.0\r\nHost: a\r\n\r\n", "GET /a a [] close");
        kept(wires, "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET /a own []");
        last(wires, "GET /a HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", "GET /a own [] close");
        last(wires, "POST /p HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello", "POST /p own [hello] close");
        kept(
                wires,
                "POST /p HTTP/1.0\r\nConnection: Keep-Alive\r\nContent-Length: 5\r\n\r\nhello",
                "POST /p own [hello]");
        last(wires, "POST /p HTTP/1.0\r\nContent-Length: 5\r\nExpect: other\r\n\r\nhello", "POST /p own [hello] close");
        last(wires, "GET /a HTTP/1.0\r\nHost: \r\n\r\n", "GET /a own [] close");
        last(wires, "GET http://h:80/a HTTP/1.0\r\n\r\n", "GET /a h:80 [] close");

        kept(wires, "GET http://h:81/a?b=/c HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a?b=/c h:81 []");
        kept(wires, "GET HTTPS://H HTTP/1.1\r\nHost: a\r\n\r\n", "GET / H []");
        kept(wires, "GET http://[::1]:80?b HTTP/1.1\r\nHost: a\r\n\r\n", "GET /?b [::1]:80 []");
        kept(wires, "POST http://h/p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", "POST /p h [hello]");

        kept(wires, CHUNKED + "0\r\n\r\n", "POST /p a []");
        kept(wires, CHUNKED + "5\r\nhello\r\n00A\r\n, everyone\r\n000\r\n\r\n", "POST /p a [hello, everyone]");
        kept(wires, CHUNKED + "5;name=value; other=\"a;\\\"b\"\r\nhello\r\n0 ;x\r\n\r\n", "POST /p a [hello]");
        kept(wires, CHUNKED + "5;" + "x".repeat(4000) + "\r\nhello\r\n0\r\n\r\n", "POST /p a [hello]");
        kept(wires, CHUNKED + "2\r\n\r\n\r\n0\r\nX-Checksum: 1\r\nContent-Length: 7\r\n\r\n", "POST /p a [\r\n]");
        kept(wires, CHUNKED + "5\r\nhello\r\n0\r\n" + "X: y\r\n".repeat(1_000) + "\r\n", "POST /p a [hello]");
        String spelled = CHUNKED.replace("chunked", "Chunked");
        kept(wires, spelled + "3\r\na\nb\r\n0\r\nX: y\r\n\r\n", "POST /p a [a\nb]");
        return wires.stream();
    }

    private static void kept(List<Wire> wires, String text, String request) {
        wires.add(new Wire(text + NEXT, List.of(request, NEXT_SEEN), false));
        wires.add(new Wire(text + text + NEXT, List.of(request, request, NEXT_SEEN), false));
    }

    private static void last(List<Wire> wires, String text, String request) {
        wires.add(new Wire(text + NEXT, List.of(request), false));
    }

    /** What is refused, each after a request that is served and before one that must not be. */
    public static Stream<Wire> refused() {
        return Stream.concat(
                        Stream.concat(lines(), heads()).map(head -> head + NEXT),
                        Stream.concat(
                                lengths().map(text -> text + NEXT),
                                chunks().map(text -> CHUNKED + text + "\r\n0\r\n\r\n" + NEXT)))
                .map(text -> new Wire(NEXT + text, List.of(NEXT_SEEN), true));
    }

    private static Stream<String> lines() {
        return Stream.of(
                        "\r\n\r\nGET / HTTP/1.1",
                        "\rGET / HTTP/1.1",
                        "\nGET / HTTP/1.1",
                        " GET / HTTP/1.1",
                        "GET  / HTTP/1.1",
                        "GET /  HTTP/1.1",
                        "GET / HTTP/1.1 ",
                        "GET\t/ HTTP/1.1",
                        "GET /a b HTTP/1.1",
                        "GET /a\0b HTTP/1.1",
                        "G(T / HTTP/1.1",
                        "GET / HTTP/1.2",
                        "GET / HTTP/2.0",
                        "GET / HTTP/0.9",
                        "GET / http/1.1",
                        "GET / HTTP/1.1\nX: y",
                        "GET / HTTP/1.1\rX: y",
                        "GET /",
                        "GET",
                        "CONNECT a:443 HTTP/1.1",
                        "GET * HTTP/1.1",
                        "GET a HTTP/1.1",
                        "GET ftp://h/a HTTP/1.1",
                        "GET http:///a HTTP/1.1",
                        "GET http://user@h/a HTTP/1.1",
                        "GET http://h\\x/a HTTP/1.1",
                        "GET /" + "x".repeat(17_000) + " HTTP/1.1")
                .map(line -> line + "\r\n" + HOST + "\r\n");
    }

    private static Stream<String> heads() {
        return Stream.of(
                        "",
                        "Host:\r\n",
                        "Host: a\r\nHost: a\r\n",
                        "Host: a\r\nX : y\r\n",
                        "Host: a\r\nX\t: y\r\n",
                        "Host: a\r\n folded: y\r\n",
                        "Host: a\r\nX: y\r\n\tz\r\n",
                        "Host: a\r\n: y\r\n",
                        "Host: a\r\nX\r\n",
                        "Host: a\r\nX: a\0b\r\n",
                        "Host: a\r\nX\0: y\r\n",
                        "Host: a\r\nX: a\rb\r\n",
                        "Host: a\r\nX: a\nY: b\r\n",
                        "Host: a\nX: y\r\n",
                        "Host: a\r\nExpect: other\r\n",
                        "Host: a\r\nExpect: 100-continue, other\r\n",
                        "Host: a\r\nX: " + "x".repeat(33_000) + "\r\n",
                        "Host: a\r\n" + "X: y\r\n".repeat(6_000))
                .map(fields -> "GET / HTTP/1.1\r\n" + fields + "\r\n");
    }

    private static Stream<String> lengths() {
        return Stream.of(
                        "1.1 Content-Length: 5\r\nContent-Length: 6\r\n",
                        "1.1 Content-Length: 5\r\nContent-Length: 5\r\n",
                        "1.1 Content-Length: 5, 5\r\n",
                        "1.1 Content-Length: -5\r\n",
                        "1.1 Content-Length: +5\r\n",
                        "1.1 Content-Length: 0x5\r\n",
                        "1.1 Content-Length: 5 5\r\n",
                        "1.1 Content-Length:\r\n",
                        "1.1 Content-Length: 18446744073709551621\r\n",
                        "1.0 Content-Length: 5\r\nContent-Length: 6\r\n",
                        "1.1 Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                        "1.1 Transfer-Encoding: chunked\r\nContent-Length: 0\r\n",
                        "1.0 Transfer-Encoding: chunked\r\n",
                        "1.1 Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                        "1.1 Transfer-Encoding: chunked, chunked\r\n",
                        "1.1 Transfer-Encoding: chunked,\r\n",
                        "1.1 Transfer-Encoding: identity\r\n",
                        "1.1 Transfer-Encoding: chunked, identity\r\n",
                        "1.1 Transfer-Encoding: gzip, chunked\r\n",
                        "1.1 Transfer-Encoding: xchunked\r\n",
                        "1.1 Transfer-Encoding: \"chunked\"\r\n",
                        "1.1 Transfer-Encoding: chunked;a=b\r\n",
                        "1.1 Transfer-Encoding: \u000bchunked\r\n",
                        "1.1 Transfer-Encoding:\r\n chunked\r\n",
                        "1.1 Transfer-Encoding:\r\n")
                .map(text -> "POST /p HTTP/" + text.substring(0, 3) + "\r\nHost: a\r\nConnection: keep-alive\r\n"
                        + text.substring(4) + "\r\nhello\r\n0\r\n\r\n");
    }

    private static Stream<String> chunks() {
        return Stream.of(
                "\r\nhello",
                "-5\r\nhello",
                "+5\r\nhello",
                " 5\r\nhello",
                "5 \r\nhello",
                "5\t\r\nhello",
                "0x5\r\nhello",
                "5 5\r\nhello",
                "5g\r\nhello",
                "5\nhello",
                "5\rhello",
                "5\r\rhello",
                "5;a\nb\r\nhello",
                "5;a\rb\r\nhello",
                "5;a\0\r\nhello",
                "5;a=\"b\r\nhello",
                "5;a=\"b\\\"\r\nhello",
                "10000000000000005\r\nhello",
                "00000000000000000005\r\nhello",
                "5\r\nhell",
                "5\r\nhelloX",
                "5\r\nhello\n0\r\n",
                "5\r\nhello\r0\r\n",
                "5;" + "x".repeat(5_000) + "\r\nhello",
                ("1;" + "x".repeat(1_000) + "\r\na\r\n").repeat(20) + "1\r\na",
                "0\r\nX : y",
                "0\r\n folded",
                "0\r\nX: a\nY: b",
                "0\r\nX: a\0b",
                "0\r\nGET /smuggled HTTP/1.1",
                "0\r\n" + "X: y\r\n".repeat(3_000) + "X: y",
                "0\r\nX: " + "x".repeat(9_000));
    }
}
