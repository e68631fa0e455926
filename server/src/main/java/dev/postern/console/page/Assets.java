package dev.postern.console.page;

import dev.postern.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The style sheet, the scripts and the icon. Their path contains a digest of all of them, so that browsers may keep them forever. Read once at start;
 * thread-safe.
 */
public final class Assets {
    private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.8/dist/htmx.min.js";
    private static final int DIGEST_LENGTH = 16;

    private final Map<String, Asset> files = new LinkedHashMap<>();
    private final String path;
    private final Templates templates;

    private record Asset(String type, byte[] content) {}

    public Assets() {
        add("console.css", "text/css; charset=utf-8", "console.css");
        add("console.js", "text/javascript; charset=utf-8", "console.js");
        add("icon.svg", "image/svg+xml", "icon.svg");
        add("htmx.min.js", "text/javascript; charset=utf-8", HTMX);
        this.path = "/console/assets/" + digest();
        this.templates = new Templates(path);
    }

    private void add(String name, String type, String resource) {
        try (InputStream content = Assets.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new IllegalStateException("The resource " + resource + " is missing");
            }
            files.put(name, new Asset(type, content.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            files.values().forEach(file -> sha.update(file.content()));
            return HexFormat.of().formatHex(sha.digest()).substring(0, DIGEST_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Templates templates() {
        return templates;
    }

    /** Returns a file by its name, whatever the digest in the path: an old page then gets the present files. */
    public Response file(String name) {
        @Nullable Asset asset = files.get(name);
        if (asset == null) {
            return Response.empty(404);
        }
        return Response.of(200, asset.type(), asset.content())
                .with("Cache-Control", "public, max-age=31536000, immutable");
    }
}
