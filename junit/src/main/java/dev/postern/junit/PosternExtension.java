package dev.postern.junit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a Postern for tests.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final PosternExtension postern = new PosternExtension();
 *
 * @Test
 * void sends() {
 *     PosternTenant tenant = postern.newTenant();
 *     PosternMailbox reports = tenant.mailbox("reports");
 *     PosternApp app = tenant.app("reporter", "Mail.Send").onlyTo(reports);
 *     ...
 *     ReceivedMail mail = tenant.awaitMail(reports);
 * }
 * }</pre>
 *
 * <p>All classes of a test run share one server, which starts with the first of them and ends with the run. Tests use tenants of their own, so
 * that they may run in parallel. The clock and faults without a tenant concern the whole server: a class that uses them takes
 * {@link #ofItsOwn()}.
 *
 * <p>With {@code @ExtendWith(PosternExtension.class)}, test methods get a {@link PosternTenant} (a new one for each method) or the
 * {@link PosternServer} as a parameter. Thread-safe.
 */
public final class PosternExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(PosternExtension.class);

    private final boolean shared;
    private volatile @Nullable PosternServer server;

    /** With the server that all classes share. */
    public PosternExtension() {
        this(true);
    }

    private PosternExtension(boolean shared) {
        this.shared = shared;
    }

    /** Returns an extension with a server for this test class only. */
    public static PosternExtension ofItsOwn() {
        return new PosternExtension(false);
    }

    /** Returns the running server. */
    public PosternServer server() {
        return Objects.requireNonNull(
                server,
                "The server starts before the first test of the class. Register the extension in a static field.");
    }

    /** Creates a tenant, which takes milliseconds. It needs not be removed. */
    public PosternTenant newTenant() {
        return server().newTenant();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        start(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        PosternServer running = server;
        if (!shared && running != null) {
            server = null;
            running.close();
        }
    }

    private synchronized void start(ExtensionContext context) {
        if (server == null) {
            server = shared ? sharedServer(context) : PosternServer.start();
        }
    }

    /** JUnit closes what is in the store of the root at the end of the run. */
    @SuppressWarnings("deprecation") // JUnit 5 has no computeIfAbsent
    private static PosternServer sharedServer(ExtensionContext context) {
        return Objects.requireNonNull(context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("server", key -> PosternServer.start(), PosternServer.class));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == PosternTenant.class || type == PosternServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        start(context);
        return parameter.getParameter().getType() == PosternServer.class ? server() : newTenant();
    }
}
