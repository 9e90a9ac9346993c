package io.vigil.api.security;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Waits only so long for the rest of a body that nobody reads, as that of a request without a token. Tomcat itself would
 * wait for it as long as a byte comes now and then, with a thread: a hundred such requests, and nobody is served.
 */
final class UnreadBodyValve extends ValveBase {

    /** So that who is about to send the rest gets to read the answer, instead of a connection that is reset. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(5);

    UnreadBodyValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.isAsync() || request.isFinished()) {
            return;
        }
        response.finishResponse();
        if (!drain(request.getCoyoteRequest())) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /** Returns whether that was all. Reads only what is there already, so it never waits for longer than it means to. */
    private static boolean drain(org.apache.coyote.Request request) throws IOException {
        // The header of a chunk cannot be read without waiting for its end.
        boolean chunked = request.getContentLengthLong() < 0;
        long deadline = System.nanoTime() + GRACE.toNanos();
        Discarded discarded = new Discarded();
        while (!chunked && !request.isFinished() && System.nanoTime() < deadline) {
            request.action(ActionCode.AVAILABLE, Boolean.TRUE);
            if (request.getAvailable() > 0) {
                request.doRead(discarded);
            } else {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        return request.isFinished();
    }

    private static final class Discarded implements ApplicationBufferHandler {

        private ByteBuffer buffer = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Nothing is kept.
        }
    }
}
