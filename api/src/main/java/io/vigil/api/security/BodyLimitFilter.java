package io.vigil.api.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads a body, as far as it is allowed to be long and slow, before a handler sees it: what is too long is known by
 * then, whether it said how long it is or not. Comes last, so only those who may call have their bodies read.
 */
final class BodyLimitFilter extends OncePerRequestFilter {

    /** Bytes. The longest body that makes sense is a GraphQL query of some kB. */
    static final int MAX_BODY = 128 * 1024;

    /** Bytes, up to which a client is let finish, so that it gets to read why its request is refused. */
    private static final long MAX_DISCARDED = 2 * 1024 * 1024;

    /** From the first byte to the last. */
    private static final Duration MAX_TIME = Duration.ofSeconds(10);

    private static final String RULE =
            "A request has at most " + MAX_BODY + " bytes, and is here within " + MAX_TIME.toSeconds() + " seconds.";

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final Clock clock;

    BodyLimitFilter(Clock clock) {
        this.clock = clock;
    }

    /** Nothing here reads the body of another method. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !WITH_BODY.contains(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Optional<HttpStatus> refused = read(request, body);
        if (refused.isPresent()) {
            Problems.send(request, response, refused.get(), RULE);
            return;
        }
        chain.doFilter(new ReadRequest(request, body.toByteArray()), response);
    }

    /** Returns why a body is refused. What is too long is read to its end, as far as that makes sense. */
    private Optional<HttpStatus> read(HttpServletRequest request, ByteArrayOutputStream body) throws IOException {
        if (request.getContentLengthLong() > MAX_DISCARDED) {
            return Optional.of(HttpStatus.CONTENT_TOO_LARGE);
        }
        Instant deadline = clock.instant().plus(MAX_TIME);
        byte[] part = new byte[8 * 1024];
        long total = 0;
        InputStream in = request.getInputStream();
        for (int length = in.read(part); length >= 0 && total <= MAX_DISCARDED; length = in.read(part)) {
            total += length;
            if (total <= MAX_BODY) {
                body.write(part, 0, length);
            }
            if (clock.instant().isAfter(deadline)) {
                return Optional.of(HttpStatus.REQUEST_TIMEOUT);
            }
        }
        return total > MAX_BODY ? Optional.of(HttpStatus.CONTENT_TOO_LARGE) : Optional.empty();
    }

    /** A request whose body is in memory. */
    private static final class ReadRequest extends HttpServletRequestWrapper {

        private final byte[] body;

        ReadRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            return new ReadBody(body);
        }

        @Override
        public BufferedReader getReader() {
            Charset charset =
                    getCharacterEncoding() == null ? StandardCharsets.UTF_8 : Charset.forName(getCharacterEncoding());
            return new BufferedReader(new InputStreamReader(getInputStream(), charset));
        }
    }

    private static final class ReadBody extends ServletInputStream {

        private final ByteArrayInputStream body;

        ReadBody(byte[] body) {
            this.body = new ByteArrayInputStream(body);
        }

        @Override
        public int read() {
            return body.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return body.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
            return body.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("all of the body is here already");
        }
    }
}
