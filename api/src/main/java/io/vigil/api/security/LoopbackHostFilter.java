package io.vigil.api.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Serves only who asked for this machine, while no authentication keeps others out. Otherwise any web page that is open
 * in a browser here could read everything: it has its own name resolve to 127.0.0.1 (DNS rebinding), and is of the same
 * origin from then on. It cannot change the Host header, though.
 */
final class LoopbackHostFilter extends OncePerRequestFilter {

    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?", Pattern.CASE_INSENSITIVE);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // The header itself: the server name may come from X-Forwarded-Host, which a page can send.
        // HTTP/2 has none, but browsers only speak that with a certificate for the name.
        String header = request.getHeader("Host");
        String host = header == null ? request.getServerName() : header;
        if (!LOOPBACK.matcher(host).matches()) {
            Problems.send(
                    request,
                    response,
                    HttpStatus.MISDIRECTED_REQUEST,
                    "Without authentication only requests to localhost, 127.0.0.1 or [::1] are answered.");
            return;
        }
        chain.doFilter(request, response);
    }
}
