package io.vigil.schemas;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;

/**
 * What the registry client and the serializers are configured with. The names are those of Confluent's own clients, so
 * that a properties file written for those works as it is.
 */
public final class SchemaRegistryConfig extends AbstractConfig {

    /** Base URLs, separated by commas; the next one is asked when one does not answer. */
    public static final String URL_CONFIG = "schema.registry.url";

    private static final String URL_DOC = "Base URLs of the schema registry, such as "
            + "http://registry:8081, separated by commas. When one does not answer, the next one is asked.";

    /** Whether a serializer registers the schema of what it writes. */
    public static final String AUTO_REGISTER_CONFIG = "auto.register.schemas";

    private static final String AUTO_REGISTER_DOC = "Whether a serializer registers its schema under the topic's "
            + "subject. If not, the schema must be there already.";

    /** Where the credentials of HTTP basic authentication stand. */
    public static final String BASIC_AUTH_SOURCE_CONFIG = "basic.auth.credentials.source";

    private static final String BASIC_AUTH_SOURCE_DOC = "Where the credentials for HTTP basic authentication stand: "
            + "URL (in the URLs, if at all) or USER_INFO (in basic.auth.user.info).";

    /** The credentials, {@code user:password}. */
    public static final String BASIC_AUTH_USER_INFO_CONFIG = "basic.auth.user.info";

    private static final String BASIC_AUTH_USER_INFO_DOC =
            "The credentials, user:password, if basic.auth.credentials.source is USER_INFO.";

    /** Time to connect, in milliseconds. */
    public static final String CONNECT_TIMEOUT_CONFIG = "http.connect.timeout.ms";

    private static final String CONNECT_TIMEOUT_DOC = "Time to connect to a registry, in milliseconds.";

    /** Time for one answer, in milliseconds. */
    public static final String READ_TIMEOUT_CONFIG = "http.read.timeout.ms";

    private static final String READ_TIMEOUT_DOC = "Time for a registry's answer, in milliseconds.";

    /** How often a request is tried again, when none of the URLs gave an answer. */
    public static final String MAX_RETRIES_CONFIG = "max.retries";

    private static final String MAX_RETRIES_DOC =
            "How often a request is made again, when none of the URLs gave an answer.";

    /** The pause before the first retry, in milliseconds; it doubles from retry to retry. */
    public static final String RETRY_WAIT_CONFIG = "retries.wait.ms";

    private static final String RETRY_WAIT_DOC =
            "The pause before the first retry, in milliseconds. It doubles from retry to retry, with jitter.";

    /** The longest pause before a retry, in milliseconds. */
    public static final String RETRY_MAX_WAIT_CONFIG = "retries.max.wait.ms";

    private static final String RETRY_MAX_WAIT_DOC = "The longest pause before a retry, in milliseconds.";

    /** What TLS settings are prefixed with; behind it, Kafka's own names. */
    public static final String TLS_PREFIX = "schema.registry.";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(URL_CONFIG, Type.LIST, ConfigDef.NO_DEFAULT_VALUE, Importance.HIGH, URL_DOC)
            .define(AUTO_REGISTER_CONFIG, Type.BOOLEAN, true, Importance.MEDIUM, AUTO_REGISTER_DOC)
            .define(
                    BASIC_AUTH_SOURCE_CONFIG,
                    Type.STRING,
                    "URL",
                    ValidString.in("URL", "USER_INFO"),
                    Importance.MEDIUM,
                    BASIC_AUTH_SOURCE_DOC)
            .define(BASIC_AUTH_USER_INFO_CONFIG, Type.PASSWORD, "", Importance.MEDIUM, BASIC_AUTH_USER_INFO_DOC)
            .define(
                    CONNECT_TIMEOUT_CONFIG,
                    Type.INT,
                    5_000,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    CONNECT_TIMEOUT_DOC)
            .define(READ_TIMEOUT_CONFIG, Type.INT, 10_000, ConfigDef.Range.atLeast(1), Importance.LOW, READ_TIMEOUT_DOC)
            .define(MAX_RETRIES_CONFIG, Type.INT, 6, ConfigDef.Range.atLeast(0), Importance.LOW, MAX_RETRIES_DOC)
            .define(RETRY_WAIT_CONFIG, Type.LONG, 500L, ConfigDef.Range.atLeast(1), Importance.LOW, RETRY_WAIT_DOC)
            .define(
                    RETRY_MAX_WAIT_CONFIG,
                    Type.LONG,
                    10_000L,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    RETRY_MAX_WAIT_DOC);

    SchemaRegistryConfig(Map<String, ?> configs) {
        super(DEFINITION, configs, false);
    }

    /**
     * The names, defaults and rules.
     *
     * @return a definition that documentation is made from
     */
    public static ConfigDef definition() {
        return new ConfigDef(DEFINITION);
    }

    List<URI> urls() {
        List<String> urls = getList(URL_CONFIG);
        if (urls.isEmpty()) {
            throw new ConfigException(URL_CONFIG, urls, "needs at least one URL");
        }
        return urls.stream().map(SchemaRegistryConfig::url).toList();
    }

    private static URI url(String url) {
        try {
            URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below in the words of this configuration.
        }
        throw new ConfigException(URL_CONFIG, url, "is not a URL such as http://registry:8081");
    }

    /** The credentials for a registry, {@code user:password}, or an empty string where it needs none. */
    String credentials(URI url) {
        if ("USER_INFO".equals(getString(BASIC_AUTH_SOURCE_CONFIG))) {
            String userInfo = getPassword(BASIC_AUTH_USER_INFO_CONFIG).value();
            if (!userInfo.contains(":")) {
                throw new ConfigException(BASIC_AUTH_USER_INFO_CONFIG + " must be user:password, as "
                        + BASIC_AUTH_SOURCE_CONFIG + " is USER_INFO");
            }
            return userInfo;
        }
        return url.getUserInfo() == null ? "" : url.getUserInfo();
    }

    /** Kafka's own {@code ssl.*} settings, parsed; empty where none is given. */
    Map<String, Object> tls() {
        Map<String, Object> given = originalsWithPrefix(TLS_PREFIX).entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("ssl."))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (given.isEmpty()) {
            return Map.of();
        }
        ConfigDef definition = new ConfigDef();
        SslConfigs.addClientSslSupport(definition);
        return definition.parse(given);
    }
}
