package dev.postern.cli;

import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code doctor}: examines from a client's side whether a server can be used at an address. */
final class DoctorCommand {
    private DoctorCommand() {}

    /** Returns the exit status. */
    static int run(ProfileCall call) {
        Options options = Options.of("doctor", call.arguments());
        options.words(0, 0);
        PrintStream out = call.out();
        Optional<Profile> profile = call.optional();
        URI url = url(options.one("--url")
                .or(() -> profile.map(Profile::tlsServer))
                .orElseThrow(() -> CliFailure.usage(
                        "Specify the address of the server, such as --url https://mail.contoso.example.")));
        var findings = new ArrayList<DoctorFinding>();
        try {
            Optional<SSLContext> trust = new DoctorConnection(url, profile, findings).examine();
            if (trust.isPresent()) {
                try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(Duration.ofSeconds(5))
                        .sslContext(trust.get())
                        .build()) {
                    new DoctorRequests(
                                    url.toString(),
                                    profile.map(Profile::tenantId).orElse("common"),
                                    client,
                                    findings)
                            .examine();
                }
            }
        } catch (GeneralSecurityException e) {
            throw CliFailure.failed("TLS cannot be examined: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliFailure.failed("The examination was interrupted.");
        }
        boolean ok = findings.stream().noneMatch(one -> one.level() == DoctorFinding.Level.PROBLEM);
        if (options.has("--json")) {
            var json = JsonNodeFactory.instance.objectNode().put("ok", ok).put("url", url.toString());
            var list = json.putArray("findings");
            findings.forEach(one -> list.add(one.json()));
            out.print(Output.json(json));
        } else {
            findings.forEach(one -> out.print(Output.printable(one.line())));
            out.println(ok ? "No problems were found." : "There are problems.");
        }
        return ok ? 0 : CliFailure.FAILED;
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http
                    && url.getHost() != null
                    && url.getRawPath().isEmpty()
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        throw CliFailure.usage("The value of --url must be the address of a server without a path, such as"
                + " https://mail.contoso.example, not '" + text + "'.");
    }
}
