package dev.postern.cli;

import dev.postern.cli.Server.Audience;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code app create}: an application, its service principal, a secret, and its roles of Graph and of the management of Postern. What
 * confines it to a mailbox is made before its first role is granted. If anything fails, all of it is removed.
 */
final class AppCreation {
    private final Server server;
    private final AppLookup apps;
    private final AppConfinement confinement;

    AppCreation(Server server, AppLookup apps, AppConfinement confinement) {
        this.server = server;
        this.apps = apps;
        this.confinement = confinement;
    }

    /**
     * @param onlyTo a mailbox
     * @param end of the secret; empty if the server decides
     */
    ObjectNode create(
            String name,
            List<String> permissions,
            @Nullable String certificate,
            Optional<String> onlyTo,
            Optional<Instant> end) {
        List<AppRoleGrant> roles = AppRoleGrant.find(apps, permissions, "Nothing was created.");
        Optional<AppConfinement.Target> target = onlyTo.map(confinement::prepare);
        JsonNode made = apps.call("POST", "/v1.0/applications", application(name, certificate));
        AppConfinement.Made confined = null;
        try {
            String appId = made.path("appId").asString();
            String secret = AppSecret.add(apps, made.path("id").asString(), end);
            String principal = apps.call("POST", "/v1.0/servicePrincipals", object().put("appId", appId))
                    .path("id")
                    .asString();
            ObjectNode printed = object().put("appId", appId)
                    .put("servicePrincipalId", principal)
                    .put("clientSecret", secret);
            if (target.isPresent()) {
                confined = confinement.confine(appId, target.get());
                printed.put("onlyTo", target.get().address())
                        .put("group", target.get().group());
            }
            roles.forEach(role -> role.to(apps, principal));
            target.ifPresent(one -> confinement.check(appId, one, reachesMailboxes(roles)));
            return printed;
        } catch (CliFailure e) {
            remove(made.path("id").asString(), confined);
            throw e;
        }
    }

    private static boolean reachesMailboxes(List<AppRoleGrant> roles) {
        return roles.stream().anyMatch(role -> role.name().matches("(Mail|Calendars|Contacts|MailboxSettings)\\..*"));
    }

    /** If that fails too, the first error is more useful. A policy outlives an application that could not be removed. */
    private void remove(String objectId, AppConfinement.@Nullable Made confined) {
        boolean gone = server.send(Audience.GRAPH, "DELETE", "/v1.0/applications/" + objectId, null)
                .ok();
        if (gone && confined != null) {
            confinement.remove(confined);
        }
    }

    private static ObjectNode application(String name, @Nullable String certificate) {
        ObjectNode application = object().put("displayName", name);
        if (certificate != null) {
            application
                    .putArray("keyCredentials")
                    .addObject()
                    .put("type", "AsymmetricX509Cert")
                    .put("usage", "Verify")
                    .put("key", certificate);
        }
        return application;
    }

    /** Returns the certificate of a PEM file for Graph: DER in base64. */
    static String certificate(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            return Base64.getEncoder()
                    .encodeToString(CertificateFactory.getInstance("X.509")
                            .generateCertificate(pem)
                            .getEncoded());
        } catch (IOException e) {
            throw CliFailure.failed("The certificate " + file + " cannot be read.");
        } catch (CertificateException e) {
            throw CliFailure.failed(file + " is not a PEM certificate.");
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
