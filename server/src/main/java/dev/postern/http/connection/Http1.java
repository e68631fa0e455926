package dev.postern.http.connection;

import io.helidon.common.context.Context;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP parser of one listener, with the single handler for all requests. */
public final class Http1 implements AutoCloseable {
    private final ServerConnectionSelector selector;
    private final Router router;
    private final ListenerContext context;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    public Http1(
            ServerConnectionSelector selector,
            ContentEncodingContext encodings,
            DirectHandlers refusals,
            long maxPayloadBytes,
            Handler handler) {
        this.selector = selector;
        router = Router.builder().addRouting(HttpRouting.builder().any(handler)).build();
        ListenerConfig listener = ListenerConfig.builder()
                .protocolsDiscoverServices(false)
                .maxPayloadSize(maxPayloadBytes)
                .buildPrototype();
        context = new HttpListenerContext(
                Context.create(), MediaContext.create(), encodings, refusals, listener, executor);
        router.beforeStart();
    }

    private record HttpListenerContext(
            Context context,
            MediaContext mediaContext,
            ContentEncodingContext contentEncodingContext,
            DirectHandlers directHandlers,
            ListenerConfig config,
            ExecutorService executor)
            implements ListenerContext {}

    ServerConnection over(ConnectionSocket socket) {
        return selector.connection(WireContext.over(socket, context, router));
    }

    @Override
    public void close() {
        router.afterStop();
        executor.shutdownNow();
    }
}
