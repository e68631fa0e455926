package dev.postern.console.application;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Confirm;
import dev.postern.console.page.Done;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.PosternLine;
import dev.postern.console.page.ShownCmdlet;
import dev.postern.console.page.ShownTexts;
import dev.postern.console.page.Visit;
import dev.postern.http.BadRequest;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Secrets and certificates: a new secret, all replaced by a new one, one removed. */
final class CredentialForms {
    private static final String SECRET = ApplicationPages.PATH + "/{app}/secret";
    private static final String ROTATE = ApplicationPages.PATH + "/{app}/rotate";
    private static final String REMOVE = ApplicationPages.PATH + "/{app}/remove-credential";
    private static final List<Integer> MONTHS = List.of(3, 6, 12, 24);

    private static final int DEFAULT_MONTHS = 6;
    private static final int MAX_NAME = 120;
    private static final String WRONG_MONTHS =
            "The field months must be 3, 6, 12 or 24: how long the secret is valid. Nothing was changed.";

    private CredentialForms() {}

    static void addTo(PageRoutes routes) {
        routes.form(SECRET, CredentialForms::add);
        routes.page(ROTATE, CredentialForms::askToRotate);
        routes.form(ROTATE, CredentialForms::rotate);
        routes.page(REMOVE, CredentialForms::askToRemove);
        routes.form(REMOVE, CredentialForms::remove);
    }

    /** Adds a secret and returns it. */
    static String add(Visit visit, String applicationId, String name, int months) {
        return text(
                visit.calls()
                        .send(
                                Resource.GRAPH,
                                "POST",
                                "/v1.0/applications/" + EdgeCalls.encode(applicationId) + "/addPassword",
                                Json.object().set("passwordCredential", wanted(visit, name, months)))
                        .json(),
                "secretText");
    }

    private static ObjectNode wanted(Visit visit, String name, int months) {
        return Json.object()
                .put("displayName", name)
                .put(
                        "endDateTime",
                        visit.now()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .atOffset(ZoneOffset.UTC)
                                .plusMonths(months)
                                .toInstant()
                                .toString());
    }

    /** The months that a form shows: those that were chosen, if they can be. */
    static int months(Visit visit) {
        return chosen(visit).orElse(DEFAULT_MONTHS);
    }

    /** @throws BadRequest if the form has other months than it offers */
    static int wantedMonths(Visit visit) {
        return visit.fields().text("months").isEmpty()
                ? DEFAULT_MONTHS
                : chosen(visit).orElseThrow(() -> new BadRequest(WRONG_MONTHS));
    }

    private static Optional<Integer> chosen(Visit visit) {
        return MONTHS.stream()
                .filter(one -> String.valueOf(one).equals(visit.fields().text("months")))
                .findFirst();
    }

    private static Response add(Visit visit) {
        ApplicationRow app = registered(visit, ApplicationPages.find(visit));
        String name = visit.fields().find("name").orElse("console");
        if (name.length() > MAX_NAME || ShownTexts.hasControls(name)) {
            throw new BadRequest("The name of a secret has at most " + MAX_NAME
                    + " characters, and no line breaks or other control characters. Nothing was changed.");
        }
        int months = wantedMonths(visit);
        String command = ShownCmdlet.of("Add-MgApplicationPassword")
                .with("ApplicationId", app.applicationId())
                .with("PasswordCredential", Json.text(wanted(visit, name, months)))
                .command();
        return shown(visit, app, add(visit, app.applicationId(), name, months), "A secret is made", command, List.of());
    }

    private static Response shown(
            Visit visit, ApplicationRow app, String secret, String title, String command, List<String> warnings) {
        return visit.done(new Done(
                title,
                ApplicationPages.PATH,
                app.name() + " can sign in with the secret below. The server keeps only a hash of it.",
                warnings,
                List.of(
                        new Done.Secret("Secret", secret),
                        new Done.Secret("For a shell", Environment.lines(visit, app.appId(), secret))),
                command,
                List.of(new Done.Link(app.path(), app.name()))));
    }

    private static ApplicationRow registered(Visit visit, JsonNode whole) {
        ApplicationRow app = ApplicationRow.of(whole, "", visit.now());
        if (app.applicationId().isEmpty() || app.isBuiltIn()) {
            throw new BadRequest(app.name() + " has no secrets that can be changed here.");
        }
        return app;
    }

    private static Response askToRotate(Visit visit) {
        JsonNode whole = ApplicationPages.find(visit);
        ApplicationRow app = registered(visit, whole);
        List<ApplicationView.Credential> old = secrets(whole, visit);
        return new Confirm(
                        effects(old),
                        old.stream().anyMatch(one -> !one.expired())
                                ? List.of("Programs that use an old secret cannot sign in any more. To change programs"
                                        + " first, make a new secret, and remove the old ones later.")
                                : List.of(),
                        List.of(),
                        rotation(app),
                        app.path() + "/rotate",
                        Map.of(),
                        "Replace all secrets",
                        true,
                        new Done.Link(app.path(), "Back without a change"))
                .show(visit, "Replace the secrets of " + app.name(), ApplicationPages.PATH);
    }

    private static String rotation(ApplicationRow app) {
        return PosternLine.of("app", "rotate", app.appId())
                .option("months", String.valueOf(DEFAULT_MONTHS))
                .command();
    }

    private static List<String> effects(List<ApplicationView.Credential> old) {
        var effects = new ArrayList<String>();
        effects.add("A new secret is made, valid for " + DEFAULT_MONTHS + " months.");
        old.forEach(one -> effects.add("The secret " + one.hint() + "… (" + one.keyId() + ")"
                + (one.name().isEmpty() ? "" : ", called " + one.name() + ",") + " is removed."));
        return effects;
    }

    private static List<ApplicationView.Credential> secrets(JsonNode whole, Visit visit) {
        return ApplicationPage.credentials(whole, visit.now()).stream()
                .filter(ApplicationView.Credential::secret)
                .toList();
    }

    private static Response rotate(Visit visit) {
        JsonNode whole = ApplicationPages.find(visit);
        ApplicationRow app = registered(visit, whole);
        String secret = add(visit, app.applicationId(), "console", DEFAULT_MONTHS);
        var warnings = new ArrayList<String>();
        for (ApplicationView.Credential old : secrets(whole, visit)) {
            warnings.addAll(removeSecret(visit, app, old).warnings());
        }
        return shown(visit, app, secret, "The secrets are replaced", rotation(app), warnings);
    }

    private static Answer removeSecret(Visit visit, ApplicationRow app, ApplicationView.Credential one) {
        return visit.calls()
                .send(
                        Resource.GRAPH,
                        "POST",
                        holder(app, one) + "/removePassword",
                        Json.object().put("keyId", one.keyId()));
    }

    private static String holder(ApplicationRow app, ApplicationView.Credential one) {
        return one.on().equals("application")
                ? "/v1.0/applications/" + EdgeCalls.encode(app.applicationId())
                : "/v1.0/servicePrincipals/" + EdgeCalls.encode(app.principalId());
    }

    private static ApplicationView.Credential named(JsonNode whole, Visit visit) {
        return ApplicationPage.credentials(whole, visit.now()).stream()
                .filter(one -> one.keyId().equals(visit.fields().text("key")))
                .findFirst()
                .orElseThrow(
                        () -> new BadRequest("The application does not have this secret or certificate any more."));
    }

    private static Response askToRemove(Visit visit) {
        JsonNode whole = ApplicationPages.find(visit);
        ApplicationRow app = registered(visit, whole);
        ApplicationView.Credential one = named(whole, visit);
        String what = one.secret() ? "secret" : "certificate";
        return new Confirm(
                        List.of("The " + what + " " + one.hint() + (one.secret() ? "… " : "") + "(" + one.keyId() + ")"
                                + (one.name().isEmpty() ? "" : ", called " + one.name() + ",") + " is removed."
                                + (one.expired()
                                        ? " It has expired, so no program can use it."
                                        : " Programs that use it cannot sign in any more.")),
                        List.of(),
                        List.of(),
                        command(app, one),
                        app.path() + "/remove-credential",
                        Map.of("key", one.keyId()),
                        "Remove the " + what,
                        true,
                        new Done.Link(app.path(), "Back without a change"))
                .show(visit, "Remove a " + what + " of " + app.name(), ApplicationPages.PATH);
    }

    /** Certificates are a list that is replaced; there is no cmdlet for one of them. */
    private static String command(ApplicationRow app, ApplicationView.Credential one) {
        if (!one.secret()) {
            return "PATCH " + holder(app, one) + "\n{\"keyCredentials\": [all others by their keyId]}";
        }
        return one.on().equals("application")
                ? ShownCmdlet.of("Remove-MgApplicationPassword")
                        .with("ApplicationId", app.applicationId())
                        .with("KeyId", one.keyId())
                        .command()
                : ShownCmdlet.of("Remove-MgServicePrincipalPassword")
                        .with("ServicePrincipalId", app.principalId())
                        .with("KeyId", one.keyId())
                        .command();
    }

    private static Response remove(Visit visit) {
        JsonNode whole = ApplicationPages.find(visit);
        ApplicationRow app = registered(visit, whole);
        ApplicationView.Credential one = named(whole, visit);
        Answer answer = one.secret() ? removeSecret(visit, app, one) : removeCertificate(visit, app, whole, one);
        return visit.done(new Done(
                one.secret() ? "The secret is removed" : "The certificate is removed",
                ApplicationPages.PATH,
                app.name() + " cannot sign in with it any more.",
                answer.warnings(),
                List.of(),
                command(app, one),
                List.of(new Done.Link(app.path(), app.name()))));
    }

    private static Answer removeCertificate(
            Visit visit, ApplicationRow app, JsonNode whole, ApplicationView.Credential removed) {
        ObjectNode body = Json.object();
        var kept = body.putArray("keyCredentials");
        ApplicationPage.credentials(whole, visit.now()).stream()
                .filter(one -> !one.secret()
                        && one.on().equals(removed.on())
                        && !one.keyId().equals(removed.keyId()))
                .forEach(one -> kept.addObject()
                        .put("type", "AsymmetricX509Cert")
                        .put("usage", "Verify")
                        .put("keyId", one.keyId()));
        return visit.calls().send(Resource.GRAPH, "PATCH", holder(app, removed), body);
    }
}
