package dev.postern.http.framing;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import org.jspecify.annotations.Nullable;

/** Passes responses on as they are, except those to HTTP/1.0 clients. */
final class ResponseFraming implements DataWriter {
    private final DataWriter socket;
    private @Nullable Http10Response old;

    ResponseFraming(DataWriter socket) {
        this.socket = socket;
    }

    /** Called with the head of each request. */
    void begin(RequestHead request) {
        old = request.line().http10() ? new Http10Response(request.persistent()) : null;
    }

    /** Returns whether the client takes the end of the connection for the end of the response. */
    boolean ended() {
        Http10Response last = old;
        return last != null && last.endsConnection();
    }

    @Override
    public void write(BufferData... buffers) {
        write(BufferData.create(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        socket.write(translated(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
        writeNow(BufferData.create(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        socket.writeNow(translated(buffer));
    }

    @Override
    public void flush() {
        socket.flush();
    }

    private BufferData translated(BufferData buffer) {
        Http10Response response = old;
        return response == null ? buffer : BufferData.create(response.translate(buffer.readBytes()));
    }
}
