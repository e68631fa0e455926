package dev.postern.console.page;

import dev.postern.http.Response;
import java.util.Map;

/** The headers of every page: nothing from elsewhere, no inline scripts or styles, no frames around it, nothing kept by the browser. */
final class PageHeaders {
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "X-Frame-Options",
            "DENY",
            "X-Content-Type-Options",
            "nosniff",
            // not no-referrer: browsers would then send "Origin: null" with forms
            "Referrer-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cache-Control",
            "no-store");

    private PageHeaders() {}

    static Response on(Response response) {
        Response all = response;
        for (Map.Entry<String, String> header : HEADERS.entrySet()) {
            if (!all.headers().containsKey(header.getKey())) {
                all = all.with(header.getKey(), header.getValue());
            }
        }
        return all;
    }
}
