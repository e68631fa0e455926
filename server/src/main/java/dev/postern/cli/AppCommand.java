package dev.postern.cli;

import dev.postern.cli.AppLookup.App;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code app create}, {@code list}, {@code show}, {@code grant}, {@code rotate} and {@code delete}. */
final class AppCommand {
    static final CommandOption ENV =
            CommandOption.of("--env", "prints only lines for a shell: export AZURE_CLIENT_ID=... and the others");
    private static final List<String> COLUMNS =
            List.of("Name", "AppId", "ServicePrincipalId", "ApplicationId", "CreatedDateTime");
    private static final List<String> SHOWN =
            List.of("Name", "AppId", "ServicePrincipalId", "Permissions", "Policies", "Secrets");

    private final ServerCall call;
    private final Options options;
    private final AppLookup apps;
    private final AppConfinement exchange;

    private AppCommand(ServerCall call, String verb) {
        this.call = call;
        this.options = Options.of("app " + verb, call.arguments());
        this.apps = new AppLookup(call.server());
        this.exchange = new AppConfinement(call.server(), call::warn);
    }

    static int create(ServerCall call) {
        return new AppCommand(call, "create").create();
    }

    static int list(ServerCall call) {
        return new AppCommand(call, "list").list();
    }

    static int show(ServerCall call) {
        return new AppCommand(call, "show").show();
    }

    static int grant(ServerCall call) {
        return new AppCommand(call, "grant").grant();
    }

    static int rotate(ServerCall call) {
        return new AppCommand(call, "rotate").rotate();
    }

    static int delete(ServerCall call) {
        return new AppCommand(call, "delete").delete();
    }

    private String named() {
        return options.words(2, 2).get(1);
    }

    private int create() {
        String name = named();
        String certificate = options.one("--certificate")
                .map(file -> AppCreation.certificate(call.directory().resolve(file)))
                .orElse(null);
        checkEnv();
        Optional<Instant> end = AppSecret.end(call.server(), options);
        ObjectNode made = new AppCreation(call.server(), apps, exchange)
                .create(name, options.all("--permission"), certificate, options.one("--only-to"), end);
        return secret(made);
    }

    private void checkEnv() {
        if (options.has(ENV.name()) && options.has("--json")) {
            throw options.usage();
        }
    }

    private int secret(ObjectNode made) {
        return options.has(ENV.name())
                ? call.print(AppSecret.environment(
                        call.server().profile(),
                        made.path("appId").asString(),
                        made.path("clientSecret").asString()))
                : call.print(made);
    }

    private int list() {
        options.words(1, 1);
        List<JsonNode> rows = apps.all().stream().<JsonNode>map(AppCommand::row).toList();
        OutputFormat format = OutputFormat.of(options).orElse(OutputFormat.TABLE);
        return call.print(
                format == OutputFormat.JSON
                        ? Output.of(rows, true)
                        : RowOutput.of(rows.stream().map(Output::pascal).toList(), format, COLUMNS));
    }

    private static ObjectNode row(App app) {
        return object().put("name", app.name())
                .put("appId", app.appId())
                .put("servicePrincipalId", app.principalId())
                .put("applicationId", app.applicationId())
                .put(
                        "createdDateTime",
                        app.application().path("createdDateTime").asString(""));
    }

    private int show() {
        App app = apps.find(named());
        ObjectNode shown = row(app);
        var permissions = shown.putArray("permissions");
        apps.roles(app).forEach(permissions::add);
        var policies = shown.putArray("policies");
        AppRemoval.of(app, exchange)
                .policies()
                .forEach(policy -> policies.add(policy.path("AccessRight").asString("") + " "
                        + policy.path("ScopeName").asString("")));
        var secrets = shown.putArray("secrets");
        for (JsonNode holder : List.of(app.application(), app.principal())) {
            holder.path("passwordCredentials")
                    .forEach(one -> secrets.add(one.path("keyId").asString("")));
        }
        OutputFormat format = OutputFormat.of(options).orElse(OutputFormat.LIST);
        return format == OutputFormat.JSON
                ? call.print(shown)
                : call.print(RowOutput.of(List.of(Output.pascal(shown)), format, SHOWN));
    }

    private int grant() {
        List<String> words = options.words(2, Integer.MAX_VALUE);
        String name = words.get(1);
        List<String> wanted = Stream.concat(words.stream().skip(2), options.all("--permission").stream())
                .toList();
        if (wanted.isEmpty()) {
            throw options.usage();
        }
        List<AppRoleGrant> roles = AppRoleGrant.find(apps, wanted, "Nothing was granted.");
        App app = apps.find(name);
        if (app.principalId().isEmpty()) {
            throw CliFailure.failed("The application '" + name + "' has no service principal in this tenant.");
        }
        Set<String> before = new TreeSet<>(apps.roles(app));
        ObjectNode printed = object().put("appId", app.appId()).put("servicePrincipalId", app.principalId());
        var granted = printed.putArray("granted");
        List<String> had = new ArrayList<>();
        for (AppRoleGrant role : roles) {
            if (before.add(role.name())) {
                role.to(apps, app.principalId());
                granted.add(role.name());
            } else {
                had.add(role.name());
            }
        }
        var already = printed.putArray("alreadyGranted");
        had.forEach(already::add);
        return call.print(printed);
    }

    /** Programs with the old secret fail from then on; the new one is printed first in case that a removal fails. */
    private int rotate() {
        App app = apps.find(named());
        checkEnv();
        Optional<Instant> end = AppSecret.end(call.server(), options);
        if (app.applicationId().isEmpty()) {
            throw CliFailure.failed("'" + app.name() + "' is a managed identity, which has no secret.");
        }
        ObjectNode printed = object().put("appId", app.appId()).put("servicePrincipalId", app.principalId());
        String secret = AppSecret.add(apps, app.applicationId(), end);
        secret(printed.put("clientSecret", secret));
        call.out().flush();
        AppSecret.removeOld(apps, app);
        return 0;
    }

    private int delete() {
        AppRemoval removal = AppRemoval.of(apps.find(named()), exchange);
        if (!options.has("--json")) {
            call.print(removal.text());
            call.out().flush();
        }
        removal.run(apps, exchange);
        return options.has("--json") ? call.print(removal.json()) : 0;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
