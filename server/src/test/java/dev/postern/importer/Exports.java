package dev.postern.importer;

import dev.postern.Core;
import dev.postern.TestCore;
import dev.postern.access.AccessEngine;
import dev.postern.access.AccessQuestion;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.access.Verdict;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Exports as files, changed in one place for each test, and what they become in a core. */
public final class Exports {
    public static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");
    private static final ImportLimits LIMITS = new ImportLimits(64 << 20, 100_000, 100, 250_000, 512 << 20);

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /** The export of a company, as one of the folders in the test resources has it: {@code ps7} or {@code ps51}. */
    public static Exports of(String folder) {
        Exports exports = new Exports();
        for (ExportFile file : ExportFile.values()) {
            try (InputStream in = Exports.class.getResourceAsStream(folder + "/" + file.text())) {
                if (in != null) {
                    exports.files.put(file.text(), in.readAllBytes());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return exports;
    }

    static Exports none() {
        return new Exports();
    }

    public Map<String, byte[]> files() {
        return files;
    }

    Exports with(ExportFile file, String json) {
        files.put(file.text(), json.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Exports with(ExportFile file, byte[] bytes) {
        files.put(file.text(), bytes);
        return this;
    }

    Exports without(ExportFile file) {
        files.remove(file.text());
        return this;
    }

    String text(ExportFile file) {
        return new String(Objects.requireNonNull(files.get(file.text())), StandardCharsets.UTF_8);
    }

    Exports change(ExportFile file, UnaryOperator<String> change) {
        String before = text(file);
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new IllegalArgumentException("nothing changes");
        }
        return with(file, after);
    }

    Exports replace(ExportFile file, String before, String after) {
        return change(file, text -> text.replace(before, after));
    }

    public byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    TenantImport read() {
        return read(LIMITS);
    }

    TenantImport read(ImportLimits limits) {
        byte[] zip = zip();
        return TenantImport.read(() -> new ByteArrayInputStream(zip), limits);
    }

    /** Creates a tenant of it. */
    Imported into(Core core, String domain) {
        return into(core, domain, read());
    }

    static Imported into(Core core, String domain, TenantImport read) {
        Tenant tenant = new Tenant(
                new TenantId(UUID.randomUUID()),
                NOW,
                read.domains(domain, other -> core.directory().tenant(other) == null));
        core.directory()
                .createTenant(
                        tenant,
                        read.resources(),
                        TestCore.ACTOR,
                        draft -> read.into(draft, NOW, new Random(7)),
                        draft -> true);
        return new Imported(core, tenant, read.report());
    }

    /** A tenant that was made of an export. */
    record Imported(Core core, Tenant tenant, ImportReport report) {
        DirectorySnapshot now() {
            return core.directory().snapshot(tenant.id());
        }

        User user(String address) {
            return (User) Objects.requireNonNull(now().byAddress(address), address);
        }

        String profile(String address, String property) {
            return Objects.requireNonNull(user(address).profile().get(property), property)
                    .asString();
        }

        ServicePrincipal app(String name) {
            return now().all(ServicePrincipal.class)
                    .filter(one -> one.displayName().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        /** The local parts of the addresses of all mailboxes that an application may access with a permission. */
        Set<String> reach(String app, String permission) {
            ServicePrincipal principal = app(app);
            DirectorySnapshot now = now();
            Set<String> reach = new TreeSet<>();
            now.all(User.class).filter(user -> user.mailbox() != null).forEach(user -> {
                if (allows(now, principal, permission, user.id())) {
                    String address = Objects.requireNonNull(user.recipient()).primaryAddress();
                    reach.add(address.substring(0, address.indexOf('@')));
                }
            });
            return reach;
        }

        private static boolean allows(DirectorySnapshot now, ServicePrincipal app, String permission, ObjectId owner) {
            Set<String> roles = new TreeSet<>();
            now.assignmentsOf(app.id())
                    .forEach(assignment -> now.all(ServicePrincipal.class)
                            .flatMap(resource -> resource.appRoles().stream())
                            .filter(role -> role.id().equals(assignment.appRoleId()))
                            .forEach(role -> roles.add(role.value())));
            return AccessEngine.decide(
                                    now.access(),
                                    new AccessQuestion(app.appId(), app.id(), roles, Set.of(permission), owner))
                            .verdict()
                    == Verdict.GRANTED;
        }

        List<String> unused(ExportFile file) {
            return report.unused().stream()
                    .filter(one -> one.file().equals(file.text()))
                    .map(one -> one.item() + ": " + one.reason())
                    .toList();
        }
    }
}
