package io.vigil.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * A client of the Confluent Schema Registry REST API (v7), for Avro. What it has learned it keeps: a schema and its id
 * never change, so each is asked for once; an id that the registry does not have is asked for again only after
 * {@link #UNKNOWN_ID_TTL}, so that a flood of garbage does not become a flood of requests.
 *
 * <p>When a registry does not answer, or answers 408, 429 or 5xx, the next URL is asked; when none answered, all are
 * asked again after a growing pause, until {@link SchemaRegistryConfig#MAX_RETRIES_CONFIG} is used up.
 *
 * <p>Safe for use by several threads. Every method that asks the registry throws {@link RegistryUnavailableException}
 * if none answered and {@link RegistryRequestException} if one refused.
 */
public final class SchemaRegistryClient implements AutoCloseable {

    /** How long an id that the registry did not have is taken to be still unknown. */
    static final Duration UNKNOWN_ID_TTL = Duration.ofSeconds(10);

    /** How many different unknown ids are kept in mind; beyond it the oldest are asked for again. */
    private static final int UNKNOWN_IDS = 10_000;

    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Endpoint> endpoints;
    private final AtomicInteger preferred = new AtomicInteger();
    private final Duration readTimeout;
    private final RetryPolicy<HttpResponse<String>> retryPolicy;
    private final ExecutorService executor;
    private final HttpClient http;
    private final Cache<Integer, Schema> schemas = Caffeine.newBuilder().build();
    private final Cache<Integer, Boolean> unknownIds = Caffeine.newBuilder()
            .expireAfterWrite(UNKNOWN_ID_TTL)
            .maximumSize(UNKNOWN_IDS)
            .build();
    private final Cache<SubjectSchema, Integer> ids = Caffeine.newBuilder().build();

    private SchemaRegistryClient(SchemaRegistryConfig config) {
        this.endpoints =
                config.urls().stream().map(url -> Endpoint.of(url, config)).toList();
        this.readTimeout = Duration.ofMillis(config.getInt(SchemaRegistryConfig.READ_TIMEOUT_CONFIG));
        this.retryPolicy = retryPolicy(config);
        Map<String, Object> tls = config.tls();
        this.executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "schema-registry-client");
            thread.setDaemon(true);
            return thread;
        });
        HttpClient.Builder builder = HttpClient.newBuilder()
                .executor(executor)
                .connectTimeout(Duration.ofMillis(config.getInt(SchemaRegistryConfig.CONNECT_TIMEOUT_CONFIG)));
        if (!tls.isEmpty()) {
            try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
                factory.configure(tls);
                builder.sslContext(factory.sslContext());
            }
        }
        this.http = builder.build();
    }

    /**
     * A client by Confluent's property names.
     *
     * @param configs see {@link SchemaRegistryConfig}; what it does not know is ignored
     * @return a client, to be closed by whoever made it
     * @throws ConfigException if a setting is missing or wrong
     */
    public static SchemaRegistryClient create(Map<String, ?> configs) {
        return new SchemaRegistryClient(new SchemaRegistryConfig(configs));
    }

    private static RetryPolicy<HttpResponse<String>> retryPolicy(SchemaRegistryConfig config) {
        Duration wait = Duration.ofMillis(config.getLong(SchemaRegistryConfig.RETRY_WAIT_CONFIG));
        Duration maxWait = Duration.ofMillis(config.getLong(SchemaRegistryConfig.RETRY_MAX_WAIT_CONFIG));
        return RetryPolicy.<HttpResponse<String>>builder()
                .handle(IOException.class)
                .abortOn(InterruptedIOException.class)
                .withMaxRetries(config.getInt(SchemaRegistryConfig.MAX_RETRIES_CONFIG))
                .withBackoff(wait, maxWait.compareTo(wait) > 0 ? maxWait : wait.plusMillis(1))
                .withJitter(0.25)
                .build();
    }

    /**
     * The schema that an id stands for.
     *
     * @param id a schema id, as it stands in the wire format
     * @return the schema, or empty if the registry has none by that id or it is not Avro
     */
    public Optional<Schema> schemaById(int id) {
        Schema known = schemas.getIfPresent(id);
        if (known != null) {
            return Optional.of(known);
        }
        if (unknownIds.getIfPresent(id) != null) {
            return Optional.empty();
        }
        Optional<Schema> found = fetch("/schemas/ids/" + id).flatMap(SchemaRegistryClient::avroSchema);
        found.ifPresentOrElse(schema -> schemas.put(id, schema), () -> unknownIds.put(id, true));
        return found;
    }

    /**
     * Registers a schema under a subject. Does nothing but answer the id if it is there already, also when the registry
     * refuses it as there already, as one of Apicurio's did just behind its start.
     *
     * @param subject such as {@link Topics#valueSubject(String)}
     * @param schema the schema
     * @return the schema's id
     * @throws RegistryRequestException 409 if the schema is not compatible with the subject's versions
     */
    public int register(String subject, Schema schema) {
        return ids.get(new SubjectSchema(subject, schema), key -> {
            try {
                return idFrom("POST", path(subject) + "/versions", schema);
            } catch (RegistryRequestException refused) {
                if (refused.status() == 409) {
                    return unlessMissing(() -> idFrom("POST", path(subject), schema))
                            .orElseThrow(() -> refused);
                }
                throw refused;
            }
        });
    }

    /**
     * The id of a schema that is registered under a subject.
     *
     * @param subject such as {@link Topics#valueSubject(String)}
     * @param schema the schema
     * @return the schema's id
     * @throws RegistryRequestException 404 if the subject or the schema is not there
     */
    public int idOf(String subject, Schema schema) {
        return ids.get(new SubjectSchema(subject, schema), key -> idFrom("POST", path(subject), schema));
    }

    /**
     * The newest version of a subject. Not kept: each call asks.
     *
     * @param subject such as {@link Topics#valueSubject(String)}
     * @return the newest version, or empty if there is no such subject
     */
    public Optional<RegisteredSchema> latest(String subject) {
        return fetch(path(subject) + "/versions/latest")
                .flatMap(answer -> avroSchema(answer)
                        .map(schema -> new RegisteredSchema(
                                answer.path("id").asInt(),
                                answer.path("version").asInt(),
                                schema)));
    }

    /**
     * Whether a schema could be registered under a subject, by the subject's compatibility level.
     *
     * @param subject such as {@link Topics#valueSubject(String)}
     * @param schema the schema
     * @return true also if there is no such subject yet
     */
    public boolean isCompatible(String subject, Schema schema) {
        return unlessMissing(() ->
                        send("POST", "/compatibility" + path(subject) + "/versions/latest", schemaRequest(schema)))
                .map(answer -> answer.path("is_compatible").asBoolean())
                .orElse(true);
    }

    /**
     * Sets the compatibility level of a subject.
     *
     * @param subject such as {@link Topics#valueSubject(String)}
     * @param level such as {@code FULL_TRANSITIVE}
     */
    public void setCompatibility(String subject, String level) {
        send("PUT", "/config/" + encode(subject), JSON.createObjectNode().put("compatibility", level));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private Optional<JsonNode> fetch(String path) {
        return unlessMissing(() -> send("GET", path, null));
    }

    private static <T> Optional<T> unlessMissing(Supplier<T> request) {
        try {
            return Optional.of(request.get());
        } catch (RegistryRequestException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private int idFrom(String method, String path, Schema schema) {
        JsonNode id = send(method, path, schemaRequest(schema)).path("id");
        if (!id.isInt()) {
            throw new RegistryRequestException(200, 200, "The registry's answer to " + path + " holds no schema id");
        }
        return id.intValue();
    }

    private JsonNode send(String method, String path, JsonNode body) {
        try {
            HttpResponse<String> response = Failsafe.with(retryPolicy).get(() -> sendToOneOf(method, path, body));
            JsonNode answer = parse(response.body());
            if (response.statusCode() < 300) {
                return answer;
            }
            throw new RegistryRequestException(
                    response.statusCode(),
                    answer.path("error_code").asInt(response.statusCode()),
                    method + ' ' + response.uri() + " was answered with " + response.statusCode() + ": "
                            + answer.path("message").asText("no message"));
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException || e.getCause() instanceof InterruptedIOException) {
                throw new InterruptException("Interrupted while waiting for the schema registry", interrupted(e));
            }
            throw new RegistryUnavailableException(
                    "No schema registry answered at " + endpoints + ": " + e.getCause(), e.getCause());
        }
    }

    /** Asks one URL after the other, first the one that answered last. */
    private HttpResponse<String> sendToOneOf(String method, String path, JsonNode body) throws IOException {
        IOException last = null;
        int first = preferred.get();
        for (int i = 0; i < endpoints.size(); i++) {
            int index = (first + i) % endpoints.size();
            try {
                HttpResponse<String> response = http.send(
                        endpoints.get(index).request(method, path, body, readTimeout), BodyHandlers.ofString());
                if (!isRetriable(response.statusCode())) {
                    preferred.set(index);
                    return response;
                }
                last = new IOException(response.uri() + " answered " + response.statusCode());
            } catch (IOException e) {
                last = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
        throw last;
    }

    private static boolean isRetriable(int status) {
        return status >= 500 || status == 408 || status == 429;
    }

    private static InterruptedException interrupted(FailsafeException e) {
        InterruptedException cause = new InterruptedException();
        cause.initCause(e);
        return cause;
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // A proxy's error page, say: there is nothing in it for us but the status, which the caller has.
            return JSON.missingNode();
        }
    }

    private static Optional<Schema> avroSchema(JsonNode answer) {
        if (!"AVRO".equals(answer.path("schemaType").asText("AVRO"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Schema.Parser().parse(answer.path("schema").asText()));
        } catch (SchemaParseException e) {
            return Optional.empty();
        }
    }

    private static JsonNode schemaRequest(Schema schema) {
        return JSON.createObjectNode().put("schema", schema.toString());
    }

    private static String path(String subject) {
        return "/subjects/" + encode(subject);
    }

    private static String encode(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * One version of a subject.
     *
     * @param id the schema's id, unique in the registry
     * @param version the version within the subject, from 1
     * @param schema the schema
     */
    public record RegisteredSchema(int id, int version, Schema schema) {}

    private record SubjectSchema(String subject, Schema schema) {}

    private record Endpoint(URI url, String authorization) {

        static Endpoint of(URI url, SchemaRegistryConfig config) {
            String credentials = config.credentials(url);
            String authorization = credentials.isEmpty()
                    ? ""
                    : "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
            return new Endpoint(withoutUserInfo(url), authorization);
        }

        private static URI withoutUserInfo(URI url) {
            return url.getUserInfo() == null ? url : URI.create(url.toString().replace(url.getRawUserInfo() + '@', ""));
        }

        HttpRequest request(String method, String path, JsonNode body, Duration timeout) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(timeout)
                    .header("Accept", CONTENT_TYPE)
                    .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
            if (body != null) {
                request.header("Content-Type", CONTENT_TYPE);
            }
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            return request.build();
        }

        /** The URL alone: this stands in error messages. */
        @Override
        public String toString() {
            return url.toString();
        }
    }
}
