package io.vigil.api.security;

/** Whether callers have to say who they are. A bean of this type tells. */
public enum AccessMode {
    /** No authentication is configured: all is open, on this machine only. */
    OPEN("none"),
    /** Every caller needs a token, on this machine too. */
    TOKEN("token");

    private final String authentication;

    AccessMode(String authentication) {
        this.authentication = authentication;
    }

    /** What {@code /api/v1/config} tells the page. */
    public String authentication() {
        return authentication;
    }
}
