package dev.postern.console.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Messages of a sender who wants to harm the person who looks at them. */
final class HostileMail {
    /** Everything that would run, load, send, or lead away. */
    static final String HTML = """
        <html><head><base href="http://hostile.example/"><meta http-equiv="refresh" content="0;url=http://hostile.example/r">
        <meta http-equiv="x-dns-prefetch-control" content="on"><link rel="preconnect" href="http://hostile.example">
        <link rel="dns-prefetch" href="//hostile.example"><link rel="stylesheet" href="http://hostile.example/a.css">
        <style>@import url(http://hostile.example/i.css); @font-face{font-family:x;src:url(http://hostile.example/f)}
        body{background:url("http://hostile.example/bg");font-family:x} .cover{position:fixed;inset:0;z-index:99999}
        p::after{content:"x";list-style:u\\rl(http://hostile.example/escaped)}</style>
        <script>alert(1);parent.document.title='owned';top.location='http://hostile.example/'</script></head>
        <body onload="alert(2)" background="http://hostile.example/b.png"><h1>Offer</h1>
        <p style="background:url(http://hostile.example/p)">Hello</p><img src="http://hostile.example/pixel.gif" width=1>
        <img src=x onerror=alert(3)><img srcset="http://hostile.example/s 2x"><picture><source srcset="http://hostile.example/s"></picture>
        <svg onload=alert(4)><script>alert(5)</script><image href="http://hostile.example/svg"/><use href="http://hostile.example/u#x"/>
        <foreignObject><iframe src="http://hostile.example/fo"></iframe></foreignObject><style><img src=x onerror=alert(6)></style></svg>
        <math><mtext><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(7)&gt;"></mglyph></mtext></math>
        <iframe src="http://hostile.example/f" srcdoc="<script>alert(8)</script>"></iframe><object data="http://hostile.example/o"></object>
        <embed src="http://hostile.example/e"><video poster="http://hostile.example/v" src="http://hostile.example/v.mp4" autoplay></video>
        <audio src="http://hostile.example/a" autoplay></audio><form action="http://hostile.example/form" id=f><input name=q autofocus
        onfocus=alert(9)><button>Send</button></form><button form=f formaction="http://hostile.example/fa">x</button>
        <a href="javascript:alert(10)">click</a> <a href=" java\tscript:alert(11)">again</a>
        <a href="data:text/html,<script>alert(12)</script>">data</a>
        <a href="http://hostile.example/track?u=1" target=_top ping="http://hostile.example/ping">www.contoso.example</a>
        <a href="https://contoso.example@hostile.example/">bank</a> <a href="/console/sign-out">sign out</a>
        <div class=cover>cover</div><table background="http://hostile.example/t"><tr><td>cell</td></tr></table>
        <select><style></select><link rel=preconnect href=//hostile.example></style><noscript><style></noscript><img src=x onerror=alert(13)></style>
        <textarea></textarea><img src=x onerror=alert(14)></textarea><details open ontoggle=alert(15)>details</details>
        <img src="cid:logo" id="embedded"><template><img src=http://hostile.example/template></template>
        </body></html>
        """;

    /** Names that lead to other folders, hide what a file is, or break a header. */
    private static final String[] NAMES = {
        "..%2F..%2Fetc%2Fpasswd",
        "a%22b%3Bc%0D%0AX-Injected%3A%201.html",
        "gnp.%E2%80%AEcod.exe",
        "x".repeat(300) + ".pdf",
        "%00"
    };

    private static final byte[] PNG = Base64.getDecoder()
            .decode(
                    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC");

    private HostileMail() {}

    /**
     * @param recipients how many its header names
     * @param headerBytes of further fields, about
     */
    static byte[] of(String subject, int recipients, int headerBytes) {
        String field = "X-Field: x" + ("\r\n " + "a<b>&\"'".repeat(100)).repeat(20) + "\r\n";
        String header = "From: =?utf-8?q?=3Cscript=3Ealert=280=29=3C/script=3E?= <sender@fabrikam.example>\r\nTo: "
                + IntStream.range(0, recipients)
                        .mapToObj(i -> "p" + i + "@contoso.example")
                        .collect(Collectors.joining(",\r\n "))
                + "\r\nSubject: " + subject + " <script>alert(0)</script> =?utf-8?b?4oCu?= =?nothing?x?zz?=\r\n"
                + "Date: Fri, 27 Nov 2026 12:00:00 +0000\r\nMessage-ID: <" + recipients + "." + headerBytes
                + "@fabrikam.example>\r\nX-Broken: \u00ff\u00fe =?utf-7?q?=?=\r\n"
                + field.repeat(headerBytes / field.length())
                + "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n";
        String parts = "--B\r\nContent-Type: text/html; charset=none\r\n\r\n" + HTML.replace("\n", "\r\n")
                + "\r\n--B\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\nContent-Disposition: inline\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getEncoder().encodeToString(PNG) + "\r\n";
        for (String name : NAMES) {
            parts += "--B\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename*=UTF-8''" + name
                    + "\r\n\r\n<script>alert(1)</script>\r\n";
        }
        return (header + parts + "--B--\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
