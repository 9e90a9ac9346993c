package io.vigil.api.security;

import java.util.Optional;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Tells whose token it is: a key that is known here, or a JWT. */
final class TokenAuthentication implements AuthenticationManager {

    private final ApiKeys keys;
    private final Optional<AuthenticationManager> jwts;

    TokenAuthentication(ApiKeys keys, Optional<AuthenticationManager> jwts) {
        this.keys = keys;
        this.jwts = jwts;
    }

    @Override
    public Authentication authenticate(Authentication presented) {
        String token = ((BearerTokenAuthenticationToken) presented).getToken();
        if (ApiKeys.isKey(token)) {
            return keys.find(token).map(TokenAuthentication::caller).orElseThrow(TokenAuthentication::unknown);
        }
        try {
            return jwts.orElseThrow(TokenAuthentication::unknown).authenticate(presented);
        } catch (AuthenticationServiceException | JwtDecoderInitializationException e) {
            throw new TokenCheckFailedException(e);
        }
    }

    private static Authentication caller(SecurityProperties.ApiKey key) {
        return UsernamePasswordAuthenticationToken.authenticated(
                key.name(), null, key.scopes().stream().map(Scope::authority).toList());
    }

    private static AuthenticationException unknown() {
        return new InvalidBearerTokenException("unknown token");
    }

    /** The token may be good, but the issuer's keys cannot be had. */
    static final class TokenCheckFailedException extends AuthenticationException {

        private TokenCheckFailedException(Throwable cause) {
            super("the issuer's keys cannot be had", cause);
        }
    }
}
